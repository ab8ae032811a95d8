"""Executes the chapters: a kernel for each, a cache of what is known, a judge of what came."""

from execution import forked_kernels, kernels, schedule, settings

# Parts that listen to the same event are called in this order.
PARTS = (
    settings,
    kernels,
    forked_kernels,
    schedule,
)


def setup(app):
    for part in PARTS:
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
