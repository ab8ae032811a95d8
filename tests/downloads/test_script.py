from downloads.head import Head
from downloads.install import CPU_LINE
from downloads.script import script

INSTALL = 'pip install "gradbook[book]"'


def cell(source, *outputs):
    return {"cell_type": "code", "source": source, "outputs": list(outputs)}


def written(*cells, module=None):
    return script(cells, Head(INSTALL, "What the cells need.", module))


def test_text_stands_in_comments():
    text = written({"cell_type": "markdown", "source": "# Title\n\nA line."})
    assert text.endswith("# %% [markdown]\n# # Title\n#\n# A line.\n")


def test_the_line_that_installs_is_a_comment():
    text = written(cell("print(1)"))
    assert text.startswith("# What the cells need.\n#\n") and f"#\n# {INSTALL}\n" in text
    assert text.index(CPU_LINE) < text.index(INSTALL)
    assert "%pip" not in text and compile(text, "script", "exec")


def test_the_module_comes_before_what_uses_it():
    text = written(cell("print(1)"), module=cell("bring()"))
    assert text.endswith("# %%\nbring()\n\n# %%\nprint(1)\n")


def test_a_formula_is_a_call_that_prints_what_was_checked():
    text = written(
        cell("%load_ext gradbook.formula"),
        cell("%%formula eq-a\nx = draw()\n---\n\\frac{x}{x} = 1"),
    )
    call = 'print(check(r"""\n\\frac{x}{x} = 1\n""", label="eq-a", setting="""\nx = draw()\n"""))'
    assert "from gradbook.formula import check\n" in text
    assert call in text
    compile(text, "script", "exec")


def test_a_formula_that_is_not_checked_is_a_comment():
    text = written(cell("%%formula eq-b unchecked=order\nO(h^2)"))
    assert "# Not checked: order\n# O(h^2)" in text and "check(" not in text


def test_an_expected_exception_is_caught_and_printed():
    error = {"output_type": "error", "ename": "FormulaError", "evalue": "no", "traceback": []}
    text = written(
        cell("%load_ext gradbook.formula"),
        cell("%%formula eq-c\nx = draw()\n---\nx = 2 x", error),
        cell('raise ValueError("no")', error | {"ename": "ValueError"}),
    )
    assert "from gradbook.formula import FormulaError, check\n" in text
    assert "except FormulaError as error:\n    print(error)" in text
    assert 'try:\n    raise ValueError("no")\nexcept ValueError as error:' in text
    compile(text, "script", "exec")


def test_a_setting_may_hold_a_docstring():
    text = written(cell('%%formula eq-d\ndef f(x):\n    """Twice."""\n---\nf(x) = x'))
    compile(text, "script", "exec")
    assert "setting='''\ndef f(x):" in text
