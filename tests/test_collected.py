from types import SimpleNamespace

import pytest
from collected import Collected, Gathering
from docutils import nodes
from docutils.utils import new_document


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


class Lists(Gathering):
    node = nodes.bullet_list


@pytest.mark.parametrize(("read", "updated"), [(["one"], ["two"]), ([], [])])
def test_pages_that_show_what_others_gave_are_written_again_when_one_was_read(read, updated):
    env, lists = SimpleNamespace(docname="two"), Lists()
    document = new_document("two")
    document += nodes.bullet_list()
    lists.process_doc(SimpleNamespace(env=env), document)
    for name in read:
        lists.clear_doc(None, env, name)
    assert lists.get_updated_docs(None, env) == updated
