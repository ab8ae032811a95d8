"""What chapters are written with: directives, formulas, figures, mathematics."""

from writing import (
    checked,
    erratum,
    exercise,
    fact,
    fault_table,
    figure,
    folded,
    formula,
    gallery,
    katex,
    module_source,
)

# Parts that listen to the same event are called in this order.
PARTS = (
    fault_table,
    module_source,
    figure,
    exercise,
    erratum,
    fact,
    folded,
    katex,
    formula,
    checked,
    gallery,
)


def setup(app):
    for part in PARTS:
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
