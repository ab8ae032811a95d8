"""Elsewhere, a cell that readers copy begins as theirs does: with the state of a fresh Python.

Other cells may have left generators of random numbers, a type of numbers, and settings of printing
and drawing. What the cell itself does not change comes back behind it.
"""

from __future__ import annotations

import functools
import pickle
import random
from collections.abc import Callable
from typing import Any, NamedTuple


class Part(NamedTuple):
    """One part of the state: how it is asked for, set, and made fresh."""

    get: Callable[[], Any]
    set: Callable[[Any], object]
    renew: Callable[[], object]


def as_now(get: Callable[[], Any], set: Callable[[Any], object]) -> Part:
    """Return a part that is fresh now."""
    return Part(get, set, functools.partial(set, get()))


def drawing() -> dict[str, Any]:
    import matplotlib

    # What it asks for by itself, such as the backend, is not asked.
    return {k: v for k, v in dict.items(matplotlib.rcParams) if not k.startswith("backend")}


@functools.cache
def parts() -> list[Part]:
    import matplotlib
    import numpy
    import torch

    # Its own module has a name for what it sets, and none to ask for it.
    printing = vars(torch._tensor_str.PRINT_OPTS)
    return [
        Part(random.getstate, random.setstate, random.seed),
        Part(numpy.random.get_state, numpy.random.set_state, numpy.random.seed),
        # An array is written alike each time, a tensor is not.
        Part(
            lambda: torch.get_rng_state().numpy(),
            lambda state: torch.set_rng_state(torch.from_numpy(state)),
            torch.seed,
        ),
        as_now(torch.get_default_dtype, torch.set_default_dtype),
        as_now(printing.copy, printing.update),
        as_now(numpy.get_printoptions, lambda value: numpy.set_printoptions(**value)),
        as_now(drawing, functools.partial(dict.update, matplotlib.rcParams)),
    ]


# Of each part: its state before the cell, and how the cell began.
waiting: list[tuple[Part, Any, bytes]] = []


def begin() -> None:
    for part in parts():
        left = part.get()
        part.renew()
        waiting.append((part, left, pickle.dumps(part.get())))


def end() -> None:
    while waiting:
        part, left, began = waiting.pop()
        if pickle.dumps(part.get()) == began:
            part.set(left)
