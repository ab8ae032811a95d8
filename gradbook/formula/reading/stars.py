r"""Stars, as in x^* and k_*: what is written with one is a name of its own."""

from __future__ import annotations

from lark import Token, Tree

from gradbook.formula.errors import FormulaError
from gradbook.formula.reading.names import plain_name
from gradbook.formula.reading.trees import placed, span

__all__ = ["join_stars"]


def join_stars(tree: Tree) -> None:
    r"""Make one name of a name and its star, x_star, in a tree that was just read.

    Raises
    ------
    FormulaError
        If a star stands behind anything else, or if a name has it above and below.
    """
    places: dict[str, str] = {}
    for factor in tree.find_data("factor"):
        tokens = [child for child in factor.children if isinstance(child, Token)]
        stars = [token for token in tokens if token.type == "STAR"]
        if not stars:
            continue
        star, name = stars[0], plain_name(factor.children[0])
        if name is None or len(stars) > 1:
            raise FormulaError("expected a name before a star, and one star", span(stars[-1]))
        if places.setdefault(name, star[0]) != star[0]:
            text = f"{name} has a star above and below: both would be {name}_star"
            raise FormulaError(text, span(star))
        join(factor, star)


def join(factor: Tree, star: Token) -> None:
    base, *scripts = factor.children
    mark = Token.new_borrow_pos("ACCENT", "\\" + "star" * max(1, star.count("*")), star)
    joined: list[Tree | Token] = [Tree("accent", [mark, base], placed(base))]
    joined += [script for script in scripts if script is not star]
    if "\\top" in star:
        place = (star.start_pos or 0) + star.index("\\top")
        top = Token("COMMAND", "\\top", start_pos=place, end_pos=place + 4)
        joined.append(Tree("superscript", [top], placed(top)))
    factor.children = joined
