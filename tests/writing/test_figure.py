import re


def figures(book):
    return [
        (name, f) for name, page in book.pages.items() for f in page.select("figure.cell-figure")
    ]


def test_every_figure_has_a_picture_for_each_mode(book):
    for name, figure in figures(book):
        light, dark = figure.select("img")
        assert light["class"] == ["only-light"] and dark["class"] == ["only-dark"]
        for image in (light, dark):
            file = (book.site / f"{name}.html").parent / image["src"]
            assert file.is_file()
            assert int(image["width"]) > 0 and int(image["height"]) > 0


def test_every_picture_has_a_written_alternative_text(book):
    for name, figure in figures(book):
        for image in figure.select("img"):
            assert len(image["alt"].split()) >= 8, f"{name}: {image['alt']}"
            assert not re.search(r"[{}\\$`]|\.svg", image["alt"]), f"{name}: {image['alt']}"


def test_every_picture_of_a_page_is_in_a_figure(book):
    for name, page in book.pages.items():
        article = page.select_one("article")
        for image in article.select("img"):
            assert image.find_parent("figure"), f"{name}: {image}"


def test_a_dark_page_has_no_light_slab(book):
    """Every area that fills a picture is transparent."""
    for name, figure in figures(book):
        dark = figure.select("img")[1]
        svg = ((book.site / f"{name}.html").parent / dark["src"]).read_text("utf-8")
        patch = re.search(r'<g id="patch_1">\s*<path[^>]*style="([^"]*)"', svg)
        assert patch is None or "fill: none" in patch[1], name
        assert "fill: #ffffff" not in svg and "#fffffe" not in svg, name
