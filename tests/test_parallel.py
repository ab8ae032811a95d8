"""Processes that share a gradient: right for any shards, joined, and none of them left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
import torch
import torch.distributed as dist
from torch.multiprocessing import ProcessRaisedException

from gradbook.parallel import all_reduce_mean, launch
from tests.turns import of_today

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = torch.linspace(-1, 2, 10, dtype=torch.float64)[:, None] ** torch.arange(3)
LONG = 60


def from_each(function, processes, folder):
    """Return what a function of the rank returns in each process."""

    def kept():
        torch.save(function(dist.get_rank()), folder / f"{dist.get_rank()}.pt")

    launch(kept, processes)
    return [torch.load(folder / f"{rank}.pt") for rank in range(processes)]


def reduced(shards, counted):
    """Return a function of the rank that reduces the means of shards of the samples."""

    def function(rank):
        mine = SAMPLES[shards[rank]]
        gradients = [mine.mean(0), 2 * mine.mean(0)[:1]]
        all_reduce_mean(gradients, len(mine)) if counted else all_reduce_mean(gradients)
        return gradients

    return function


@pytest.mark.parametrize("processes", [1, 2, 4])
def test_shards_in_turn_have_the_mean_of_all_samples_if_they_are_counted(processes, tmp_path):
    shards = [slice(rank, None, processes) for rank in range(processes)]
    for first, second in from_each(reduced(shards, True), processes, tmp_path):
        torch.testing.assert_close(first, SAMPLES.mean(0), rtol=1e-14, atol=0)
        torch.testing.assert_close(second, 2 * SAMPLES.mean(0)[:1], rtol=1e-14, atol=0)


def test_without_counts_it_is_the_mean_of_the_means(tmp_path):
    shards = [slice(7), slice(7, None)]
    expected = (SAMPLES[:7].mean(0) + SAMPLES[7:].mean(0)) / 2
    for first, _ in from_each(reduced(shards, False), 2, tmp_path):
        torch.testing.assert_close(first, expected, rtol=1e-14, atol=0)
        assert (first - SAMPLES.mean(0))[1:].abs().min() > 0.05


def test_a_process_without_samples_may_bring_what_is_no_number(tmp_path):
    shards = [slice(0), slice(None)]
    for first, _ in from_each(reduced(shards, True), 2, tmp_path):
        torch.testing.assert_close(first, SAMPLES.mean(0), rtol=1e-14, atol=0)


def test_no_samples_anywhere_are_refused_in_each_process(tmp_path):
    def function(rank):
        with pytest.raises(ValueError, match=r"count: expected a sample .*, got 0"):
            all_reduce_mean([torch.ones(2)], 0)
        return True

    assert from_each(function, 2, tmp_path) == [True, True]


def test_gradients_are_tensors_of_floats_and_one_at_least():
    with pytest.raises(ValueError, match="gradients: expected one tensor or more, got none"):
        all_reduce_mean([])
    with pytest.raises(TypeError, match=r"gradients\[1\]: expected a floating-point tensor"):
        all_reduce_mean([torch.ones(2), torch.ones(2, dtype=torch.int64)])


def test_each_process_has_its_rank_one_thread_and_the_loopback(tmp_path):
    def function(rank):
        return rank, dist.get_world_size(), torch.get_num_threads(), os.getpid()

    found = from_each(function, 3, tmp_path)
    assert [one[:3] for one in found] == [(0, 3, 1), (1, 3, 1), (2, 3, 1)]
    assert os.getpid() not in {one[3] for one in found}


@pytest.mark.skipif(sys.platform != "linux", reason="psutil may not ask other systems")
def test_they_listen_on_the_loopback_alone(tmp_path):
    def function(rank):
        dist.barrier()
        listening = [c for c in psutil.Process().net_connections() if c.status == "LISTEN"]
        return [c.laddr.ip for c in listening]

    before = {c.laddr.ip for c in psutil.Process().net_connections() if c.status == "LISTEN"}
    for places in from_each(function, 2, tmp_path):
        assert set(places) - before <= {"127.0.0.1", "::1"} and places


def test_a_name_of_this_machine_that_nobody_knows_does_no_harm(tmp_path, monkeypatch):
    monkeypatch.setattr(socket, "gethostname", lambda: "nobody.invalid")
    assert from_each(lambda rank: rank, 2, tmp_path) == [0, 1]


def test_none_of_them_begins_before_all_are_joined(tmp_path, monkeypatch):
    join = dist.init_process_group

    def slowly(*arguments, **options):
        join(*arguments, **options)
        if dist.get_rank() == 1:
            time.sleep(0.5)
            (tmp_path / "joined").touch()

    monkeypatch.setattr(dist, "init_process_group", slowly)
    assert from_each(lambda rank: (tmp_path / "joined").exists(), 2, tmp_path) == [True, True]


def test_an_error_in_one_of_them_ends_the_others_and_is_raised_here():
    def function():
        if dist.get_rank() == 1:
            raise ValueError("this one")
        time.sleep(LONG)

    begun = time.monotonic()
    with pytest.raises(ProcessRaisedException, match="this one"):
        launch(function, 2)
    assert time.monotonic() - begun < LONG and not psutil.Process().children(recursive=True)


WAITING = f"""
import os, signal, time, torch.distributed as dist
from gradbook.parallel import launch

# What runs in the background of a shell begins with SIGINT ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)

def wait():
    os.write(1, f"{{os.getpid()}}\\n".encode())
    if dist.get_rank() == 0:
        time.sleep({LONG})
    dist.barrier()  # here the others wait, outside of Python

launch(wait, 3)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="these are signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_they_end_with_the_process_that_started_them(number):
    with subprocess.Popen(
        [sys.executable, "-c", WAITING], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as program:
        found = [psutil.Process(int(program.stdout.readline())) for _ in range(3)]
        program.send_signal(number)
        _, alive = psutil.wait_procs(found, timeout=LONG / 2)
        program.kill()
    assert not alive


def file_of_the_chapter(name, folder):
    text = (ROOT / "docs/descent/batch_size.md").read_text("utf-8")
    program = text.partition(f"{{file}} {name}\n")[2].partition("\n````\n")[0]
    path = folder / name
    path.write_text(f"{program}\n", "utf-8")
    return path


@pytest.mark.parametrize("name", of_today(["train.py", "compare.py"], 6))
def test_a_script_of_the_chapter_runs_as_it_stands_under_torchrun_with_four(name, tmp_path):
    command = ["torch.distributed.run", "--standalone", "--local-addr", "127.0.0.1"]
    script = str(file_of_the_chapter(name, tmp_path))
    ran = subprocess.run(
        [sys.executable, "-m", *command, "--nproc-per-node", "4", script],
        env=os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        encoding="utf-8",
    )
    assert ran.returncode == 0, ran.stderr
    ends = [line.rpartition(": ")[2].partition(" by ")[0] for line in ran.stdout.splitlines()]
    assert ends in (["the same", "off", "the same"], ["equal", "not equal", "equal"])
