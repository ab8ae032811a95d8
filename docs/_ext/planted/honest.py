"""Honest edits, which no check may refuse. It is long since it is data: a row is read alone."""

from planted.rows import LATE_THREAD, SHOWN, THREAD, cell, figure

# What must not stop a build.
HARMLESS = {
    "An expected exception": cell("int('one')", "raises-ValueError"),
    "Infinity asked for": cell("import math\n\nprint(math.inf, float('nan'))"),
    "Infinity tested for": cell("import torch\n\nx = torch.ones(1) / 0\nprint(x, x.isinf())"),
    "Words with nan and inf": cell("print('banana information, nano; nan_count')"),
    "Output in a console": "```console\n$ echo $HOME 50 %\n```\n\n```text\npython: plain\n```",
    "An escaped dollar": r"It costs five \$ and $x$ costs `$5`.",
    "A formula in a heading": "## The case $x = 1$\n\nText.",
    "A caught warning": cell(
        "import warnings\n\nwith warnings.catch_warnings(record=True) as seen:\n"
        "    warnings.warn('x')\nprint(len(seen))"
    ),
    "A thread that ends well": cell(THREAD.replace("raise ValueError", "print")),
    "A thread that ends late": cell(
        "import time\n" + LATE_THREAD.replace("raise ValueError", "len")
    ),
    "A task that is awaited": cell("async def one():\n    return 1\n\nprint(await one())"),
    "A figure that is made for its axes alone": cell(
        "from matplotlib.figure import Figure\n\nprint(Figure().add_subplot().name)"
    ),
    "Random numbers with a seed": cell(
        "import torch\n\ntorch.manual_seed(0)\nprint(torch.rand(2).shape)\n"
        "print(torch.rand(2, generator=torch.Generator().manual_seed(1)).shape)"
    ),
    "A future that fails and is asked": cell(
        "from concurrent.futures import ThreadPoolExecutor\n\n"
        "with ThreadPoolExecutor() as pool:\n    future = pool.submit(lambda: 1 / 0)\n"
        "print(future.exception())"
    ),
    "A number with a name that is used": cell("rate = 0.5")
    + cell("from myst_nb import glue\n\nprint(2 * rate)\nglue('rate', rate, display=False)"),
    "Seeds in two cells": cell("import random\n\nrandom.seed(1)\nprint(random.random() < 1)")
    + cell("random.seed(2)\nprint(random.random() < 1)"),
    "A line at the edge of its axes": figure(
        "plt.plot([1, 2])\nplt.axhline(0)\nplt.ylim(0, 2)\nplt.show()",
        SHOWN.replace("fault", "edge"),
    ),
    "A temporary folder": cell(
        "import tempfile\nfrom pathlib import Path\n\n"
        "with tempfile.TemporaryDirectory() as folder:\n"
        "    Path(folder, 'one').write_text('1')\n    print(Path(folder, 'one').read_text())"
    ),
    "A figure of stems": figure(
        "plt.stem([1, 2, 3], basefmt=' ')\nplt.show()", SHOWN.replace("fault", "stems")
    ),
    "The same twice": cell(
        "import torch\n\nassert torch.equal(torch.ones(2).exp(), torch.ones(2).exp())"
    ),
    "A footnote": cell("print(1)") + "\n\nA sentence.[^one]\n\n[^one]: Its note.",
    "A tip, and a note with a title": cell("print(1)")
    + "\n\n```{tip}\nTry it.\n```\n\n```{admonition} Read this\nIt helps.\n```",
    "A figure whose title has an equation": figure(
        "plt.title('one = 1')\nplt.plot([1, 2])\nplt.show()", SHOWN.replace("fault", "equation")
    ),
    "A temporary file": cell(
        "import tempfile\n\nwith tempfile.TemporaryFile() as file:\n    print(file.write(b'x'))"
    ),
    "A value that no sentence shows": cell(
        "import math\n\nfrom myst_nb import glue\n\nglue('unshown', math.sqrt(2))"
    ),
    "Escaped signs": r"Stars \*\*, a tick \`, braces \{ref\}, a bracket \].",
    "A table with bars in cells": "| a | b |\n|---|---|\n| $\\lvert x \\rvert$ | `a \\| b` |",
    "Signs that begin a line": cell("x = (7\n     % 4)\nprint(f'{x}!', not\n      x)"),
    "A magic in a string": cell("print('%s' % 1, '!false')\n# !false\n# %%bash"),
    "An output of many lines": cell("print('digits\\n' * 1000)"),
    "A cell of comments": cell("# Nothing is computed here."),
    "A note with a list": "```{note}\n- One\n- Two\n\n  More.\n```",
    "A fence in a longer fence": "````text\n```{code-cell}\n1\n```\n````",
    "A link to an anchor": "(here)=\n## Here\n\nSee [it](#here) and {numref}`fig-one`.",
    "A figure of two parts": figure(
        "_, (one, two) = plt.subplots(1, 2)\none.plot([1, 2])\ntwo.text(0, 0, 'x')\nplt.show()",
        SHOWN.replace("fault", "parts"),
    ),
    "The cells of another chapter": cell("print('%s' % 1, '!false')\n# !false\n# %%bash"),
    "Windows line ends": "Text.\r\n\r\n" + cell("x = 1\nprint(x)").replace("\n", "\r\n"),
    "Signs of all the world": "梯度 → ∇ 😀\n\n" + cell("print('梯度 → ∇ 😀')"),
    "A line of quotes": "> A quote, with `code`.",
    "An image with a text": "![A dot](good.gif)",
}
