"""The steps after the pages: in one order, and a step that fails says which one it was."""

import finishing
import pytest
from sphinx.errors import ExtensionError


@pytest.fixture
def done(monkeypatch):
    """Return the names of the steps that are done, in their order."""
    names = []

    def noting(name):
        return lambda *arguments: names.append(name)

    for steps in ("ALWAYS", "STEPS"):
        fakes = {name: noting(name) for name in getattr(finishing, steps)}
        monkeypatch.setattr(finishing, steps, fakes)
    return names


def test_all_steps_are_done_in_the_order_in_which_they_stand(done):
    finishing.finish(None, None)
    assert done == [*finishing.ALWAYS, *finishing.STEPS]


def test_after_a_failure_only_what_always_is_done(done):
    finishing.finish(None, RuntimeError())
    assert done == [*finishing.ALWAYS]


def test_a_step_that_fails_is_named_with_its_reason(done, monkeypatch):
    def fail(app):
        raise OSError("no space left")

    monkeypatch.setitem(finishing.STEPS, "build the wheel", fail)
    with pytest.raises(ExtensionError, match="build the wheel failed: OSError: no space left"):
        finishing.finish(None, None)
    assert "make the pages lean" in done and "write the map of the site" not in done


def test_links_are_checked_before_the_pages_become_lean_and_names_at_the_end():
    steps = list(finishing.STEPS)
    assert steps.index("check the links") < steps.index("make the pages lean")
    assert steps[-1] == "check the names of the files"
