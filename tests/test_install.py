"""The installation: interrupted, led elsewhere, twice at once, in environments of others.

A package of our own stands for the pins, in a folder that pip knows from the user's settings.
To make an environment takes seconds: what must make one has its turn, a part of it each day.
"""

import ast
import os
import shutil
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from tests.turns import ALL, of_today, on_its_day

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = "an environment"
STAMP = f"{ENVIRONMENT}/.gradbook-environment"
PYTHON = f"{ENVIRONMENT}/bin/python3"


def wheel(folder, version):
    name = f"tiny_pin-{version}"
    about = f"Metadata-Version: 2.1\nName: tiny-pin\nVersion: {version}\n"
    with zipfile.ZipFile(folder / f"{name}-py3-none-any.whl", "w") as archive:
        archive.writestr("tiny_pin.py", "")
        archive.writestr(f"{name}.dist-info/METADATA", about)
        tags = "Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        archive.writestr(f"{name}.dist-info/WHEEL", tags)
        archive.writestr(f"{name}.dist-info/RECORD", "")


class Checkout:
    """The Makefile with its scripts, one pin, and a user whose pip looks into one folder."""

    def __init__(self, folder):
        self.folder = folder
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS", "PIP"))}
        self.environment = kept | {
            "XDG_CONFIG_HOME": str(folder / "config"),
            "PIP_FIND_LINKS": str(folder / "wheels"),
            "PIP_NO_INDEX": "1",
        }

    def pin(self, version):
        (self.folder / "requirements.txt").write_text(f"tiny-pin=={version}\n")

    def command(self, name=ENVIRONMENT):
        return ["make", "install", f"VENV={name}", f"PYTHON={sys.executable}"]

    def install(self, name=ENVIRONMENT, **settings):
        return subprocess.run(
            self.command(name),
            cwd=self.folder,
            env=self.environment | settings,
            capture_output=True,
            text=True,
        )

    def version(self, name=ENVIRONMENT):
        """Return the version of the package in an environment, as the build would see it."""
        code = "from importlib.metadata import version; print(version('tiny-pin'))"
        command = [self.folder / name / "bin/python3", "-I", "-c", code]
        return subprocess.run(command, capture_output=True, text=True).stdout.strip()

    def files(self):
        found = (p for p in self.folder.rglob("*") if "__pycache__" not in p.parts)
        return {p: p.is_file() and p.read_bytes() for p in found}


