import pytest
from pages.lean import css as lean_css
from pages.lean import rules
from reading import html


def names(page, script=""):
    found = lean_css.Names()
    found.add_page(html.read_page(page))
    found.add_script(script)
    return found


def lean(css, page="<body><p class='x'></p>", script=""):
    files = {"_static/a.css": css}
    return lean_css.bundle(files, files.get, names(page, script), "_static")


def test_a_rule_stays_when_a_page_has_its_class_id_or_element():
    page = '<p class="note wide" id="first">'
    assert lean(".note{color:red}#first{top:0}p > .wide{left:0}", page) == (
        ".note{color:red}#first{top:0}p > .wide{left:0}"
    )


def test_a_rule_goes_when_no_page_can_match_it():
    assert lean(".none{a:b}#none{a:b}table{a:b}p .none{a:b}", "<p>") == ""


def test_of_a_list_of_selectors_those_that_can_match_stay():
    assert lean("p, .none, p:hover{a:b}", "<p>") == "p,p:hover{a:b}"


def test_what_a_script_names_stays():
    assert lean(".shown{a:b}.hidden{a:b}", "<p>", 'add("shown")') == ".shown{a:b}"


def test_a_style_in_the_page_s_own_script_counts():
    assert lean(".late{a:b}", '<p><script>list.add("late")</script>') == ".late{a:b}"


@pytest.mark.parametrize("selector", ["p:not(.none)", "p:is(.none,p)", "p[data-x=y]", "*", ":root"])
def test_in_doubt_a_rule_stays(selector):
    assert lean(f"{selector}{{a:b}}", "<p>") == f"{selector}{{a:b}}"


def test_escaped_names_are_read():
    assert lean(r".w-1\/2{a:b}", '<p class="w-1/2">') == r".w-1\/2{a:b}"


def test_rules_within_rules_are_purged_and_empty_ones_go():
    css = "@media print{p{a:b}.none{a:b}}@media screen{.none{a:b}}"
    assert lean(css, "<p>") == "@media print{p{a:b}}"


def test_braces_and_semicolons_in_strings_and_addresses_are_text():
    css = """p{content:"};{";background:url(data:image/png;base64,AA==)}b{a:b}"""
    assert lean(css, "<p><b>") == css


def test_fonts_animations_and_variables_that_nothing_asks_for_go():
    css = (
        "@font-face{font-family:One;src:url(one.woff2)}@font-face{font-family:Two;src:url(2.woff2)}"
        "@keyframes turn{to{top:0}}@keyframes fall{to{top:0}}"
        ":root{--asked:1;--through:var(--asked);--unasked:2}"
        "p{font-family:One;animation:turn 1s;top:var(--through)}"
    )
    assert lean(css, "<p>") == (
        "@font-face{font-family:One;src:url(one.woff2)}@keyframes turn{to{top:0}}"
        ":root{--asked:1;--through:var(--asked)}"
        "p{font-family:One;animation:turn 1s;top:var(--through)}"
    )


def test_imports_come_in_and_addresses_follow():
    files = {"_static/sub/a.css": '@import "../b.css"; p{x:y}', "_static/b.css": "p{b:url(i.png)}"}
    got = lean_css.bundle(("_static/sub/a.css",), files.get, names("<p>"), "_static")
    assert got == "p{b:url(i.png)}p{x:y}"
    files["_static/sub/a.css"] = "p{b:url(i.png)}"
    got = lean_css.bundle(("_static/sub/a.css",), files.get, names("<p>"), "_static")
    assert got == "p{b:url(sub/i.png)}"


def test_a_brace_too_many_is_refused_with_file_and_line():
    with pytest.raises(ValueError, match=r"a\.css:2: expected CSS, got"):
        list(rules.sheet("a.css", {"a.css": "p{x:y}\n}"}.get, ""))


def test_strings_and_names_mean_the_same_as_before():
    css = r"""p{content:'"\f0c9';font-family:A\ 1,"B 2"}"""
    assert lean(css) == """p{content:"\\"\uf0c9";font-family:A\\ 1,"B 2"}"""


def test_rules_below_a_declaration_stay():
    assert lean("p{--x:1;&.none{a:b}}") == "p{--x:1;&.none{a:b}}"


def test_comments_go_wherever_they_stand():
    assert lean("/* a */p/* b */{a:/* c */b;/* d */}@media/* e */print{/* f */p{a:b}}") == (
        "p{a:b}@media print{p{a:b}}"
    )


@pytest.mark.parametrize("address", ["url(i.png)", "url('i.png')", 'url( "i.png" )'])
def test_an_address_follows_however_it_is_written(address):
    files = {"_static/sub/a.css": f"p{{b:{address}}}"}
    made = lean_css.bundle(files, files.get, names("<p>"), "_static")
    assert made == "p{b:url(sub/i.png)}"


@pytest.mark.parametrize("address", ["#a", "/a.png", "https://example.org/a.png", "data:image/x,a"])
def test_an_address_that_is_not_relative_stays(address):
    files = {"_static/sub/a.css": f'p{{b:url("{address}")}}'}
    made = lean_css.bundle(files, files.get, names("<p>"), "_static")
    assert made == f'p{{b:url("{address}")}}'
