"""Honest edits, which no check may refuse. It is longer than 200 lines, since it is data."""

from planted.rows import CELLS, FIGURES, LATE_THREAD, SHOWN, TEXT, THREAD, Honest, cell, figure

HONEST = [
    Honest(CELLS, "An exception that a tag announces", cell("int('one')", "raises-ValueError")),
    Honest(
        CELLS,
        "Infinity and NaN that the code names",
        cell("import math\n\nprint(math.inf, float('nan'))"),
    ),
    Honest(
        CELLS,
        "Infinity in an output, where the cell tests for it",
        cell("import torch\n\nx = torch.ones(1) / 0\nprint(x, x.isinf())"),
    ),
    Honest(
        CELLS,
        "Words in which the letters of NaN and infinity stand",
        cell("print('banana information, nano; nan_count')"),
    ),
    Honest(
        TEXT,
        "Commands and what they print, in blocks of their own",
        "```console\n$ echo $HOME 50 %\n```\n\n```text\npython: plain\n```",
    ),
    Honest(
        TEXT,
        "A file, and commands that read it, one of which fails",
        "```{file} notes.txt\na loss of 0.731\n```\n\n"
        "```{session}\n$ grep -c loss notes.txt\n$ grep gain notes.txt\n$ echo $?\n```",
    ),
    Honest(TEXT, "A dollar that is no formula", r"It costs five \$ and $x$ costs `$5`."),
    Honest(TEXT, "A formula in a heading", "## The case $x = 1$\n\nText."),
    Honest(
        CELLS,
        "A warning that is recorded",
        cell(
            "import warnings\n\nwith warnings.catch_warnings(record=True) as seen:\n"
            "    warnings.warn('x')\nprint(len(seen))"
        ),
    ),
    Honest(
        CELLS,
        "A thread that ends without an exception",
        cell(THREAD.replace("raise ValueError", "print")),
    ),
    Honest(
        CELLS,
        "A thread that ends later than its cell",
        cell("import time\n" + LATE_THREAD.replace("raise ValueError", "len")),
    ),
    Honest(
        CELLS,
        "A task that is awaited",
        cell("async def one():\n    return 1\n\nprint(await one())"),
    ),
    Honest(
        CELLS,
        "A figure that is made and not shown",
        cell("from matplotlib.figure import Figure\n\nprint(Figure().add_subplot().name)"),
    ),
    Honest(
        CELLS,
        "Random numbers with a seed",
        cell(
            "import torch\n\ntorch.manual_seed(0)\nprint(torch.rand(2).shape)\n"
            "print(torch.rand(2, generator=torch.Generator().manual_seed(1)).shape)"
        ),
    ),
    Honest(
        CELLS,
        "A task of a thread that fails, and whose exception is asked for",
        cell(
            "from concurrent.futures import ThreadPoolExecutor\n\n"
            "with ThreadPoolExecutor() as pool:\n    future = pool.submit(lambda: 1 / 0)\n"
            "print(future.exception())"
        ),
    ),
    Honest(
        CELLS,
        "A setting with which a cell computes, handed over to a sentence",
        cell("rate = 0.5\nprint(2 * rate)")
        + cell("from myst_nb import glue\n\nglue('rate', rate, display=False)", "remove-cell"),
    ),
    Honest(
        CELLS,
        "A new seed in a second cell",
        cell("import random\n\nrandom.seed(1)\nprint(random.random() < 1)")
        + cell("import random\n\nrandom.seed(2)\nprint(random.random() < 1)"),
    ),
    Honest(
        FIGURES,
        "A line along the edge of a panel",
        figure(
            "plt.plot([1, 2])\nplt.axhline(0)\nplt.ylim(0, 2)\nplt.show()",
            SHOWN.replace("fault", "edge"),
        ),
    ),
    Honest(
        CELLS,
        "A temporary folder that is written and read",
        cell(
            "import tempfile\nfrom pathlib import Path\n\n"
            "with tempfile.TemporaryDirectory() as folder:\n"
            "    Path(folder, 'one').write_text('1')\n    print(Path(folder, 'one').read_text())"
        ),
    ),
    Honest(
        FIGURES,
        "A plot of stems",
        figure("plt.stem([1, 2, 3], basefmt=' ')\nplt.show()", SHOWN.replace("fault", "stems")),
    ),
    Honest(
        CELLS,
        "A test that a call gives the same twice",
        cell("import torch\n\nassert torch.equal(torch.ones(2).exp(), torch.ones(2).exp())"),
    ),
    Honest(
        CELLS,
        "A footnote below a cell",
        cell("print(1)") + "\n\nA sentence.[^one]\n\n[^one]: Its note.",
    ),
    Honest(
        CELLS,
        "A tip below a cell, and a note with a title",
        cell("print(1)")
        + "\n\n```{tip}\nTry it.\n```\n\n```{admonition} Read this\nIt helps.\n```",
    ),
    Honest(
        FIGURES,
        "A figure whose title has an equation",
        figure(
            "plt.title('one = 1')\nplt.plot([1, 2])\nplt.show()", SHOWN.replace("fault", "equation")
        ),
    ),
    Honest(
        CELLS,
        "A temporary file that is written",
        cell(
            "import tempfile\n\nwith tempfile.TemporaryFile() as file:\n    print(file.write(b'x'))"
        ),
    ),
    Honest(
        CELLS,
        "A value that is handed over and that no sentence shows",
        cell("import math\n\nfrom myst_nb import glue\n\nglue('unshown', math.sqrt(2))"),
    ),
    Honest(
        TEXT,
        "Signs of Markdown that are meant as they stand",
        r"Stars \*\*, a tick \`, braces \{ref\}, a bracket \].",
    ),
    Honest(
        TEXT,
        "A table with vertical bars in its cells",
        "| a | b |\n|---|---|\n| $\\lvert x \\rvert$ | `a \\| b` |",
    ),
    Honest(
        CELLS,
        "An expression of which one line begins with the sign of a magic",
        cell("x = (7\n     % 4)\nprint(f'{x}!', not\n      x)"),
    ),
    Honest(
        CELLS,
        "The signs of a magic in a string or a comment",
        cell("print('%s' % 1, '!false')\n# !false\n# %%bash"),
    ),
    Honest(CELLS, "An output of many lines", cell("print('digits\\n' * 1000)")),
    Honest(CELLS, "A cell that has a comment alone", cell("# Nothing is computed here.")),
    Honest(TEXT, "A note with a list", "```{note}\n- One\n- Two\n\n  More.\n```"),
    Honest(CELLS, "The source of a cell, shown as text", "````text\n```{code-cell}\n1\n```\n````"),
    Honest(
        TEXT, "A link to an anchor", "(here)=\n## Here\n\nSee [it](#here) and {numref}`fig-one`."
    ),
    Honest(
        FIGURES,
        "A figure of two parts",
        figure(
            "_, (one, two) = plt.subplots(1, 2)\none.plot([1, 2])\ntwo.text(0, 0, 'x')\nplt.show()",
            SHOWN.replace("fault", "parts"),
        ),
    ),
    Honest(
        CELLS,
        "The same cell as in another chapter",
        cell("print('%s' % 1, '!false')\n# !false\n# %%bash"),
    ),
    Honest(
        CELLS,
        "Line ends as Windows writes them",
        "Text.\r\n\r\n" + cell("x = 1\nprint(x)").replace("\n", "\r\n"),
    ),
    Honest(
        CELLS,
        "Letters and signs of all the world, in a text and in an output",
        "梯度 → ∇ 😀\n\n" + cell("print('梯度 → ∇ 😀')"),
    ),
    Honest(TEXT, "A quotation with code", "> A quote, with `code`."),
    Honest(TEXT, "An image with an alternative text", "![A dot](good.gif)"),
    Honest(
        CELLS,
        "An exception that is caught and printed",
        cell("try:\n    int('one')\nexcept ValueError as error:\n    print(error)"),
    ),
    Honest(
        CELLS,
        "All exceptions caught, if the cell prints which one came",
        cell(
            "for text in ('1', 'one', None):\n    try:\n        print(int(text))\n"
            "    except Exception as error:\n        print(type(error).__name__)"
        ),
    ),
    Honest(
        CELLS,
        "An expression that stands there for its exception alone",
        cell("try:\n    1 / 0\nexcept ZeroDivisionError as error:\n    print(error)"),
    ),
    Honest(
        CELLS,
        "A function that cleans up in the end",
        cell(
            "def f():\n    try:\n        return 1\n    finally:\n"
            "        print('done')\n\n\nprint(f())"
        ),
    ),
    Honest(
        CELLS,
        "Cells that end with a value, a comparison, a call and a tuple",
        cell("x = 2\nx") + cell("len('ab') == 2") + cell("abs(-3)") + cell("x = 2\nx, x**2"),
    ),
    Honest(
        CELLS,
        "Lambda functions, with and without a name",
        cell("square = lambda x: x**2\nprint(square(3), sorted([3, -1, 2], key=lambda x: abs(x)))"),
    ),
    Honest(
        CELLS,
        "A function in a loop that is called at once",
        cell(
            "from gradbook.activations import relu\nfrom functools import reduce\n\n"
            "for n in (1, 2):\n    print(reduce(lambda x, y: x + n * y, [1, 2, 3]), relu.__name__)"
        ),
    ),
    Honest(
        CELLS,
        "Assignments within expressions",
        cell(
            "if (n := len('four')) > 3:\n    print(n)\nfirst, *rest = range(4)\n_, second = 1, 2\n"
            "print(first, rest, second)"
        ),
    ),
    Honest(
        CELLS,
        "A task that is awaited outside of a function",
        cell("import asyncio\n\nawait asyncio.sleep(0)\nprint(await asyncio.sleep(0, 'done'))"),
    ),
    Honest(
        CELLS,
        "Braces, percent signs and paths in strings",
        cell(
            "name = 'x'\nprint(f'{name!r}: {{name}} {name:>3}', '{name}', 'C:\\\\Users', '100 %')\n"
            "print(f'no braces', '{}: {}'.format(name, 1), '%s' % name)"
        ),
    ),
    Honest(
        CELLS,
        "A class, here a network",
        cell(
            "import torch\nfrom torch import nn\n\n\nclass Net(nn.Module):\n"
            "    sizes = [2, 3]\n\n    def __init__(self):\n        super().__init__()\n"
            "        self.layer = nn.Linear(*self.sizes)\n\n    def forward(self, x):\n"
            "        return self.layer(x)\n\n\ntorch.manual_seed(0)\n"
            "Net()(torch.ones(1, 2)).shape"
        ),
    ),
    Honest(
        CELLS,
        "Data classes with defaults",
        cell(
            "from dataclasses import dataclass, field\n\n\n@dataclass\nclass Walk:\n"
            "    rate: float = 0.5\n    path: list[float] = field(default_factory=list)\n\n\nWalk()"
        ),
    ),
    Honest(
        CELLS,
        "Functions with any number of arguments",
        cell(
            "def f(*values: float, scale: float = 1, **more) -> float:\n"
            "    return scale * sum(values) + len(more)\n\n\nf(*[1, 2], **{'scale': 2, 'other': 3})"
        ),
    ),
    Honest(
        CELLS,
        "A rule of Ruff that is switched off for a line",
        cell("x = float('nan')\nassert x != x  # noqa: PLR0124"),
    ),
    Honest(
        CELLS,
        "NaN that is compared with itself",
        cell("import math\n\nprint(math.nan == math.nan)") + cell("x = float('nan')\nx == x"),
    ),
    Honest(
        CELLS,
        "Sets that are sorted",
        cell("print(sorted({3, 1, 2}), len({'a', 'b'}), 2 in {1, 2})"),
    ),
    Honest(
        CELLS,
        "A long line, and a line with two statements",
        cell(
            "x = [1, 2]; print(x)\n"
            "print('a line that is longer than a formatter would like it to be, "
            "and still is right', x)"
        ),
    ),
    Honest(
        CELLS,
        "A name that a later cell gives to something else",
        cell("def f(x):\n    return x\n\n\nf(1)")
        + cell("import math\n\n\ndef f(x):\n    return math.sin(x)\n\n\nf(0)")
        + cell("import math\n\nx = math.pi\nf = math.cos\nf(x)"),
    ),
    Honest(
        CELLS,
        "A function that calls one which is defined below it",
        cell(
            "def even(n):\n    return n == 0 or odd(n - 1)\n\n\n"
            "def odd(n):\n    return n != 0 and even(n - 1)\n\n\neven(4)"
        ),
    ),
    Honest(
        CELLS,
        "Loops whose variable is not used",
        cell(
            "for _ in range(2):\n    print('again')\nfor i, _x in enumerate('ab'):\n    print(i)\n"
            "while True:\n    break\nelse:\n    print('never')\n[i**2 for i in range(3) if i % 2]"
        ),
    ),
    Honest(
        CELLS,
        "A name that is not defined, if a tag announces the exception",
        cell("x = 1\nundefined + x", "raises-NameError"),
    ),
    Honest(CELLS, "A syntax error that a tag announces", cell("x = (1,", "raises-SyntaxError")),
    Honest(
        CELLS,
        "A warning that is made an exception and caught",
        cell(
            "import warnings\n\nwith warnings.catch_warnings():\n"
            "    warnings.simplefilter('error')\n"
            "    try:\n        warnings.warn('x')\n"
            "    except UserWarning as warning:\n        print(warning)"
        ),
    ),
    Honest(
        CELLS,
        "An exception that is expected and passed over",
        cell(
            "from contextlib import suppress\n\nwith suppress(KeyError):\n    print({}['key'])\n"
            "try:\n    int('x')\nexcept ValueError:\n    pass"
        ),
    ),
    Honest(
        CELLS,
        "A test that a list is not empty",
        cell("found = [1]\nassert found, 'nothing'\nassert len(found)"),
    ),
    Honest(
        CELLS,
        "A choice by match, a generator and a decorator",
        cell(
            "from functools import cache\n\n\n@cache\ndef f(n):\n    match n:\n"
            "        case 0 | 1:\n            return 1\n        case _:\n"
            "            return f(n - 1) + f(n - 2)\n\n\ndef numbers():\n"
            "    yield from (f(n) for n in range(5))\n\n\nlist(numbers())"
        ),
    ),
    Honest(
        FIGURES,
        "Settings of PyTorch and Matplotlib",
        cell(
            "import matplotlib.pyplot as plt\nimport torch\n\ntorch.set_printoptions(precision=3)\n"
            "plt.rcParams['lines.linewidth'] = 2\ntorch.backends.mkldnn.deterministic = True\n"
            "torch.tensor(1 / 3)"
        ),
    ),
    Honest(
        CELLS,
        "Words that look misspelled",
        "We know that that is so, and it had had a slope.\n"
        "The logits of *Adagrad* and RMSprop; `teh` is code.\n\n" + cell("print('teh wich')"),
    ),
    Honest(CELLS, "A pause by sleep", cell("import time\n\ntime.sleep(0.01)\nprint('done')")),
    Honest(
        CELLS,
        "A measured time that is not printed",
        cell(
            "import time\n\nbegan = time.perf_counter()\nx = sum(range(1000))\n"
            "seconds = time.perf_counter() - began\nprint(x, seconds < 100)"
        ),
    ),
    Honest(
        CELLS,
        "A temporary folder whose name is not shown",
        cell(
            "import tempfile\nfrom pathlib import Path\n\nfolder = "
            "Path(tempfile.mkdtemp())\n(folder / 'a.txt').write_text('1')\n"
            "print([path.name for path in folder.iterdir()])"
        ),
    ),
    Honest(
        CELLS,
        "A tensor that is saved and loaded",
        cell(
            "import tempfile\n\nimport torch\n\nwith "
            "tempfile.NamedTemporaryFile(suffix='.pt') as file:\n    "
            "torch.save(torch.ones(2), file.name)\n    print(torch.load(file.name))"
        ),
    ),
    Honest(
        CELLS,
        "Random numbers of NumPy and Python with seeds",
        cell(
            "import random\n\nimport numpy as np\n\n"
            "print(np.random.default_rng(0).random(), random.Random(1).random())"
        ),
    ),
    Honest(
        CELLS,
        "Batches in an order with a seed",
        cell(
            "import torch\nfrom torch.utils.data import DataLoader\n\nseed = "
            "torch.Generator().manual_seed(0)\nprint([int(x) for x in "
            "DataLoader(range(9), shuffle=True, generator=seed)])"
        ),
    ),
    Honest(
        CELLS,
        "A quasi-random sequence with a seed",
        cell(
            "from torch.quasirandom import SobolEngine\n\nprint(SobolEngine(2, "
            "scramble=True, seed=0).draw(2))"
        ),
    ),
    Honest(
        CELLS,
        "Empty tensors and arrays that are filled before they are read",
        cell(
            "import numpy as np\nimport torch\n\nx = torch.empty(3).fill_(2)\ny = "
            "np.empty(3)\ny[:] = 1\nprint(x, y, torch.empty(4).shape)"
        ),
    ),
    Honest(
        CELLS,
        "The name of a function, and addresses that are compared and not printed",
        cell(
            "def square(x):\n    return x**2\n\n\nprint(square.__name__, "
            "id(square) == id(square), hash(1))"
        ),
    ),
    Honest(
        CELLS,
        "A file of data that lies in this project",
        cell(
            "import json\nfrom pathlib import Path\n\n"
            "print(json.loads(Path('../part/numbers.json').read_text()))"
        ),
    ),
    Honest(
        CELLS,
        "Names of files, if they are sorted",
        cell(
            "from pathlib import Path\n\nfolder = Path('../part')\n"
            "print(folder.exists(), (folder / 'other.json').is_file())\n"
            "print(sorted(path.name for path in folder.glob('*.json')))"
        ),
    ),
    Honest(
        CELLS,
        "A picture that lies in this project",
        cell("from PIL import Image\n\nprint(Image.open('good.gif').size)"),
    ),
    Honest(
        CELLS,
        "Data that a package brings",
        cell("from sklearn.datasets import load_iris\n\nprint(load_iris().data.shape)"),
    ),
    Honest(
        CELLS,
        "Time zones, certificates and types of files, as the system has them",
        cell(
            "import mimetypes\nimport ssl\nfrom zoneinfo import ZoneInfo\n\n"
            "print(mimetypes.guess_type('a.svg')[0], ZoneInfo('Europe/Berlin'))\n"
            "print(bool(ssl.create_default_context()))"
        ),
    ),
    Honest(
        CELLS,
        "The search for a font",
        cell(
            "from matplotlib import font_manager\n\n"
            "print(font_manager.findfont('DejaVu Sans').endswith('DejaVuSans.ttf'))"
        ),
    ),
    Honest(
        CELLS,
        "A failed comparison that is caught and printed",
        cell(
            "import torch\n\ntry:\n    torch.testing.assert_close(torch.ones(1), "
            "torch.zeros(1))\nexcept AssertionError as error:\n    "
            "print(str(error).splitlines()[0])"
        ),
    ),
    Honest(
        CELLS,
        "A coarse tolerance, if the values are larger or 0",
        cell(
            "import torch\n\nx = torch.tensor([3.1, 0.01])\n"
            "torch.testing.assert_close(x, torch.tensor([3.2, 0.0]), rtol=0, atol=0.2)\n"
            "torch.testing.assert_close(x[1:], torch.zeros(1), rtol=0, atol=0.02)"
        ),
    ),
    Honest(
        CELLS,
        "An assertion in a function that a later cell calls",
        cell("def check(x):\n    assert x > 0") + cell("check(1)", "remove-input"),
    ),
    Honest(
        CELLS,
        "An assertion that runs in threads",
        cell(
            "from concurrent.futures import ThreadPoolExecutor\n\n\ndef "
            "check(x):\n    assert x > 0\n    return x\n\n\nwith "
            "ThreadPoolExecutor() as pool:\n    print(list(pool.map(check, [1, "
            "2])))"
        ),
    ),
    Honest(
        CELLS,
        "A compiled function that asserts",
        cell(
            "import torch\n\n\n@torch.compile(backend='eager', fullgraph=True)\n"
            "def double(x):\n    assert x.ndim == 1, 'a vector'\n    return 2 * "
            "x\n\n\nprint(double(torch.ones(2)), double(torch.ones(3)))"
        ),
    ),
    Honest(
        CELLS,
        "A batched function that asserts, and its source",
        cell(
            "import inspect\n\nimport torch\n\n\ndef square(x):\n    assert x.ndim "
            "== 0\n    return x**2\n\n\n"
            "print(torch.vmap(torch.func.grad(square))(torch.ones(2)))\n"
            "print(inspect.getsource(square))"
        ),
    ),
    Honest(
        CELLS,
        "Several tasks that are awaited together",
        cell(
            "import asyncio\n\n\nasync def work(x):\n    return x\n\n\nprint(await "
            "asyncio.gather(work(1), work(2), return_exceptions=True))"
        ),
    ),
    Honest(
        CELLS,
        "Examples in a docstring that the cell runs",
        cell(
            'import doctest\n\n\ndef one():\n    """Return one.\n\n    >>> '
            'one()\n    1\n    """\n    return 1\n\n\n'
            "doctest.run_docstring_examples(one, globals())\nprint('done')"
        ),
    ),
    Honest(
        FIGURES,
        "A figure that has an arrow with a note alone",
        figure(
            "plt.annotate('here', (0.5, 0.5), (0.2, 0.2), "
            "arrowprops={'arrowstyle': '->'})\nplt.show()",
            SHOWN.replace("fault", "honest-0"),
        ),
    ),
    Honest(
        FIGURES,
        "A figure that has a text alone",
        figure("plt.text(0.4, 0.5, 'words')\nplt.show()", SHOWN.replace("fault", "honest-1")),
    ),
    Honest(
        FIGURES,
        "A table in a figure",
        figure(
            "plt.axis('off')\nplt.table(cellText=[['a', 'b'], ['c', 'd']])\nplt.show()",
            SHOWN.replace("fault", "honest-3"),
        ),
    ),
    Honest(
        FIGURES,
        "Two drawings of a cell that become a gallery",
        figure(
            "for y in ([1, 2], [2, 1]):\n    plt.figure()\n    plt.plot(y)\nplt.show()",
            "\n```{gallery}\nindex.md\nA line that rises.\n\nindex.md\nA line that falls.\n```\n",
        ),
    ),
    Honest(
        FIGURES,
        "A panel that shows a part of its curve",
        figure(
            "plt.plot([0, 1, 4, 9])\nplt.xlim(0.5, 1.5)\nplt.ylim(0, 2)\nplt.show()",
            SHOWN.replace("fault", "honest-4"),
        ),
    ),
    Honest(
        FIGURES,
        "Curves in Matplotlib's own colors",
        figure(
            "plt.plot([1, 2], label='one')\nplt.plot([2, 1], 'k--', label='two')\n"
            "plt.title('Curves')\nplt.grid()\nplt.legend(facecolor='white')\nplt.show()",
            SHOWN.replace("fault", "honest-5"),
        ),
    ),
    Honest(
        FIGURES,
        "A bar chart",
        figure("plt.bar(['a', 'b'], [3, 5])\nplt.show()", SHOWN.replace("fault", "honest-6")),
    ),
    Honest(
        FIGURES,
        "A histogram",
        figure("plt.hist([1, 2, 2, 3, 3, 3])\nplt.show()", SHOWN.replace("fault", "honest-7")),
    ),
    Honest(
        FIGURES,
        "Points with errors",
        figure(
            "plt.errorbar([1, 2], [1, 2], yerr=0.1, fmt='o')\nplt.show()",
            SHOWN.replace("fault", "honest-8"),
        ),
    ),
    Honest(
        FIGURES,
        "A figure with one tiny point alone",
        figure(
            "plt.scatter([1], [1], s=1, color='gray')\nplt.show()",
            SHOWN.replace("fault", "honest-9"),
        ),
    ),
    Honest(
        FIGURES,
        "An image with a color bar",
        figure(
            "plt.imshow([[1, 2], [3, 4]])\nplt.colorbar()\nplt.show()",
            SHOWN.replace("fault", "honest-10"),
        ),
    ),
    Honest(
        FIGURES,
        "An image of one color",
        figure(
            "plt.imshow([[1]], cmap='gray')\nplt.axis('off')\nplt.show()",
            SHOWN.replace("fault", "honest-11"),
        ),
    ),
    Honest(
        FIGURES,
        "Labels on a map of colors",
        figure(
            "plt.imshow([[1, 2], [3, 4]])\nplt.text(0, 0, 'one', color='white')\n"
            "plt.text(1, 1, 'four')\nplt.show()",
            SHOWN.replace("fault", "honest-12"),
        ),
    ),
    Honest(
        FIGURES,
        "Contour lines",
        figure(
            "plt.contourf([[1, 2], [3, 4]])\nplt.contour([[1, 2], [3, 4]], colors='k')\nplt.show()",
            SHOWN.replace("fault", "honest-13"),
        ),
    ),
    Honest(
        FIGURES,
        "An empty panel without axes",
        figure(
            "_, panels = plt.subplots(2, 2)\nfor panel in panels.flat[:3]:\n"
            "    panel.plot([1, 2])\npanels[1, 1].axis('off')\nplt.show()",
            SHOWN.replace("fault", "honest-14"),
        ),
    ),
    Honest(
        FIGURES,
        "A panel that has the legend alone",
        figure(
            "_, (one, two) = plt.subplots(1, 2)\nlines = one.plot([1, 2], label='one')\n"
            "two.axis('off')\ntwo.legend(handles=lines)\nplt.show()",
            SHOWN.replace("fault", "honest-15"),
        ),
    ),
    Honest(
        FIGURES,
        "A surface in space",
        figure(
            "import numpy as np\n\n"
            "x, y = np.meshgrid(np.linspace(-1, 1, 9), np.linspace(-1, 1, 9))\n"
            "plt.subplot(projection='3d').plot_surface(x, y, x * y)\nplt.show()",
            SHOWN.replace("fault", "honest-16"),
        ),
    ),
    Honest(
        FIGURES,
        "A curve in polar coordinates",
        figure(
            "plt.subplot(projection='polar').plot([0, 1, 2], [1, 2, 3])\nplt.show()",
            SHOWN.replace("fault", "honest-17"),
        ),
    ),
    Honest(
        FIGURES,
        "Two scales in one panel",
        figure(
            "plt.plot([1, 2])\nplt.twinx().plot([20, 10], color='red')\nplt.show()",
            SHOWN.replace("fault", "honest-18"),
        ),
    ),
    Honest(
        FIGURES,
        "A second scale without a curve",
        figure(
            "plt.plot([1, 2])\nplt.twinx().set_ylim(10, 20)\nplt.show()",
            SHOWN.replace("fault", "honest-19"),
        ),
    ),
    Honest(
        FIGURES,
        "A curve on the second scale alone",
        figure("plt.gca().twinx().plot([1, 2])\nplt.show()", SHOWN.replace("fault", "honest-20")),
    ),
    Honest(
        FIGURES,
        "A panel in a panel",
        figure(
            "plt.plot([1, 2])\nplt.gca().inset_axes([0.6, 0.1, 0.3, 0.3]).plot([2, 1])\nplt.show()",
            SHOWN.replace("fault", "honest-21"),
        ),
    ),
    Honest(
        FIGURES,
        "A curve that is stored as pixels",
        figure(
            "plt.plot([1, 2], color='black', rasterized=True)\nplt.show()",
            SHOWN.replace("fault", "honest-22"),
        ),
    ),
    Honest(
        FIGURES,
        "A pie chart",
        figure(
            "plt.pie([1, 2, 3], labels=['a', 'b', 'c'])\nplt.show()",
            SHOWN.replace("fault", "honest-23"),
        ),
    ),
    Honest(
        FIGURES,
        "A line that stands in the legend alone",
        figure(
            "plt.plot([1, 2], label='one')\nplt.plot([], [], 'k--', label='all')\n"
            "plt.scatter([], [], label='none')\nplt.legend()\nplt.show()",
            SHOWN.replace("fault", "proxy"),
        ),
    ),
    Honest(
        FIGURES,
        "A zoom in which one of two curves goes out of the panel",
        figure(
            "plt.plot([1, 2, 3])\nplt.plot([1, 20, 30])\nplt.ylim(0, 4)\nplt.show()",
            SHOWN.replace("fault", "zoom"),
        ),
    ),
    Honest(
        FIGURES,
        "Bars of no height, and errors of no length",
        figure(
            "plt.bar(['a', 'b'], [0, 5])\nplt.errorbar([0, 1], [1, 2], [0, 0], fmt='o')\n"
            "plt.show()",
            SHOWN.replace("fault", "low"),
        ),
    ),
    Honest(
        FIGURES,
        "A curve that another one covers",
        figure(
            "plt.plot([1, 2], label='one')\nplt.plot([1, 2], label='two')\nplt.show()",
            SHOWN.replace("fault", "covered"),
        ),
    ),
    Honest(
        FIGURES,
        "An inset that shows one of two curves",
        figure(
            "axes = plt.gca()\ninset = axes.inset_axes([0.6, 0.1, 0.3, 0.3])\n"
            "for each in (axes, inset):\n    each.plot([1, 2])\n    each.plot([3, 4])\n"
            "inset.set_ylim(1, 2)\nplt.show()",
            SHOWN.replace("fault", "zoomed"),
        ),
    ),
    Honest(
        CELLS,
        "Sets of numbers or of one word, printed",
        cell("print({3, 1, 2}, {(1, 2), (3, 4)}, {'one'}, set(), frozenset({1.5, 2}))"),
    ),
    Honest(
        CELLS,
        "Sets of words that are compared, counted and sorted",
        cell(
            "import copy\nimport pickle\n\nwords = {'a', 'b'} | set('cd') - {'d'}\n"
            "words.add('e')\nprint(sorted(words), len(words), max(words), words > {'a'})\n"
            "print(isinstance(words, set), pickle.loads(pickle.dumps(words)) == words)\n"
            "print(copy.deepcopy(words) == words, {'b', 'a'} == {'a', 'b'}, type(words))"
        ),
    ),
    Honest(
        CELLS,
        "Files that are moved and linked in a temporary folder",
        cell(
            "import shutil\nimport tempfile\nfrom pathlib import Path\n\n"
            "folder = Path(tempfile.mkdtemp())\n(folder / 'a').write_text('x')\n"
            "shutil.copy(folder / 'a', folder / 'b')\n(folder / 'a').rename(folder / 'c')\n"
            "(folder / 'd').symlink_to('c')\nprint((folder / 'd').resolve().read_text())\n"
            "shutil.rmtree(folder)"
        ),
    ),
    Honest(
        CELLS,
        "A setting of PyTorch that is switched on",
        cell(
            "import torch\n\ntorch.backends.cudnn.deterministic = True\nx = torch.ones(1)\n"
            "x.grad = 2 * x\nprint(x.grad)"
        ),
    ),
    Honest(
        CELLS,
        "A warning that is ignored by its message",
        cell(
            "import warnings\n\nwarnings.filterwarnings('ignore', message='too small')\n"
            "warnings.warn('too small to be seen')\nprint('done')"
        ),
    ),
    Honest(
        CELLS,
        "A result that the cell displays as a formula",
        cell(
            "import math\n\nfrom IPython.display import Math, display\n\n"
            "display(Math(rf'\\sqrt 2 \\approx {math.sqrt(2):.3f}'))"
        ),
    ),
    Honest(
        CELLS,
        "Numbers in strings that are read as data",
        cell(
            "import csv\nimport io\nfrom decimal import Decimal\n\n"
            "print(Decimal('0.1') + Decimal('0.2'), list(csv.reader(io.StringIO('a,b\\n0.5,0.7'))))"
        ),
    ),
    Honest(
        CELLS,
        "A hidden cell that uses names of a visible one",
        cell("import math\n\nx = math.pi\nprint(x > 3)")
        + cell("from myst_nb import glue\n\nglue('leaning', x / 2)", "remove-cell")
        + cell("print(math.cos(x))", "hide-input"),
    ),
    Honest(
        FIGURES,
        "A style for one figure",
        figure(
            "with plt.style.context('ggplot'):\n    plt.plot([1, 2])\nplt.show()",
            SHOWN.replace("fault", "ggplot"),
        ),
    ),
    Honest(
        FIGURES,
        "White marks on dark ones, and on a dark ground",
        figure(
            "bars = plt.bar(['a', 'b'], [3, 5])\n"
            "plt.bar_label(bars, label_type='center', color='white')\n"
            "dark = plt.gca().inset_axes([0.1, 0.7, 0.2, 0.2])\ndark.set_facecolor('black')\n"
            "dark.plot([1, 2], 'w.')\nplt.show()",
            SHOWN.replace("fault", "on-dark"),
        ),
    ),
    Honest(
        FIGURES,
        "Arrows without words, gaps, and values that a logarithm does not have",
        figure(
            "import math\n\nplt.annotate('', (1, 1), (0, 1), arrowprops={'arrowstyle': '->'})\n"
            "plt.title('')\nplt.plot([1, math.nan, 3, 4], 'o-')\nplt.semilogy([0, 1, 10, 100])\n"
            "plt.show()",
            SHOWN.replace("fault", "gaps"),
        ),
    ),
    Honest(
        FIGURES,
        "Figures of many kinds",
        figure(
            "import numpy as np\n\nx = np.linspace(-1, 1, 9)\na, b = np.meshgrid(x, x)\n"
            "_, panels = plt.subplots(3, 2, figsize=(5, 6), layout='constrained')\n"
            "panels[0, 0].quiver(a, b, b, -a)\npanels[0, 1].streamplot(a, b, b, -a)\n"
            "panels[1, 0].boxplot([1, 2, 3, 9])\npanels[1, 1].violinplot([1, 2, 3, 4])\n"
            "panels[2, 0].stackplot([1, 2, 3], [1, 2, 1], [1, 1, 1])\n"
            "panels[2, 1].fill_between(x, x, x**2)\nplt.suptitle('Six')\nplt.show()",
            SHOWN.replace("fault", "many"),
        ),
    ),
    Honest(
        CELLS,
        "A seed and a setting that a later hidden cell needs",
        cell(
            "import torch\n\ntorch.manual_seed(0)\ntorch.set_printoptions(precision=2)\n"
            "model = torch.nn.Linear(1, 1)\nprint(model.weight.shape)"
        )
        + cell("print(torch.rand(1), model.bias)", "remove-input")
        + cell("print('nothing is drawn here')")
        + cell("print(torch.rand(1))\ntorch.set_printoptions(profile='default')", "hide-input"),
    ),
    Honest(
        CELLS,
        "A function that a test replaces for a moment",
        cell(
            "import math\nfrom unittest import mock\n\n"
            "with mock.patch('math.sqrt', return_value=7):\n    print(math.sqrt(4))\n"
            "print(math.sqrt(4))"
        ),
    ),
    Honest(
        CELLS,
        "A device that is chosen, and a model that is trained",
        cell(
            "import torch\nfrom torch import nn\n\ntorch.manual_seed(0)\n"
            "device = 'cuda' if torch.cuda.is_available() else 'cpu'\n"
            "model = nn.Linear(1, 1).to(device)\n"
            "optimizer = torch.optim.Adam(model.parameters(), lr=0.01)\n"
            "scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 2)\nfor _ in range(3):\n"
            "    optimizer.zero_grad()\n"
            "    loss = (model(torch.ones(4, 1, device=device)) - 2).square().mean()\n"
            "    loss.backward()\n    nn.utils.clip_grad_norm_(model.parameters(), 1.0)\n"
            "    optimizer.step()\n    scheduler.step()\nprint(f'{loss.item():.3f}')"
        ),
    ),
    Honest(
        CELLS,
        "A table that a cell writes in Markdown",
        cell(
            "from IPython.display import Markdown\n\n"
            "rows = [f'| {n} | {n**2} |' for n in (1, 2)]\n"
            "Markdown('\\n'.join(['| n | square |', '|---|---|', *rows]))"
        ),
    ),
]
