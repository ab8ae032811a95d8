"""A docstring is plain text in its file, and mathematics with links on the page of the API."""

import ast
import inspect
import re
from pathlib import Path

import pytest
from writing import docstrings

from gradbook import activations, losses

ROOT = Path(__file__).resolve().parents[2]
PUBLIC = ("activations", "differences", "losses", "perceptron", "mlp", "surfaces", "descent")
PUBLIC += ("stochastic", "noise", "stacks", "digits")
FILES = [
    path
    for name in PUBLIC
    for path in [ROOT / f"gradbook/{name}.py", *sorted((ROOT / "gradbook" / name).glob("*.py"))]
    if path.is_file()
]


def documented():
    """Yield the functions that the page of the API shows."""
    for path in FILES:
        package = path.with_name("__init__.py").read_text("utf-8")
        for node in ast.parse(path.read_text("utf-8")).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            if path.parent.name == "gradbook" or f'"{node.name}"' in package:
                yield pytest.param(node, id=f"{path.stem}.{node.name}")


def described(node):
    """Return what a docstring says of each parameter."""
    text = inspect.cleandoc(ast.get_docstring(node) or "")
    section = re.search(r"Parameters\n-+\n(.*?)(?=\n\n\w[\w ]*\n-+\n|\Z)", text, re.DOTALL)
    found = {}
    for entry in re.split(r"\n(?=\S)", section[1]) if section else []:
        names, _, words = entry.partition("\n")
        for name in names.partition(" : ")[0].split(", "):
            found[name.strip()] = " ".join(words.split())
    return found


@pytest.mark.parametrize("node", list(documented()))
def test_every_parameter_is_described(node):
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    assert [argument.arg for argument in arguments if argument.arg not in described(node)] == []
    assert all(len(words) > 3 for words in described(node).values())


def test_no_sentence_describes_the_parameters_of_many_functions():
    said = {}
    for parameter in documented():
        node = parameter.values[0]
        for words in set(described(node).values()):
            if not words.startswith("As for"):
                said.setdefault(words, []).append(node.name)
    many = {words: names for words, names in said.items() if len(names) > 3}
    assert set(many) <= {"The source of randomness."}


def test_a_formula_becomes_mathematics_and_code_stays_code():
    text = docstrings.written("It is ``σ(z) = 1 / (1 + exp(−z))``, of shape ``(..., n)``.")
    assert text.startswith("It is :math:`\\sigma (z) = 1 / (1 + \\exp (-z))`")
    assert text.endswith("of shape ``(..., n)``.")


def test_formulas_that_end_in_a_greek_letter_stay_two():
    text = docstrings.written("They solve ``r² = r − β``, ``r² = −β``.")
    assert text == "They solve :math:`r^{2} = r - \\beta`, :math:`r^{2} = -\\beta`."


def test_a_letter_with_an_index_is_mathematics_and_a_name_is_not():
    text = docstrings.written("``w[k, j]`` is w_jk, O_k − t_k; get_rank and ``w_jk`` stay.")
    assert text.startswith("``w[k, j]`` is :math:`w_{jk}`, :math:`O_{k}` − :math:`t_{k}`; get_rank")
    assert text.endswith("and ``w_jk`` stay.")


def test_the_names_of_parameters_stay():
    text = "Parameters\n----------\nw_i, w_j : Tensor\n    As w_k\n    is.\nx_k : Tensor"
    assert docstrings.written(text) == text.replace("w_k", ":math:`w_{k}`")


def test_a_block_of_code_stays_and_what_follows_does_not():
    code = "::\n\n    y = f(w_k, dim=1)\n    z = g(w_k)\n"
    text = docstrings.written(f"Of w_k{code}\nThen w_k.")
    assert text == f"Of :math:`w_{{k}}`{code}\nThen :math:`w_{{k}}`."


def test_single_backticks_are_links_or_code():
    text = docstrings.linked("`a`, `dist.get_rank()`, ``b`` and `torch.optim`", {"a": None})
    assert text == ":py:obj:`a`, ``dist.get_rank()``, ``b`` and ``torch.optim``"


def test_a_block_of_formulas_keeps_its_lines_and_words():
    text = docstrings.written("Of n::\n\n    mean:  Σᵢ rᵢ / n\n    sum:  Σᵢ rᵢ\n")
    first, second = re.findall(r"^\| (\w+: ):math:`(.*)`$", text, re.MULTILINE)
    assert text.startswith("Of n:\n") and first[0] == "mean: " and second[0] == "sum: "


@pytest.mark.parametrize(
    ("module", "name", "other"),
    [
        (activations, "tanh", "tanh_grad"),
        (activations, "tanh_grad", "tanh"),
        (losses, "softmax", "softmax_jacobian"),
    ],
)
def test_a_function_and_its_derivative_lead_to_each_other(module, name, other):
    section = docstrings.see_also(name, vars(module))
    assert "See Also" in section and any(line.startswith(f"{other} : ") for line in section)


def test_a_function_without_a_derivative_leads_nowhere():
    assert docstrings.see_also("basins", {"basins": None}) == []


def test_the_page_has_mathematics_and_links(book):
    page = book.pages["reference/api"]
    (function,) = [dt.parent for dt in page.select('dt[id="gradbook.activations.sigmoid"]')]
    assert function.select(".katex")
    links = {link["href"] for link in function.select(".seealso a")}
    assert links == {"#gradbook.activations.sigmoid_grad"}
    left = [c.get_text() for c in page.select("dd code") if re.search(r"[σδ∂Σ²′]", c.get_text())]
    assert left == []
    assert "Alias for field" not in page.get_text() and ":math:" not in page.get_text()
