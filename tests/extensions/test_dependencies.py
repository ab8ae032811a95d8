import dependencies


def tree(tmp_path, **modules):
    (tmp_path / "gradbook" / "plots").mkdir(parents=True)
    for name in ("", "plots/"):
        (tmp_path / "gradbook" / name / "__init__.py").touch()
    for name, text in modules.items():
        (tmp_path / "gradbook" / f"{name.replace('__', '/')}.py").write_text(text)
    return tmp_path


def names(root, found):
    return {str(p.relative_to(root / "gradbook")) for p in found}


def test_what_an_imported_module_imports_counts(tmp_path):
    root = tree(tmp_path, losses="from gradbook.activations import f", activations="", other="")
    found = names(root, dependencies.files(root, {"gradbook.losses.mse"}))
    assert found == {"__init__.py", "losses.py", "activations.py"}


def test_a_package_counts_with_its_file(tmp_path):
    root = tree(tmp_path, plots__axes="import torch")
    found = names(root, dependencies.files(root, {"gradbook.plots.axes.new_axes"}))
    assert found == {"__init__.py", "plots/__init__.py", "plots/axes.py"}


def test_other_packages_do_not_count(tmp_path):
    assert dependencies.files(tree(tmp_path), {"torch", "matplotlib.pyplot"}) == set()


def test_every_form_of_import_is_read():
    code = "import gradbook.a as a\nfrom gradbook import b\ndef f():\n    from gradbook.c import d"
    assert {"gradbook.a", "gradbook.b", "gradbook.c"} <= dependencies.imported(code)


def test_cells_are_read_without_their_options():
    source = [
        "```{code-cell}\n:tags: [x]\n\nimport gradbook.a\n```\n\n```text\nimport gradbook.b\n```\n"
    ]
    cells = [dependencies.OPTIONS.sub("", code) for _, code in dependencies.CELL.findall(source[0])]
    assert [dependencies.imported(cell) for cell in cells] == [{"gradbook.a"}]
