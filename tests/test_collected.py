from types import SimpleNamespace

from collected import Collected


class Words(Collected[str]):
    def given(self, app, doctree):
        return doctree


class Others(Collected[str]):
    pass


def env_with(**pages):
    env = SimpleNamespace()
    Words.of(env).update(pages)
    return env


def test_what_a_page_gives_is_kept_under_its_name():
    env = env_with()
    env.docname = "one"
    Words().process_doc(SimpleNamespace(env=env), "a")
    assert Words.of(env) == {"one": "a"}


def test_a_page_that_gives_nothing_is_not_kept():
    env = env_with()
    env.docname = "one"
    Words().process_doc(SimpleNamespace(env=env), "")
    assert Words.of(env) == {}


def test_what_a_page_gave_is_forgotten_with_it():
    env = env_with(one="a", two="b")
    Words().clear_doc(None, env, "one")
    Words().clear_doc(None, env, "three")
    assert Words.of(env) == {"two": "b"}


def test_what_workers_read_comes_together():
    env = env_with(one="old", two="b")
    Words().merge_other(None, env, {"one", "silent"}, env_with(one="a", two="not theirs"))
    assert Words.of(env) == {"one": "a", "two": "b"}


def test_two_kinds_are_kept_apart():
    assert Others.of(env_with(one="a")) == {}
