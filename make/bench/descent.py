"""The speed of descent from many starts, against the loop of the notes.

Rates are compared within a round, so that a busy machine slows both sides.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.optim import Adam
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from gradbook.descent import descend  # noqa: E402
from gradbook.surfaces import HIMMELBLAU, Surface, himmelblau  # noqa: E402

ROUNDS = 7
STARTS = 65_536
BAR = 10_000


def notes_loop(steps: int) -> None:
    """Walk as the notes do: one start, autograd, Adam."""

    def f(x: Tensor) -> Tensor:
        return (x[0] ** 2 + x[1] - 11) ** 2 + (x[0] + x[1] ** 2 - 7) ** 2

    x = torch.tensor([0.0, 0.0], requires_grad=True)
    optimizer = Adam([x], lr=1e-2)
    for _ in range(steps):
        prediction = f(x)
        optimizer.zero_grad()
        prediction.backward()
        optimizer.step()


def batched(function: Surface | Callable[[Tensor], Tensor], start: Tensor, steps: int) -> None:
    """Walk from all starts at once."""
    descend(function, start, lambda parameters: Adam(parameters, lr=1e-2), steps, every=steps)


class Traffic(TorchDispatchMode):
    """Count the bytes that the operations read and write; views move none."""

    def __init__(self) -> None:
        super().__init__()
        self.bytes = 0

    def __torch_dispatch__(
        self, func: Any, types: Any, args: tuple = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        result = func(*args, **(kwargs or {}))
        if not func.is_view:
            leaves = tree_leaves((args, kwargs, result))
            self.bytes += sum(one.nbytes for one in leaves if isinstance(one, Tensor))
        return result


def bytes_per_start_step(function: Callable[[Tensor], Tensor], start: Tensor) -> float:
    """Return what one more step moves, for each start."""
    moved = []
    for steps in (2, 3):
        with Traffic() as traffic:
            batched(function, start, steps)
        moved.append(traffic.bytes)
    return (moved[1] - moved[0]) / len(start)


def seconds(work: Callable[..., None], *arguments: object) -> float:
    """Return how long a call takes."""
    begin = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - begin


def triad(a: Tensor, b: Tensor, c: Tensor, times: int) -> None:
    """Compute a = b + 3 c, which moves three arrays."""
    for _ in range(times):
        torch.add(b, c, alpha=3, out=a)


def bandwidth(count: int, times: int) -> float:
    """Return the bytes per second of the triad over arrays of `count` float32 numbers."""
    a, b, c = torch.ones(3, count).unbind()
    triad(a, b, c, 1)
    return 3 * 4 * count * times / seconds(triad, a, b, c, times)


def measure(threads: int) -> list[dict]:
    """Return a row for each way to walk, medians over the rounds."""
    torch.set_num_threads(threads)
    start = torch.empty(STARTS, 2).uniform_(-6, 6, generator=torch.Generator().manual_seed(0))
    ways: dict[str, Callable[[Tensor], Tensor]] = {"formula": HIMMELBLAU, "autograd": himmelblau}
    notes_loop(100)
    rounds: dict[str, list[float]] = {name: [] for name in ("notes", *ways, "memory", "cache")}
    for _ in range(ROUNDS):
        rounds["notes"].append(500 / seconds(notes_loop, 500))
        for name, way in ways.items():
            rounds[name].append(STARTS * 60 / seconds(batched, way, start, 60))
        rounds["memory"].append(bandwidth(2**24, 2))
        rounds["cache"].append(bandwidth(2 * STARTS, 200))
    rows = []
    for name, way in ways.items():
        moved = bytes_per_start_step(way, start)
        rows.append({"threads": threads, "gradient": name, **rates(rounds, name, moved)})
    return rows


def rates(rounds: dict[str, list[float]], name: str, moved: float) -> dict:
    """Return what the rounds of one way say, beside the loop of the notes and the triad."""
    median = {name: statistics.median(values) for name, values in rounds.items()}
    ratios = [a / b for a, b in zip(rounds[name], rounds["notes"], strict=True)]
    return {
        "notes_steps_per_second": median["notes"],
        "start_steps_per_second": median[name],
        "ratio": statistics.median(ratios),
        "ratio_lowest": min(ratios),
        "bytes_per_start_step": moved,
        "bytes_per_second": moved * median[name],
        "triad_memory_bytes_per_second": median["memory"],
        "triad_cache_bytes_per_second": median["cache"],
    }


def table(rows: list[dict]) -> str:
    """Return the rows in Markdown."""
    lines = [
        "| threads | gradient | notes' loop, steps/s | batched, start-steps/s | ratio | lowest "
        "| bytes per start-step | GB/s | of the triad in memory | in cache |",
        "|--:|:--|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        rate = row["bytes_per_second"]
        cells = [
            str(row["threads"]),
            row["gradient"],
            f"{row['notes_steps_per_second']:,.0f}",
            f"{row['start_steps_per_second']:,.0f}",
            f"{row['ratio']:,.0f}",
            f"{row['ratio_lowest']:,.0f}",
            f"{row['bytes_per_start_step']:.0f}",
            f"{rate / 1e9:.1f}",
            f"{rate / row['triad_memory_bytes_per_second']:.0%}",
            f"{rate / row['triad_cache_bytes_per_second']:.0%}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def run() -> dict:
    """Measure on one thread and on as many as PyTorch takes by itself."""
    rows = [row for threads in sorted({1, torch.get_num_threads()}) for row in measure(threads)]
    return {"starts": STARTS, "rounds": ROUNDS, "rows": rows}


def report(result: dict) -> str:
    """Return the result in Markdown."""
    best = max(result["rows"], key=lambda row: row["ratio"])
    return (
        f"Himmelblau's function, Adam, {STARTS:,} starts, medians of {ROUNDS} rounds\n\n"
        f"{table(result['rows'])}\n\n"
        f"best ratio: {best['ratio']:,.0f}, threads: {best['threads']}, bar: {BAR:,}"
    )


def missed(result: dict) -> bool:
    """Tell whether the bar is missed."""
    return max(row["ratio"] for row in result["rows"]) < BAR
