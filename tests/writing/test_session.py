"""What a page says that a shell prints is what one prints, and no failure in it is hidden."""

import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import gettempdir
from types import SimpleNamespace

import psutil
import pytest
from myst_parser.config.main import MdParserConfig
from writing import session, sessions_ahead, shell
from writing.shell import Ran, run

ROOT = Path(__file__).resolve().parents[2]


def test_commands_see_the_files_and_the_status_before_them():
    ran = run(ROOT, {"a/b.txt": "text\n"}, ["cat a/b.txt", "exit 3", "echo $?", "echo $?"])
    assert [one.printed for one in ran] == ["text", "", "3", "0"]
    assert [one.status for one in ran] == [0, 3, 0, 0]


def test_both_streams_come_in_their_order_and_places_without_the_folder():
    (one,) = run(ROOT, {}, ["echo one; echo two >&2; echo $PWD/x: in 2.93s"])
    assert one.printed == "one\ntwo\nx: in …s"


def test_the_programs_are_those_of_this_book():
    first, second = run(ROOT, {}, ["gradbook --version", "pytest --help | grep -o .-gradbook"])
    assert first.printed.startswith("gradbook ") and "--gradbook" in second.printed


@pytest.mark.parametrize(
    ("ran", "hidden"),
    [
        ([Ran("false", "", 1)], True),
        ([Ran("false", "", 1), Ran("ls", "", 0)], True),
        ([Ran("false", "", 1), Ran("echo $?", "1", 0)], False),
        ([Ran("true", "", 0), Ran("ls", "", 0)], False),
    ],
)
def test_a_failure_must_be_shown(ran, hidden):
    assert any("after a command that fails" in fault for fault in session.unseen(ran)) is hidden


def test_a_place_of_this_machine_is_refused():
    assert list(session.elsewhere([Ran("pwd", f"rootdir: {gettempdir()}/abc", 0)]))
    assert not list(session.elsewhere([Ran("pwd", "docs/notes.md:3: tmp", 0)]))


# A process that leaves its group, as those of `torchrun` do, and one that stays.
LEFT = "import os, sys, time; os.setsid(); open(sys.argv[1], 'w').write(str(os.getpid())); {}"
STAY = "time.sleep(300)"
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {STAY}"


def left_behind(place, then=STAY, after=""):
    """Return a command that starts such a process, and waits until it is there."""
    start = f"{shlex.quote(sys.executable)} -c {shlex.quote(LEFT.format(then))} {place}"
    return f"{start} & while ! test -s {place}; do sleep 0.1; done; {after}"


@pytest.mark.parametrize("then", [STAY, DEAF], ids=["polite", "deaf"])
def test_no_process_of_a_session_outlives_its_command(tmp_path, then):
    place = tmp_path / "number"
    (ran,) = run(ROOT, {}, [left_behind(place, then, "echo done; exit 3")])
    assert (ran.printed, ran.status) == ("done", 3)
    assert not psutil.pid_exists(int(place.read_text()))


def test_a_command_that_takes_too_long_is_ended_with_all_that_it_started(tmp_path, monkeypatch):
    place = tmp_path / "number"
    monkeypatch.setattr(shell, "SECONDS", 3)
    with pytest.raises(subprocess.TimeoutExpired):
        run(ROOT, {}, [left_behind(place, after="sleep 300")])
    assert not psutil.pid_exists(int(place.read_text()))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_of_a_session_outlives_the_build(tmp_path, number):
    place = tmp_path / "number"
    command = left_behind(place, after="sleep 300")
    program = (
        # What runs in the background of a shell begins with SIGINT ignored.
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from pathlib import Path; from writing.shell import run; "
        f"run(Path('.'), {{}}, {[command]!r})"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT / "docs/_ext")}
    with subprocess.Popen([sys.executable, "-c", program], env=environment, cwd=ROOT) as build:
        while not (place.exists() and place.read_text()):
            assert build.poll() is None
            time.sleep(0.05)
        left = psutil.Process(int(place.read_text()))
        build.send_signal(number)
        _, alive = psutil.wait_procs([left], timeout=30)
        build.kill()
    assert not alive


def test_a_script_of_several_processes_speaks_over_the_loopback_alone():
    (ran,) = run(ROOT, {}, ['echo "$GLOO_SOCKET_IFNAME $OMP_NUM_THREADS"'])
    assert ran.printed in ("lo 1", "lo0 1")


def test_no_program_looks_for_garbage_in_what_it_imports():
    python = "python -c 'import gc; print(gc.isenabled())'"
    assert [one.printed for one in run(ROOT, {}, [python])] == ["False"]


def test_python_is_that_of_the_build_and_torchrun_is_there():
    ran = run(
        ROOT, {}, ["python -c 'import gradbook, sys; print(sys.prefix)'", "command -v torchrun"]
    )
    assert ran[0].printed == sys.prefix and ran[1].printed.endswith("bin/torchrun")


def reading(root):
    """Return what stands for a Sphinx that reads the pages of a folder."""
    env = SimpleNamespace(
        doc2path=lambda name: root / f"docs/{name}.md",
        myst_config=MdParserConfig(enable_extensions={"colon_fence", "dollarmath", "attrs_block"}),
    )
    config = SimpleNamespace(execution_cache="_build/cache", execution_twice=False)
    return SimpleNamespace(confdir=str(root), config=config, env=env)


def test_what_ran_before_the_pages_were_read_is_what_they_show(book):
    app = reading(book.folder)
    found = [one for name in book.names for one in sessions_ahead.sessions(app, name)]
    shown = [block for page in book.pages.values() for block in page.select(".session")]
    assert len(found) == len(shown) > 5
    for one in found:
        # Another key would be that of the page, whose commands then ran a second time.
        assert one.known() is not None, f"{one.docname}, session {one.number}"


def test_what_a_page_refuses_is_not_run_before_it_is_read(tmp_path):
    (tmp_path / "docs").mkdir()
    text = "```{session}\n$ ls\nrm -r notes\n```\n\n```{session}\n$ pwd\n```\n"
    (tmp_path / "docs/a.md").write_text(text)
    (found,) = sessions_ahead.sessions(reading(tmp_path), "a")
    assert (found.commands, found.number) == (["pwd"], 0)


def test_a_session_that_fails_before_its_page_is_read_fails_there():
    ran = []

    def session(fails):
        return SimpleNamespace(run=lambda _: ran.append(1) or (fails and 1 / 0), docname="a")

    sessions_ahead.run_all([session(True), session(False)])
    assert len(ran) == 2
