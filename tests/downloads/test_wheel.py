import re
import subprocess
import sys
import zipfile

NEEDED = {"torch", "lark"}


def wheel(book):
    (path,) = book.site.glob("gradbook-*.whl")
    return path


def test_the_wheel_holds_the_module_and_nothing_else(book):
    names = zipfile.ZipFile(wheel(book)).namelist()
    assert "gradbook/activations.py" in names and "gradbook/py.typed" in names
    roots = {name.split("/")[0] for name in names}
    assert {root.split("-")[0] for root in roots} == {"gradbook"}


def test_the_wheel_needs_what_a_check_needs_and_the_rest_by_extra(book):
    archive = zipfile.ZipFile(wheel(book))
    (name,) = [n for n in archive.namelist() if n.endswith("METADATA")]
    needs = [line for line in archive.read(name).decode().splitlines() if "Requires-Dist" in line]
    alone = [line for line in needs if "extra" not in line]
    assert {re.match(r"Requires-Dist: (\w+)", line)[1] for line in alone} == NEEDED
    for package, extra in {
        "scikit-learn": "book",
        "matplotlib": "plots",
        "sphinx": "sphinx",
        "myst-nb": "sphinx",
    }.items():
        assert any(f": {package}>" in line and f'"{extra}"' in line for line in needs), package


def test_the_wheel_installs_and_works_without_the_repository(book, tmp_path):
    target = tmp_path / "site"
    command = ["pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(target)]
    subprocess.run([sys.executable, "-m", *command, str(wheel(book))], check=True)
    program = f"import sys; sys.path[:0] = [{str(target)!r}]\n"
    program += "import gradbook.plots.gradient as module; print(module.__file__)"
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True
    )
    assert run.stdout.startswith(str(target)), run.stderr
