"""Whether the pins can be installed on each Python that the project promises."""

import re
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LINES = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
PINS = [Requirement(line) for line in LINES if line and not line.startswith("#")]
OLDEST = re.search(r'requires-python = ">=([\d.]+)"', (ROOT / "pyproject.toml").read_text())[1]
WORKFLOW = yaml.safe_load((ROOT / ".github/workflows/book.yml").read_text("utf-8"))
MATRIX = WORKFLOW["jobs"]["test"]["strategy"]["matrix"]
# An older patch of a version is what a distribution of Linux has.
PYTHONS = {f"{version}.0" for version in MATRIX["python"]}


def installed(requirement):
    """Return a pinned package, if it is here as it is pinned: `make newest` has others."""
    pin = next(p for p in PINS if canonicalize_name(p.name) == canonicalize_name(requirement.name))
    try:
        there = distribution(pin.name)
    except PackageNotFoundError:
        return None
    return there if pin.specifier.contains(there.version) else None


def needs(requirement, environment):
    """Yield what a package brings along, with the extras that are asked for."""
    found = installed(requirement)
    for text in (found and found.requires) or ():
        needed = Requirement(text)
        extras = {"", *requirement.extras}
        if not needed.marker or any(
            needed.marker.evaluate(environment | {"extra": e}) for e in extras
        ):
            yield needed


def missing(system, python):
    """Return what pip would have to choose a version of by itself."""
    environment = {"sys_platform": system, "python_full_version": python, "os_name": "posix"}
    environment |= {"python_version": python.rpartition(".")[0]}
    environment |= {"platform_system": {"linux": "Linux", "darwin": "Darwin"}[system]}
    waiting = [pin for pin in PINS if not pin.marker or pin.marker.evaluate(environment)]
    there = {canonicalize_name(pin.name) for pin in waiting}
    seen, lacking = set(), set()
    while waiting:
        requirement = waiting.pop()
        for needed in needs(requirement, environment):
            if canonicalize_name(needed.name) not in there:
                lacking.add(f"{requirement.name} needs {needed}")
            elif str(needed) not in seen:
                seen.add(str(needed))
                waiting.append(needed)
    return lacking


def refusing(python):
    """Return the pins that a Python is too old or too new for."""
    found = {
        str(pin): (there := installed(pin)) and there.metadata.get("Requires-Python")
        for pin in PINS
    }
    return {
        pin for pin, versions in found.items() if versions and python not in SpecifierSet(versions)
    }


def test_the_oldest_patch_is_tested():
    assert [entry["python"] for entry in MATRIX["include"]] == [f"{OLDEST}.0"]
    assert f"{OLDEST}.0" in PYTHONS and len(PYTHONS) >= 4


@pytest.mark.parametrize("python", sorted(PYTHONS))
def test_every_pin_can_be_installed(python):
    assert refusing(python) == set()


def test_a_pin_that_refuses_a_python_is_seen():
    assert "sphinx==9.0.4" in refusing("3.10.0")


@pytest.mark.parametrize("python", sorted(PYTHONS))
@pytest.mark.parametrize("system", ["linux", "darwin"])
def test_all_that_the_pins_bring_along_is_pinned(system, python):
    assert missing(system, python) == set()


def test_what_is_not_pinned_is_seen(monkeypatch):
    monkeypatch.setattr(sys.modules[__name__], "PINS", PINS[:1])
    assert any("needs docutils" in words for words in missing("linux", "3.11.0"))


def test_every_pin_is_exact_and_has_no_local_part():
    for pin in PINS:
        assert re.fullmatch(r"[\w.-]+==[\w.]+(; sys_platform == \"\w+\")?", str(pin)), pin
