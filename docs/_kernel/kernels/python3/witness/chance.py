"""Random numbers without a seed: the next build would publish others."""

import random
import re
import sys

USES = re.compile(r"rand|shuffle|sample|choice|dropout|normal_|uniform_|init", re.IGNORECASE)
# A seed that PyTorch draws by itself has more digits than any that is typed.
TYPED_SEEDS = 2**32

SEEDS = {
    "random": re.compile(r"(?<![.\w])random\.seed\("),
    "numpy.random": re.compile(r"\b(?:np|numpy)\.random\.seed\("),
}

before = {}


def states():
    """Yield the name and the state of each generator that works without being asked for."""
    yield "random", random.getstate()
    numpy = sys.modules.get("numpy.random")
    if numpy:
        yield "numpy.random", repr(numpy.get_state())


def begin():
    before.update(states())


def end(source):
    """Yield the line of a cell and the generator that it used without a seed."""
    for name, state in states():
        if before.get(name, state) != state and not SEEDS[name].search(source):
            yield found(source, name)
    if torch_is_unseeded():
        yield found(source, "torch")


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
