"""Random numbers without a seed: the next build would publish others."""

import functools
import random
import re
import sys

from .places import asked_by_cell

USES = re.compile(r"rand|shuffle|sample|choice|dropout|normal_|uniform_|init", re.IGNORECASE)
# A seed that PyTorch draws by itself has more digits than any that is typed.
TYPED_SEEDS = 2**32

SEEDERS = {"random": "seed", "numpy.random": "seed", "torch": "manual_seed"}

before = {}
early = []  # what was used before the seed of its cell, with the line of that seed


def states():
    """Yield the name and the state of each generator that works without being asked for."""
    yield "random", random.getstate()
    numpy = sys.modules.get("numpy.random")
    if numpy:
        yield "numpy.random", repr(numpy.get_state())


def begin():
    before.update(states())
    early.clear()
    for module in SEEDERS.keys() & sys.modules.keys():
        watch_seed(module)


@functools.cache
def watch_seed(name):
    """Let a generator be looked at before its seed is set: a cell may have used it already."""
    module = sys.modules[name]
    original = getattr(module, SEEDERS[name])

    @functools.wraps(original)
    def seeding(*arguments, **options):
        line = asked_by_cell()
        if line and name in used():
            early.append([line, f"expected the seed of {name} before it is used, got it after"])
        before.pop(name, None)
        return original(*arguments, **options)

    setattr(module, SEEDERS[name], seeding)


def used():
    """Return the generators that were used with a state that no cell has set."""
    changed = [name for name, state in states() if before.get(name, state) != state]
    return changed + ["torch"] * torch_is_unseeded()


def end(source):
    """Yield the line of a cell and the generator that it used without a seed."""
    yield from early
    yield from (found(source, name) for name in used())


def torch_is_unseeded():
    """Tell whether a cell drew from PyTorch's own generator with the seed of this process."""
    torch = sys.modules.get("torch")
    if torch is None or torch.initial_seed() < TYPED_SEEDS:
        return False
    fresh = torch.Generator().manual_seed(torch.initial_seed()).get_state()
    used = not torch.equal(torch.get_rng_state(), fresh)
    torch.set_rng_state(fresh)
    return used


def found(source, name):
    """Return the line of a cell that probably used a generator, and what is wrong."""
    lines = source.splitlines()
    line = next((i for i, text in enumerate(lines, 1) if USES.search(text)), 1)
    return [line, f"expected random numbers with a seed, got those of {name} without one"]
