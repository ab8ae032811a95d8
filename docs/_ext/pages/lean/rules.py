"""Style sheets taken apart into rules, and put together again without white space."""

import posixpath
import re

TOKEN = re.compile(
    r"""/\*.*?\*/|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|url\([^"')]*\)|\\.|[{};]""", re.DOTALL
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SPACE = re.compile(r"\s+")
URL = re.compile(r"""url\(\s*(["']?)(?!data:|#|[a-z]+:|/)([^"')]+)\1\s*\)""")
IMPORT = re.compile(r"""@import\s+(?:url\()?["']?([^"')\s]+)["']?\)?$""")
# Rules that hold rules.
NESTING = ("@media", "@supports", "@layer", "@container")


def parse(css):
    """Return the rules as (prelude, content): None, declarations or a list of rules."""
    rules, depth, start, prelude = [], 0, 0, ""
    for token in TOKEN.finditer(css):
        sign = token[0]
        if sign == "{":
            if depth == 0:
                prelude, start = clean(css[start : token.start()]), token.end()
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                body = css[start : token.start()]
                rules.append((prelude, parse(body) if prelude.startswith(NESTING) else body))
                start = token.end()
        elif sign == ";" and depth == 0:
            rules.append((clean(css[start : token.start()]), None))
            start = token.end()
    if depth:
        raise ValueError(f"a brace too many or too few near {prelude!r}")
    return [rule for rule in rules if not rule[0].startswith("@charset")]


def write(rules):
    """Return the rules as text."""
    texts = []
    for prelude, content in rules:
        if content is None:
            texts.append(f"{prelude};")
        elif isinstance(content, list):
            texts.append(f"{prelude}{{{write(content)}}}")
        elif "{" in content:
            texts.append(f"{prelude}{{{clean(content)}}}")
        else:
            texts.append(f"{prelude}{{{';'.join(declarations(content))}}}")
    return "".join(texts)


def clean(text):
    """Drop comments and needless white space."""
    return SPACE.sub(" ", COMMENT.sub("", text)).strip()


def split(text, sign):
    """Split at a sign outside of brackets and strings."""
    if not re.search(r"[(\[\"'/\\]", text):
        return text.split(sign)
    parts, depth, start = [], 0, 0
    for token in re.finditer(rf"{TOKEN.pattern}|[()\[\]{sign}]", text, re.DOTALL):
        depth += (token[0] in "([") - (token[0] in ")]")
        if token[0] == sign and depth == 0:
            parts.append(text[start : token.start()])
            start = token.end()
    return [*parts, text[start:]]


def declarations(body):
    """Return the declarations of a rule, without comments."""
    return [part for part in map(clean, split(body, ";")) if part]


def sheet(file, read, folder):
    """Yield the rules of a file and of what it imports, with addresses seen from a folder."""
    here = posixpath.dirname(file)
    try:
        rules = parse(read(file))
    except ValueError as error:
        raise ValueError(f"{file}: {error}") from None
    for prelude, content in rules:
        if found := content is None and IMPORT.match(prelude):
            yield from sheet(posixpath.normpath(posixpath.join(here, found[1])), read, folder)
        else:
            yield prelude, rebase(content, here, folder)


def rebase(content, here, folder):
    """Let the addresses in a rule be seen from another folder."""
    if isinstance(content, list):
        return [(prelude, rebase(inner, here, folder)) for prelude, inner in content]
    return content and URL.sub(
        lambda m: f"url({posixpath.relpath(posixpath.join(here, m[2]), folder)})", content
    )
