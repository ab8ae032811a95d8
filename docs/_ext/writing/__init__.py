"""What chapters are written with: directives, formulas, figures, mathematics."""

from sphinx.application import Sphinx

from writing import (
    bibliography,
    checked,
    counts,
    docstrings,
    erratum,
    exercise,
    explorer,
    explorer_numbers,
    explorer_scripts,
    fact,
    fault_table,
    figure,
    folded,
    formula,
    gallery,
    katex,
    module_source,
    numbers,
    powers,
    session,
    sessions_ahead,
)

# Parts that listen to the same event are called in this order: galleries take their drawings before
# figures complain of those that are left, and formulas are in their places before they are typeset
# and counted.
PARTS = (
    bibliography,
    docstrings,
    fault_table,
    module_source,
    session,
    sessions_ahead,
    gallery,
    figure,
    explorer,
    explorer_scripts,
    explorer_numbers,
    exercise,
    erratum,
    fact,
    folded,
    formula,
    katex,
    counts,
    checked,
    numbers,
    powers,
)


def setup(app: Sphinx) -> dict[str, bool]:
    for part in PARTS:
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
