"""Faults of style sheets have the line on which they begin."""

import pytest
from reading.style_sheets import faults


@pytest.mark.parametrize(
    ("css", "line"),
    [
        ("p{a:b}\np{a:b}}\nq{a:b}", 2),
        ("p{a:b}\n@media print{\np{a:b}\n", 2),
        ("p{a:b}\np{\na:b", 2),
        ("p{a:b}\n\n/* open\np{a:b}", 3),
        ('p{a:b}\np{content:"open\n}', 2),
        ("p{a:b}\np{top:calc(1px}\nq{}", 2),
        ("p{a:b}\np{a:url(x\n}", 2),
        ("p{a:b}\nq", 2),
        ("p{a:b;\na b}", 2),
        ("p{a:b;\n: b}", 2),
        ("@media print{\np{a b}}", 2),
    ],
)
def test_a_fault_is_found_at_its_line(css, line):
    assert faults(css)[0][0] == line


@pytest.mark.parametrize(
    "css",
    [
        "",
        "p{a:b;;c:d;}",
        '@import "a.css"; @charset "utf-8";',
        'p::after{content:"};{"} /* } */',
        ":root{--x:{a:b}; --y:}",
        "@keyframes turn{from{a:b}50%,to{a:b}}",
        "p{a:b;&:hover{a:b}@media print{a:b}}",
        "@font-face{src:url(data:x;base64,AA==)}",
        "@supports (a: b) and (not (c: d)){p{a:b!important}}",
        "@page :first{margin:1cm}",
        r".w-1\/2:not(.a, [b='}']){a:b}",
    ],
)
def test_what_css_allows_is_no_fault(css):
    assert faults(css) == []