@pytest.fixture
def bare(tmp_path):
    """Return a checkout without an environment."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copytree(ROOT / "make", tmp_path / "make", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "wheels").mkdir()
    for version in ("1.0", "2.0"):
        wheel(tmp_path / "wheels", version)
    checkout = Checkout(tmp_path)
    checkout.pin("1.0")
    return checkout


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """Return a folder in which make has made an environment, with a space in its name."""
    folder = tmp_path_factory.mktemp("made")
    checkout = bare.__wrapped__(folder)
    run = checkout.install()
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith(f"creating {ENVIRONMENT}\ninstalling")
    return folder


@pytest.fixture
def checkout(made, tmp_path):
    """Return a copy of it, to plant a fault in."""
    shutil.copytree(made, tmp_path / "copy", symlinks=True)
    return Checkout(tmp_path / "copy")


def test_what_is_there_is_not_installed_again(checkout):
    run = checkout.install(PIP_FIND_LINKS="")
    assert (run.returncode, run.stdout) == (0, ""), run.stderr
    assert checkout.version() == "1.0"


def test_a_changed_pin_is_installed(checkout):
    checkout.pin("2.0")
    run = checkout.install()
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("installing") and checkout.version() == "2.0"


SETTINGS = ["PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_USER", "PIP_DRY_RUN"]
SETTINGS += ["PYTHONPATH", "PYTHONHOME"]


# Pip gives up where it heeds some of them at once, which is red as well.
@on_its_day(0, 4)
@pytest.mark.parametrize("settings", [SETTINGS, *([one] for one in SETTINGS if ALL)], ids=" ".join)
def test_no_setting_leads_the_packages_elsewhere(checkout, settings):
    checkout.pin("2.0")
    numbers = {"PIP_USER", "PIP_DRY_RUN"}
    elsewhere = str(checkout.folder / "elsewhere")
    run = checkout.install(**{one: "1" if one in numbers else elsewhere for one in settings})
    assert run.returncode == 0, run.stderr
    assert checkout.version() == "2.0"
    assert not (checkout.folder / "elsewhere").exists()


@on_its_day(1, 4)
def test_nor_does_a_file_of_settings(checkout):
    checkout.pin("2.0")
    file = checkout.folder / "config/pip/pip.conf"
    file.parent.mkdir(parents=True)
    elsewhere = checkout.folder / "elsewhere"
    links = f"find-links =\n    /nonexistent\n    {checkout.folder / 'wheels'}"
    lines = f"user = true\ntarget = {elsewhere}\n{links}\n"
    file.write_text(f"[global]\n{lines}[install]\n{lines}")
    del checkout.environment["PIP_FIND_LINKS"]
    run = checkout.install()
    assert run.returncode == 0, run.stderr
    assert checkout.version() == "2.0" and not elsewhere.exists()


@on_its_day(2, 4)
def test_what_pip_left_out_is_said_and_tried_again(checkout):
    checkout.pin("2.0")
    program = "import sys; sys.path.append('make'); import install; install.ELSEWHERE.clear(); "
    command = [sys.executable, "-c", f"{program} install.main({ENVIRONMENT!r})"]
    environment = checkout.environment | {"PIP_DRY_RUN": "1"}
    run = subprocess.run(
        command, cwd=checkout.folder, env=environment, capture_output=True, text=True
    )
    said = f"install: pip says that all is well, but {ENVIRONMENT} lacks tiny-pin 2.0 (there: 1.0)"
    assert (run.returncode, run.stderr) == (1, f"{said}\n")
    assert checkout.install().stdout.startswith("installing")
    assert checkout.version() == "2.0"


@on_its_day(3, 4)
def test_pins_that_cannot_be_had_leave_the_environment_usable(checkout):
    checkout.pin("3.0")
    assert "pip could not install the packages" in checkout.install().stderr
    checkout.pin("1.0")
    run = checkout.install()
    assert (run.returncode, run.stdout) == (0, ""), run.stderr


def lose_pip(folder):
    """Leave what an interruption in the middle of the creation leaves."""
    (folder / STAMP).write_text("")
    (pip,) = (folder / ENVIRONMENT).glob("lib/*/site-packages/pip")
    shutil.rmtree(pip)


def lose_python(folder):
    (folder / PYTHON).unlink()
    (folder / PYTHON).symlink_to("/nonexistent/python3")


def change_python(folder):
    lines = (folder / STAMP).read_text().splitlines()
    (folder / STAMP).write_text(f"{lines[0]}\n3.10 .cpython-310-of-another.so\n")


NOT_WHOLE = [lose_pip, lose_python, change_python]


@pytest.mark.parametrize("plant", of_today(NOT_WHOLE, 3))
def test_an_environment_of_ours_that_is_not_whole_is_made_anew(checkout, plant):
    plant(checkout.folder)
    run = checkout.install()
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith(f"creating {ENVIRONMENT} anew (it was not whole")
    assert checkout.version() == "1.0"
    assert checkout.install().stdout == ""


@on_its_day(0, 4)
def test_a_copy_of_the_book_inside_an_environment_stays_when_that_is_made_anew(bare):
    inner = Checkout(bare.folder / "src/book")
    shutil.copytree(bare.folder / "make", inner.folder / "make")
    for name in ("Makefile", "requirements.txt"):
        shutil.move(bare.folder / name, inner.folder)
    inner.environment = bare.environment
    (bare.folder / ".gradbook-environment").touch()
    run = inner.install("../..", PIP_FIND_LINKS="", PIP_NO_INDEX="1")
    assert run.stdout.startswith("creating ../.. anew"), run.stderr
    assert "pip could not install" in run.stderr and (inner.folder / "make").is_dir()
    assert not (bare.folder / "wheels").exists() and (bare.folder / "bin/python3").exists()


@on_its_day(1, 4)
def test_a_killed_first_call_stops_no_later_one(bare):
    first = subprocess.Popen(
        bare.command(),
        cwd=bare.folder,
        env=bare.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while not (bare.folder / ENVIRONMENT / "pyvenv.cfg").exists():
        assert first.poll() is None
    # What it started lives on for a while, and holds the lock.
    for process in psutil.Process(first.pid).children(recursive=True):
        if "make/install.py" in process.cmdline():
            process.kill()
    assert first.wait() != 0
    run = bare.install()
    assert run.returncode == 0, run.stderr
    assert "anew" in run.stdout and bare.version() == "1.0"


@on_its_day(2, 4)
def test_of_two_first_calls_one_waits(bare):
    with ThreadPoolExecutor() as pool:
        runs = list(pool.map(lambda _: bare.install(), range(2)))
    assert [run.returncode for run in runs] == [0, 0], runs
    said = "".join(run.stdout for run in runs)
    assert said.count("creating") == said.count("installing packages") == 1
    assert said.count(f"another make is installing into {ENVIRONMENT}: waiting for its end") == 1


@on_its_day(3, 4)
def test_the_newest_packages_get_an_environment_that_make_takes_as_it_is(bare):
    command = ["make", "newest", f"PYTHON={sys.executable}"]
    settings = bare.environment | {"GITHUB_STEP_SUMMARY": str(bare.folder / "summary")}
    run = subprocess.run(
        command, cwd=bare.folder, env=settings, capture_output=True, text=True, check=True
    )
    assert "| tiny-pin | 1.0 | 2.0 |" in run.stdout
    assert "| tiny-pin | 1.0 | 2.0 |" in (bare.folder / "summary").read_text()
    run = bare.install("_build/newest")
    assert (run.returncode, run.stdout) == (0, ""), run.stderr
    assert bare.version("_build/newest") == "2.0"


def test_an_environment_of_others_that_has_the_pins_serves(checkout):
    (checkout.folder / STAMP).unlink()
    before = checkout.files()
    run = checkout.install()
    assert (run.returncode, run.stdout) == (0, ""), run.stderr
    assert checkout.files() == before


def test_an_environment_of_others_that_lacks_something_is_not_changed(checkout):
    (checkout.folder / STAMP).unlink()
    checkout.pin("2.0")
    before = checkout.files()
    run = checkout.install()
    assert run.returncode != 0
    assert f"install: {ENVIRONMENT} lacks tiny-pin 2.0 (there: 1.0); make did not" in run.stderr
    assert f"'{PYTHON}' -m pip install -r requirements.txt" in run.stderr
    assert checkout.files() == before


def test_an_environment_of_others_without_its_python_is_named(checkout):
    (checkout.folder / STAMP).unlink()
    lose_python(checkout.folder)
    run = checkout.install()
    assert run.returncode != 0
    assert f"install: {PYTHON} does not run; remove its environment" in run.stderr


def test_a_folder_that_is_no_environment_is_named(bare):
    (bare.folder / "notes").mkdir()
    (bare.folder / "notes/file").touch()
    run = bare.install("notes")
    assert run.returncode != 0
    assert "notes is no Python environment" in run.stderr and "Traceback" not in run.stderr
    assert os.listdir(bare.folder / "notes") == ["file"]


FAULTS = {
    "an old Python": ("sys.version_info = (3, 9)", "is Python 3.9; the book needs 3.11 or newer"),
    "no venv module": ("sys.modules['ensurepip'] = None", "this Python has no venv module"),
    "no disk": (
        "import shutil; shutil.disk_usage = lambda p: type('D', (), {'free': 10**8})",
        "has 0.1 GB free; the packages need 3 GB",
    ),
    "a sign that Python's paths cannot have": (
        "sys.argv[1] = 'a:b/env'",
        "the path of an environment cannot have ':' in it",
    ),
    "a file in the way": ("sys.argv[1] = 'requirements.txt/env'", "requirements.txt"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_missing_gets_one_sentence(bare, fault):
    setup, message = FAULTS[fault]
    program = f"import runpy, sys; sys.argv = ['install.py', 'env']; {setup}; "
    program += "runpy.run_path('make/install.py', run_name='__main__')"
    before = bare.files()
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=bare.folder, capture_output=True, text=True
    )
    assert run.returncode != 0
    assert message in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1
    assert bare.files() == before


def test_a_creation_that_fails_says_why_and_leaves_nothing_but_the_stamp(bare):
    (bare.folder / "python").write_text("#!/bin/sh\necho no room\nexit 1\n")
    (bare.folder / "python").chmod(0o755)
    program = "import sys; sys.path.append('make'); sys._base_executable = './python'; "
    command = [sys.executable, "-c", f"{program} import install; install.main('env')"]
    run = subprocess.run(command, cwd=bare.folder, capture_output=True, text=True)
    assert run.stderr == "install: the environment env could not be created:\nno room\n"
    assert os.listdir(bare.folder / "env") == [".gradbook-environment"]


@pytest.mark.parametrize("name", ["alone", "environment", "install"])
def test_an_old_python_can_read_that_it_is_too_old(name):
    ast.parse((ROOT / "make" / f"{name}.py").read_text("utf-8"), feature_version=(3, 6))
