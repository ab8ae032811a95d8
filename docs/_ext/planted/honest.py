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
    "A task that is awaited": cell(
        "import asyncio\n\nasync def one():\n    return 1\n\nprint(await one())"
    ),
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
    # Figures
    "A note alone in a figure": figure(
        "plt.annotate('here', (0.5, 0.5), (0.2, 0.2), arrowprops={'arrowstyle': '->'})\nplt.show()",
        SHOWN.replace("fault", "honest-0"),
    ),
    "A text alone in a figure": figure(
        "plt.text(0.4, 0.5, 'words')\nplt.show()", SHOWN.replace("fault", "honest-1")
    ),
    "A table in a figure": figure(
        "plt.axis('off')\nplt.table(cellText=[['a', 'b'], ['c', 'd']])\nplt.show()",
        SHOWN.replace("fault", "honest-3"),
    ),
    "A zoom into a curve": figure(
        "plt.plot([0, 1, 4, 9])\nplt.xlim(0.5, 1.5)\nplt.ylim(0, 2)\nplt.show()",
        SHOWN.replace("fault", "honest-4"),
    ),
    "Curves in Matplotlib's own colors": figure(
        "plt.plot([1, 2], label='one')\nplt.plot([2, 1], 'k--', label='two')\n"
        "plt.title('Curves')\nplt.grid()\nplt.legend(facecolor='white')\nplt.show()",
        SHOWN.replace("fault", "honest-5"),
    ),
    "A bar chart": figure(
        "plt.bar(['a', 'b'], [3, 5])\nplt.show()", SHOWN.replace("fault", "honest-6")
    ),
    "A histogram": figure(
        "plt.hist([1, 2, 2, 3, 3, 3])\nplt.show()", SHOWN.replace("fault", "honest-7")
    ),
    "Points with errors": figure(
        "plt.errorbar([1, 2], [1, 2], yerr=0.1, fmt='o')\nplt.show()",
        SHOWN.replace("fault", "honest-8"),
    ),
    "A tiny point": figure(
        "plt.scatter([1], [1], s=1, color='gray')\nplt.show()", SHOWN.replace("fault", "honest-9")
    ),
    "An image with a color bar": figure(
        "plt.imshow([[1, 2], [3, 4]])\nplt.colorbar()\nplt.show()",
        SHOWN.replace("fault", "honest-10"),
    ),
    "An image of one color": figure(
        "plt.imshow([[1]], cmap='gray')\nplt.axis('off')\nplt.show()",
        SHOWN.replace("fault", "honest-11"),
    ),
    "Labels on a map of colors": figure(
        "plt.imshow([[1, 2], [3, 4]])\nplt.text(0, 0, 'one', color='white')\n"
        "plt.text(1, 1, 'four')\nplt.show()",
        SHOWN.replace("fault", "honest-12"),
    ),
    "Contours": figure(
        "plt.contourf([[1, 2], [3, 4]])\nplt.contour([[1, 2], [3, 4]], colors='k')\nplt.show()",
        SHOWN.replace("fault", "honest-13"),
    ),
    "A panel that is left out": figure(
        "_, panels = plt.subplots(2, 2)\nfor panel in panels.flat[:3]:\n"
        "    panel.plot([1, 2])\npanels[1, 1].axis('off')\nplt.show()",
        SHOWN.replace("fault", "honest-14"),
    ),
    "A panel with a legend alone": figure(
        "_, (one, two) = plt.subplots(1, 2)\nlines = one.plot([1, 2], label='one')\n"
        "two.axis('off')\ntwo.legend(handles=lines)\nplt.show()",
        SHOWN.replace("fault", "honest-15"),
    ),
    "A surface in space": figure(
        "import numpy as np\n\nx, y = np.meshgrid(np.linspace(-1, 1, 9), np.linspace(-1, 1, 9))\n"
        "plt.subplot(projection='3d').plot_surface(x, y, x * y)\nplt.show()",
        SHOWN.replace("fault", "honest-16"),
    ),
    "A curve in a circle": figure(
        "plt.subplot(projection='polar').plot([0, 1, 2], [1, 2, 3])\nplt.show()",
        SHOWN.replace("fault", "honest-17"),
    ),
    "Two scales in one panel": figure(
        "plt.plot([1, 2])\nplt.twinx().plot([20, 10], color='red')\nplt.show()",
        SHOWN.replace("fault", "honest-18"),
    ),
    "A second scale without a curve": figure(
        "plt.plot([1, 2])\nplt.twinx().set_ylim(10, 20)\nplt.show()",
        SHOWN.replace("fault", "honest-19"),
    ),
    "A curve on the second scale alone": figure(
        "plt.gca().twinx().plot([1, 2])\nplt.show()", SHOWN.replace("fault", "honest-20")
    ),
    "A panel in a panel": figure(
        "plt.plot([1, 2])\nplt.gca().inset_axes([0.6, 0.1, 0.3, 0.3]).plot([2, 1])\nplt.show()",
        SHOWN.replace("fault", "honest-21"),
    ),
    "A curve in pixels": figure(
        "plt.plot([1, 2], color='black', rasterized=True)\nplt.show()",
        SHOWN.replace("fault", "honest-22"),
    ),
    "A pie": figure(
        "plt.pie([1, 2, 3], labels=['a', 'b', 'c'])\nplt.show()",
        SHOWN.replace("fault", "honest-23"),
    ),
}
