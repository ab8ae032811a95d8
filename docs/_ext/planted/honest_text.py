"""Honest edits of text, numbers and files. It is longer than 200 lines, since it is data."""

from planted.rows import CELLS, FILES, GIF, NUMBERS, TEXT, Honest, cell

HONEST = [
    Honest(
        NUMBERS,
        "Names that have a number in them",
        "We train a ResNet-50 on CIFAR-10, and GPT-2 on an RTX 4090, in C++17 or UTF-8.",
        "RTX 4090",
    ),
    Honest(
        NUMBERS,
        "Versions, licenses and standards",
        "It needs Python 3.12 or 3.13 and torch 2.8, and has the license Apache 2.0.\n"
        "Numbers follow IEEE 754 and RFC 2119, sums are those of SHA-256.",
        "Python 3.12 or 3.13",
    ),
    Honest(
        NUMBERS,
        "Years, decades, centuries and dates",
        "In 1986 this became known, in the 1980s, at the end of the 20th century.\n"
        "It was written on 12 June 2017, or on June 13, 2017, or on 2017-06-14.",
        "at the end of the 20th century",
    ),
    Honest(
        NUMBERS,
        "Chapters, pages, steps and other things that are counted",
        "Chapter 14 shows it, see page 213, equation (14) and section 2.1.\nStep 1 comes first.",
        "equation (14)",
    ),
    Honest(
        NUMBERS,
        "Shapes of arrays",
        "An image has 28 × 28 pixels, `nn.Linear(784, 10)` has weights of the shape (10, 784).\n"
        "So $x \\in \\mathbb{R}^{784}$ or $28 \\times 28$.",
        "of the shape (10, 784)",
    ),
    Honest(
        NUMBERS,
        "Numbers in the text of a link",
        "See [the 100 most cited papers](https://example.org/papers).",
        "the 100 most cited papers",
    ),
    Honest(
        NUMBERS,
        "Ordinals and numbers that are joined to a word",
        "The 20th step, the top-5 error, 64-bit numbers, a 13-class problem.",
        "a 13-class problem",
    ),
    Honest(
        NUMBERS,
        "A setting that a cell of the chapter has",
        "With a learning rate of 0.1 we take 200 steps, $\\eta = 0.1$; 20 % of the units rest.\n\n"
        + cell("rate, steps, dropout = 0.1, 200, 0.2\nprint(rate * steps > dropout)")
        + "\n64 bits are `numpy`'s.\n\n"
        + cell("bits = 2**6\nprint(bits + 1)"),
        "we take 200 steps",
    ),
    Honest(
        NUMBERS,
        "A fact with its source",
        "It has {fact}`60,000 images <mnist>`, and people err on {fact}`0.2 % of them <mnist>`.",
        "60,000 images [",
    ),
    Honest(
        NUMBERS,
        "Numbers and units as words",
        "It is small in percent, and smaller in seconds: a million weights, dozens of steps.",
        "small in percent",
    ),
    Honest(
        NUMBERS,
        "Small whole numbers, exact fractions, powers and angles",
        "The digits 0 to 9, from −1 to 1, the factor ½, the parabola x², 90° and 16:9.",
        "the factor ½",
    ),
    Honest(
        NUMBERS,
        "Addresses and numbers of papers",
        "Write to <me20@example.org>, see https://example.org/2024/05 or arXiv:1412.6980.",
        "arXiv:1412.6980",
    ),
    Honest(
        NUMBERS,
        "A numbered list that begins with three",
        "Text.\n\n3. Three\n4. Four",
        "Three",
    ),
    Honest(
        NUMBERS,
        "Sizes that somebody has chosen",
        "A layer of 64 units, 128 hidden neurons, 32 channels, 100 classes or 4,096 pixels.",
        "128 hidden neurons",
    ),
    Honest(
        NUMBERS,
        "A setting in a formula, as a cell has it under its own name",
        "So $\\eta = 0.05$.\n\n"
        + cell(
            "import torch\n\nw = torch.ones(1, requires_grad=True)\n"
            "print(torch.optim.SGD([w], lr=0.05).defaults['lr'])"
        ),
        "So",
    ),
    Honest(
        NUMBERS,
        "Code between backticks with its numbers",
        "Call `nn.Dropout(0.5)`, `x = 0.5` or `0.5 * x`; `tensor([1, 2])` is short.",
        "0.5 * x",
    ),
    Honest(
        NUMBERS,
        "Values of functions at simple places",
        "So $e^0 = 1$, $\\ln 1 = 0$ and $\\sigma(0) = \\frac12$.",
        "So",
    ),
    Honest(
        TEXT,
        "Brackets that need no other half",
        "Two ways: a) by hand, b) by PyTorch; 1) first, 2) then :-)\n"
        "Choose $x$ in [0, 1), or in (0, 1] ($x > 0$\nand not larger than 1).",
        "by hand",
    ),
    Honest(
        TEXT,
        "An outline of a program, as text",
        "```text\nfor x, y in batches:\n    make a step\n```",
        "make a step",
    ),
    Honest(
        NUMBERS,
        "Constants of mathematics, and what percents and bytes can be",
        "The number π is about 3.14 and e about 2.718, so $\\pi \\approx 3.1416$.\n"
        "Percents go from 0 to 100, bytes from 0 to 255.",
        "The number π is about 3.14",
    ),
    Honest(
        NUMBERS,
        "A version in a directive, and numbers of standards in roles",
        "```{versionadded} 1.2\nIt is new, see {pep}`257` and {rfc}`2119`.\n```",
        "Added in version 1.2",
    ),
    Honest(
        TEXT,
        "Boxes beside the text",
        "```{margin} A title\nIn the margin.\n```\n\n```{sidebar} Another title\nAt the side.\n"
        "```\n\n```{epigraph}\nAll is change.\n\n-- Somebody\n```\n\n"
        "```{topic} One more\nText.\n```",
        "All is change.",
    ),
    Honest(
        TEXT,
        "Lists, rules and stress of all forms",
        "1) One\n2) Two\n\n* a\n\n+ c\n\n***\n\n__Bold__, _italic_ and ***both***.\n\n___\n\nEnd…",
        "Bold, italic and both.",
    ),
    Honest(
        TEXT,
        "Formulas within a sentence",
        r"So $f: \mathbb{R}^n \to \mathbb{R}$, $x \in \{0, 1\}$, $\hat y = \sigma(w x + b)$, "
        r"$\arg\min_w L(w)$, $p(y \mid x)$, $\mathcal{N}(0, 1)$, $\int_0^1 x \, dx$ and $n!$.",
        "So",
    ),
    Honest(
        TEXT,
        "A comment of MyST, which is not published",
        "% Write a better example.\n\nText.",
        "Text.",
    ),
    Honest(
        TEXT,
        "A comment of HTML, of many lines or within a line",
        "<!-- TODO: write a better example\n\nwith $ and ** -->\n\nText <!-- really --> goes on.",
        "Text goes on.",
    ),
    Honest(
        TEXT,
        "Keys, indices and exponents by roles",
        "Press {kbd}`Tab`: H{sub}`2`O and m{sup}`2`, a line\\\nand the next.",
        "Press Tab: H2O and m2, a line and the next.",
    ),
    Honest(
        TEXT,
        "A text that unfolds",
        "```{dropdown} A proof of $x = x$\nIt is *short*.\n```",
        "It is short.",
    ),
    Honest(
        TEXT,
        "A text that unfolds, between cells",
        cell("print(1)") + "\n```{dropdown} A *long* proof\nIt holds.\n```\n\n" + cell("print(2)"),
        "A long proof",
    ),
    Honest(
        TEXT,
        "An admonition that unfolds",
        "```{admonition} A proof\n:class: dropdown\n\nIt is long.\n```",
        "It is long.",
    ),
    Honest(
        TEXT,
        "Admonitions of all kinds",
        "\n\n".join(
            f"```{{{kind}}}\nIt is {kind}.\n```"
            for kind in ("note", "tip", "hint", "important", "warning", "caution", "seealso")
        )
        + "\n\n:::{danger}\nBetween colons.\n:::",
        "Between colons.",
    ),
    Honest(
        TEXT,
        "An admonition with a title, a class and another one in it",
        "````{admonition} A title\n:class: tip\n\nOutside.\n\n```{note}\nInside.\n```\n````",
        "Inside.",
    ),
    Honest(
        TEXT,
        "A paragraph with a class",
        "{.lead}\nA paragraph with a class.",
        "A paragraph with a class.",
    ),
    Honest(
        TEXT,
        "Fences of other languages than Python",
        '```bash\npip install torch\n```\n\n```yaml\na: 1\n```\n\n```json\n{"a": 1}\n```\n\n'
        "```toml\na = 1\n```\n\n```diff\n- a\n+ b\n```\n\n```cpp\nint x = 1;\n```\n\n"
        "~~~text\nplain\n~~~",
        "int x = 1;",
    ),
    Honest(
        TEXT,
        "A block of code with a caption",
        "```{code-block} bash\n:caption: A command\n\npip install torch\n```",
        "A command",
    ),
    Honest(
        TEXT,
        "A block of code in a list",
        "- Run\n\n  ```bash\n  make html\n  ```\n- Look",
        "make html",
    ),
    Honest(
        TEXT,
        "A word that rightly stands there twice",
        "We know that that is so, and had had it.",
        "that that",
    ),
    Honest(
        TEXT,
        "Braces, backslashes and paths in a text",
        r"Put {name} into `{name}`; on Windows it is `C:\Users` or C:\Users\me; \n ends a line.",
        r"C:\Users\me",
    ),
    Honest(
        TEXT,
        "Signs of mathematics and of programs in text",
        "|x| < |y| holds, x ** y is a power, 5 * 3, snake_case and __init__, x && y, a <- b.",
        "x ** y is a power",
    ),
    Honest(
        TEXT,
        "A table with alignment",
        "| a | b | c |\n|:---|:---:|---:|\n| x | y | z |",
        "z",
    ),
    Honest(
        TEXT,
        "Tables of other forms",
        "```{list-table} A list\n:header-rows: 1\n\n* - a\n  - b\n* - c\n  - d\n```\n\n"
        "```{table} Another one\n:name: tab-honest\n\n| e | f |\n|---|---|\n| g | h |\n```\n\n"
        "See {numref}`tab-honest`.",
        "Another one",
    ),
    Honest(
        TEXT,
        "A footnote and a link with its address elsewhere",
        "A sentence.[^note] See [the page][there] and [there].\n\n"
        '[^note]: Its *note*.\n\n[there]: https://example.org "A title"',
        "See the page and there.",
    ),
    Honest(
        TEXT,
        "A figure from a file, with a caption and a label",
        "```{figure} dot.gif\n:alt: A dot.\n:name: fig-dot\n:width: 50%\n\nA caption.\n```\n\n"
        '{numref}`fig-dot`, and again ![A dot](dot.gif "A title").',
        "A caption.",
        files={"docs/faults/dot.gif": GIF},
    ),
    Honest(
        TEXT,
        "Line breaks that are asked for, and a long line",
        "One line\\\nand another  \nand a third.\n\nIt " + "goes on and " * 60 + "ends.",
        "and a third.",
    ),
    Honest(
        TEXT,
        "Quotes, dashes and an ellipsis",
        "> A quote.\n>\n> > Another one, *in it*.\n\nText “with” ‘quotes’, an – en dash… and —.",
        "Another one, in it.",
    ),
    Honest(
        TEXT,
        "Lists in lists",
        "- One\n  - Two\n    1. Three\n    2. Four\n- Five\n\n  A paragraph.\n"
        "\n- [ ] Open\n- [x] Done\n",
        "A paragraph.",
    ),
    Honest(
        TEXT,
        "Entities and letters of the world",
        "A&nbsp;B &amp; C &lt; D &rarr; Köln, Brontë, Ελλάδα, 东京, 🎉, 👩‍🔬; AT&T.",
        "Ελλάδα, 东京, 🎉",
    ),
    Honest(
        TEXT,
        "Dollars, stars and brackets that are escaped",
        r"It costs \$5, \*this\* is \_plain\_, as is \[that\] and 1\).",
        "It costs $5, *this* is _plain_",
    ),
    Honest(TEXT, "Rules between paragraphs", "One.\n\n---\n\nTwo.\n\n+++\n\nThree.", "Three."),
    Honest(
        TEXT,
        "Other roles of Sphinx",
        "Press {kbd}`Ctrl`, an {abbr}`MLP (multilayer perceptron)`, H{sub}`2`O, {math}`x^2`.",
        "Press Ctrl, an MLP, H2O",
    ),
    Honest(
        TEXT,
        "A heading with a label, and a reference to it",
        "(honest-place)=\n## A place for `code` and $x^2$\n\nSee {ref}`honest-place`.",
        "See A place for",
    ),
    Honest(
        CELLS,
        "Outputs that are folded, scrolled or left out by a tag",
        cell("print('folded')", "hide-output")
        + "\n"
        + cell("print('scrolled')", "scroll-output")
        + "\n"
        + cell("print('left out')", "remove-output")
        + "\n"
        + cell("print('all folded')", "hide-cell"),
        "folded",
    ),
    Honest(
        CELLS,
        "Infinity that a tag announces",
        cell("import torch\n\nprint(torch.tensor(1e38) * 100)", "shows-inf"),
        "tensor(inf)",
    ),
    Honest(
        FILES,
        "What editors and systems leave beside a chapter",
        "Text.",
        "Text.",
        files={
            "docs/faults/.open.md.swp": b"\x00",
            "docs/faults/#open.md#": "# Open\n",
            "docs/faults/open.md~": "# Open\n",
            "docs/faults/._open.md": b"\x00\x05",
            "docs/faults/.DS_Store": b"\x00",
            "docs/faults/Thumbs.db": b"\x00",
            "docs/faults/.ipynb_checkpoints/open-checkpoint.md": "# Open\n",
            "docs/faults/.vscode/notes.md": "# Notes\n",
            "docs/faults/open.md.orig": "# Open\n",
        },
    ),
    Honest(
        FILES,
        "Data and texts beside a chapter",
        cell("from pathlib import Path\n\nprint(Path('honest.txt').read_text())"),
        "a word",
        files={"docs/faults/honest.txt": "a word\n", "docs/faults/honest.csv": "a,b\n1,2\n"},
    ),
]
