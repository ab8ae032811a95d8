"""Data parallel: processes with the same weights, each with samples of its own."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from multiprocessing import parent_process
from pathlib import Path

import torch
import torch.distributed as dist
from torch import Tensor
from torch.multiprocessing.spawn import start_processes

from gradbook.arguments import check_count, check_floating, expected

# The interface over which processes of one machine speak with each other, and nobody else.
LOOPBACK = {"linux": "lo", "darwin": "lo0"}
# Forking imports torch once for all; elsewhere than on Linux it is not safe.
START = "fork" if sys.platform == "linux" else "spawn"


def all_reduce_mean(gradients: Sequence[Tensor], count: int = 1) -> None:
    """Replace gradients, in place, by their mean over all processes, weighted by their counts.

    If g_k is the gradient of the mean loss of n_k samples, what all processes then have is the
    gradient of the mean loss of all samples, however many each of them has.

    Parameters
    ----------
    gradients : sequence of Tensor
        This process's gradients g_k, of floating dtypes and in the same order everywhere.
    count : int
        n_k, the number of samples that they come from. Without it all processes weigh the same,
        as in `torch.nn.parallel.DistributedDataParallel`. A process without samples, count 0, may
        bring any numbers; no sample anywhere is a ValueError.
    """
    check_count("count", count, least=0)
    for index, gradient in enumerate(gradients):
        check_floating(f"gradients[{index}]", gradient)
    if not gradients:
        raise expected("gradients", "one tensor or more", "none")
    total = torch.tensor(count, device=gradients[0].device)
    dist.all_reduce(total)
    if total == 0:
        raise expected("count", "a sample in one process or more", 0)
    # One long message is faster than many short ones.
    flat = torch.cat([gradient.flatten() for gradient in gradients])
    # What is 0 / 0 where there are no samples must not reach the others.
    flat = flat * (count / total.item()) if count else torch.zeros_like(flat)
    dist.all_reduce(flat)
    parts = flat.split([gradient.numel() for gradient in gradients])
    for gradient, part in zip(gradients, parts, strict=True):
        gradient.copy_(part.view_as(gradient))


def launch(function: Callable[[], object], processes: int) -> None:
    """Run a function in several processes of this machine, which `torch.distributed` joins.

    In each of them ``dist.get_rank()`` tells which one it is, from 0. They use one thread each,
    speak over the loopback alone, and end with the process that started them.
    An error in one of them ends the others and is raised here.
    Under ``torchrun``, which has started the processes, the function runs in this one.

    Parameters
    ----------
    function : callable
        What each process does. Where processes are not forked, on macOS and Windows, it stands in
        a file, and the call of `launch` below ``if __name__ == "__main__":``.
    processes : int
        How many, at least 1; else a ValueError. Under ``torchrun`` its own number counts.
    """
    check_count("processes", processes)
    if dist.is_torchelastic_launched():
        dist.init_process_group("gloo")
        _take_part(function)
        return
    with tempfile.TemporaryDirectory() as folder:
        arguments = (function, processes, str(Path(folder, "store")))
        started = start_processes(
            _local, arguments, processes, join=False, daemon=True, start_method=START
        )
        try:
            while not started.join():
                pass
        finally:
            for process in started.processes:
                process.kill()
                process.join()


def _local(rank: int, function: Callable[[], object], processes: int, store: str) -> None:
    """Be one of the processes that `launch` starts."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    torch.set_num_threads(1)
    if sys.platform in LOOPBACK:
        os.environ["GLOO_SOCKET_IFNAME"] = LOOPBACK[sys.platform]
    place = dist.FileStore(store, processes)
    dist.init_process_group("gloo", store=place, rank=rank, world_size=processes)
    _take_part(function)


def _end_with_parent() -> None:
    """End this process, even one that waits for another, as soon as its parent has ended."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _take_part(function: Callable[[], object]) -> None:
    try:
        # Who ends early would break the connections that others are still making.
        dist.barrier()
        function()
    finally:
        dist.destroy_process_group()
