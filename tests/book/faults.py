"""What breaks the build, as data: one row a fault. The book's page *What breaks this build* and
the tests beside this file read it; it imports nothing but the standard library.
"""

from __future__ import annotations

from dataclasses import dataclass, field

HEADER = "---\nfile_format: mystnb\nkernelspec:\n  name: python3\n---\n\n"
EXECUTION = "Execution"
CODE = "Code that does not run"
STALE = "Stale or foreign results"
PAGE = "The page"
MACHINE = "The machine"
KINDS = (EXECUTION, CODE, STALE, PAGE, MACHINE)


@dataclass(frozen=True)
class Fault:
    """A page of a small book with one fault in it.

    The message is expected at the line on which `at` stands, in the page or in the file `where`.
    """

    kind: str
    name: str
    planted: str
    at: str
    message: str
    where: str = ""
    header: bool = True
    # More files of the small book that belong to this fault.
    files: dict[str, str | bytes] = field(default_factory=dict)
    appended: dict[str, str] = field(default_factory=dict)
    suffix: str = ".md"
    in_toctree: bool = True

    @property
    def stem(self) -> str:
        return "".join(letter if letter.isalnum() else "_" for letter in self.name.lower())

    @property
    def path(self) -> str:
        return f"docs/faults/{self.stem}{self.suffix}"

    @property
    def text(self) -> str:
        """Return the page: what is planted, under a title and a sentence."""
        if not self.header:
            return self.planted
        return f"{HEADER}# {self.name}\n\nA sentence.\n\n{self.planted}\n"


@dataclass(frozen=True)
class Change:
    """A fault in another file of the small book, which gets a build of its own."""

    kind: str
    name: str
    where: str
    before: str
    after: str
    message: str


@dataclass(frozen=True)
class ByOther:
    """A fault that another test plants, or that was tried by hand: how, and what came of it."""

    kind: str
    name: str
    how: str
    result: str


def cell(code: str, tags: str = "") -> str:
    options = f":tags: [{tags}]\n\n" if tags else ""
    return f"```{{code-cell}}\n{options}{code}\n```\n"


def figure(code: str, directive: str = "") -> str:
    start = "import matplotlib.pyplot as plt\n\n"
    return cell(start + code) + directive


SHOWN = "\n```{cell-figure} fig-fault\nA caption.\n\nAn alternative text.\n```\n"
GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"
THREAD = """import threading

def work():
    raise ValueError("in a thread")

thread = threading.Thread(target=work)
thread.start()
thread.join()"""
LATE_THREAD = THREAD.replace("\nthread.join()", "").replace(
    "    raise", "    time.sleep(0.5)\n    raise"
)
TASK = """import asyncio

async def work():
    raise ValueError("in a task")

task = asyncio.ensure_future(work())"""
CALLBACK = """import asyncio

def work():
    raise ValueError("in a callback")

asyncio.get_running_loop().call_soon(work)"""

FAULTS = [
    # Execution
    Fault(
        EXECUTION,
        "An exception",
        cell("x = 0\nprint(1 / x)"),
        "print(1 / x)",
        "cell 1: expected no exception, got ZeroDivisionError: division by zero",
    ),
    Fault(
        EXECUTION,
        "An exception in a function of an earlier cell",
        cell("def f():\n    return {}['key']") + cell("x = 1\nf()"),
        "f()\n```",
        "cell 2: expected no exception, got KeyError",
    ),
    Fault(
        EXECUTION,
        "An exception in a hidden cell",
        cell("int('one')", "remove-cell"),
        "int('one')",
        "got ValueError: invalid literal",
    ),
    Fault(
        EXECUTION,
        "A second exception in the same chapter",
        cell("{}[1]") + "\n" + cell("first = 2\n[][first]"),
        "[][first]",
        "cell 2: expected no exception, got IndexError",
    ),
    Fault(
        EXECUTION,
        "An assertion",
        cell("total = 2 + 2\nassert total == 5, total"),
        "assert total",
        "expected no exception, got AssertionError: 4",
    ),
    Fault(
        EXECUTION,
        "A syntax error",
        cell("x = 1\ny = (x +\n"),
        "y = (x +",
        "expected no exception, got SyntaxError: '(' was never closed",
    ),
    Fault(
        EXECUTION,
        "A wrong indentation",
        cell("for i in range(2):\n    i\n  i"),
        "\n  i\n",
        "got IndentationError",
    ),
    Fault(
        EXECUTION,
        "A kernel that dies",
        cell("import os\n\nos.kill(os.getpid(), 9)"),
        "import os",
        "cell 1: expected a kernel that lives, got a dead one",
    ),
    Fault(
        EXECUTION,
        "A kernel that leaves",
        cell("1 + 1") + "\n" + cell("import os as system\n\nsystem._exit(0)"),
        "import os as system",
        "cell 2: expected a kernel that lives, got a dead one",
    ),
    Fault(
        EXECUTION,
        "A cell that ends Python",
        cell("import sys\n\nsys.exit(0)"),
        "sys.exit(0)",
        "got SystemExit",
    ),
    Fault(
        EXECUTION,
        "A cell that hangs",
        cell("1 + 1") + "\n" + cell("while True:\n    pass"),
        "while True:",
        "cell 2: expected an end within 12 s, got a cell that still runs",
    ),
    Fault(
        EXECUTION,
        "A cell that waits for an answer",
        cell("name = input()"),
        "name = input()",
        "got StdinNotImplementedError",
    ),
    Fault(
        EXECUTION,
        "Too much memory at once",
        cell("import torch\n\nx = torch.zeros(10**12)"),
        "x = torch.zeros",
        "got RuntimeError: ",
    ),
    Fault(
        EXECUTION,
        "More and more memory",
        cell("held = []\nwhile True:\n    held.append(bytearray(10**8))"),
        "held.append(",
        "got MemoryError",
    ),
    Fault(
        EXECUTION,
        "An import that fails",
        cell("import gradbock"),
        "import gradbock",
        "got ModuleNotFoundError: No module named 'gradbock'",
    ),
    Fault(
        EXECUTION,
        "An import of a name that is not there",
        cell("import torch\nfrom gradbook.activations import rely"),
        "import rely",
        "got ImportError: cannot import name 'rely'",
    ),
    Fault(
        EXECUTION,
        "A module with a syntax error",
        cell("import torch\nfrom gradbook import unfinished"),
        "import unfinished",
        "got SyntaxError",
        files={"gradbook/unfinished.py": "x = (\n"},
    ),
    Fault(
        EXECUTION,
        "A warning",
        cell("import warnings\n\nwarnings.warn('not so')"),
        "warnings.warn",
        "expected nothing on stderr, got:\n",
    ),
    Fault(
        EXECUTION,
        "A warning in a hidden cell",
        cell("import warnings\n\nwarnings.warn('unseen')", "remove-cell"),
        "warnings.warn",
        "expected nothing on stderr, got:\n",
    ),
    Fault(
        EXECUTION,
        "A warning of PyTorch",
        cell("import torch\n\nx = torch.ones(2, 3)\nx.T.mT\nx = torch.ones(2, 3, 4).T"),
        "x = torch.ones(2, 3, 4).T",
        "expected nothing on stderr, got:\n",
    ),
    Fault(
        EXECUTION,
        "A logged error",
        cell("import logging\n\nlogging.error('went wrong')"),
        "import logging",
        "expected nothing on stderr, got:\nERROR:root:went wrong",
    ),
    Fault(
        EXECUTION,
        "An exception in a thread",
        cell(THREAD),
        'raise ValueError("in a thread")',
        "cell 1: expected nothing on stderr, got:\n",
    ),
    Fault(
        EXECUTION,
        "An exception in a thread after its cell",
        cell("import time\n" + LATE_THREAD) + "\n" + cell("1 + 1"),
        'raise ValueError("in a thread")',
        "cell 1: expected nothing on stderr, got:\n",
    ),
    Fault(
        EXECUTION,
        "An exception in a task",
        cell(TASK),
        'raise ValueError("in a task")',
        "cell 1: expected nothing on stderr, got:\n",
    ),
    Fault(
        EXECUTION,
        "An exception in an event loop",
        cell(CALLBACK) + "\n" + cell("1 + 1"),
        'raise ValueError("in a callback")',
        "cell 1: expected nothing on stderr, got:\n",
    ),
    Fault(
        EXECUTION,
        "A destructor that fails",
        cell("class Bad:\n    def __del__(self):\n        1 / 0\n\nBad()\nBad()\n1"),
        "1 / 0",
        "expected nothing on stderr, got:\nException ignored",
    ),
    Fault(
        EXECUTION,
        "A shell command that fails",
        cell("x = 1\n!false"),
        "!false",
        "expected Python, got a shell command, whose failure nobody would see: '!false'",
    ),
    Fault(
        EXECUTION,
        "A shell script that fails",
        cell("%%bash\nfalse"),
        "%%bash",
        "got the magic '%%bash'",
    ),
    Fault(
        EXECUTION,
        "Another program that fails",
        cell("import os\n\nos.system('false')"),
        "os.system",
        "got a shell command, whose failure nobody would see",
    ),
    Fault(
        EXECUTION,
        "An expected exception that does not come",
        cell("int('1')", "raises-ValueError"),
        "int('1')",
        "expected the exception ValueError, got none",
    ),
    Fault(
        EXECUTION,
        "An expected exception that is another one",
        cell("x = None\nint(x)", "raises-ValueError"),
        "int(x)",
        "expected the exception ValueError, got TypeError",
    ),
    Fault(
        EXECUTION,
        "NaN unasked",
        cell("import torch\n\nz = torch.zeros(2)\nprint(z / z)"),
        "import torch",
        "expected finite numbers, got 'nan' unasked",
    ),
    Fault(
        EXECUTION,
        "Infinity unasked",
        cell("import torch\n\ntorch.tensor(1.0) / 0"),
        "import torch",
        "expected finite numbers, got 'inf' unasked",
    ),
    Fault(
        EXECUTION,
        "NaN in a number that prose shows",
        cell("from myst_nb import glue\n\nglue('number', 1e308 * 10 - 1e308 * 10, False)"),
        "from myst_nb",
        "expected finite numbers, got 'nan' unasked",
    ),
    Fault(
        EXECUTION,
        "An empty figure",
        figure("plt.subplots()\nplt.show()", SHOWN.replace("fault", "empty")),
        "import matplotlib",
        "expected something drawn in the figure, got an empty one",
    ),
    Fault(
        EXECUTION,
        "A figure that was made and never shown",
        figure("plt.plot([1, 2])\nplt.close()"),
        "import matplotlib",
        "expected every figure to be shown, got 1 made and 0 shown",
    ),
    Fault(
        EXECUTION,
        "A figure that is only shown in a notebook",
        figure("plt.plot([1, 2]);", SHOWN.replace("fault", "notebook")),
        "import matplotlib",
        "expected plt.show() at the end of a cell with a figure",
    ),
    Fault(
        EXECUTION,
        "An output of megabytes",
        cell("print('digits ' * 300_000)"),
        "print(",
        "expected at most 1000000 characters of output, got 21",
    ),
    Fault(
        EXECUTION,
        "A script in an output",
        cell("from IPython.display import HTML\n\nHTML('<script>1</script>')"),
        "from IPython",
        "expected an output without a script, got one with",
    ),
    Fault(
        EXECUTION,
        "A script in a picture",
        cell("from IPython.display import HTML\n\nHTML('<img src=x onerror=run()>')"),
        "from IPython",
        "expected an output without a script, got one with",
    ),
    # Code that does not run
    Fault(
        CODE,
        "A Python fence",
        "```python\nprint(1)\n```",
        "```python",
        "or console or text for what is no Python, got the fence 'python'",
    ),
    Fault(CODE, "A fence named py", "```py\nprint(1)\n```", "```py", "got the fence 'py'"),
    Fault(CODE, "A fence without a name", "```\nprint(1)\n```", "```", "got a bare fence"),
    Fault(CODE, "A fence of tildes", "~~~python\n1\n~~~", "~~~python", "got the fence 'python'"),
    Fault(
        CODE,
        "A fence without braces",
        "```code-cell\nprint(1)\n```",
        "```code-cell",
        "got the fence 'code-cell'",
    ),
    Fault(
        CODE,
        "An indented block",
        "So:\n\n    print(1)\n\nMore.",
        "    print(1)",
        "expected a {code-cell}, or no indentation, got an indented block",
    ),
    Fault(
        CODE,
        "A code block",
        "```{code-block} python\nprint(1)\n```",
        "```{code-block}",
        "expected a {code-cell} or {module-source}, got {code-block}",
    ),
    Fault(
        CODE,
        "Code from a file that nothing runs",
        "```{literalinclude} ../../gradbook/__init__.py\n```",
        "```{literalinclude}",
        "got {literalinclude}",
    ),
    Fault(
        CODE,
        "Code in reStructuredText",
        "```{eval-rst}\n.. code-block:: python\n\n   print(1)\n```",
        ".. code-block",
        "expected a {code-cell}, got code that does not run: '.. code-block:: python'",
    ),
    Fault(
        CODE,
        "A Python fence in a note",
        "```{note}\nSo:\n\n~~~python\nprint(1)\n~~~\n```",
        "~~~python",
        "got the fence 'python'",
    ),
    Fault(
        CODE,
        "An unclosed fence",
        "```{code-cell}\nprint(1)\n\nNever closed.",
        "```{code-cell}",
        "expected '```' at the end of this fence, got none",
    ),
    Fault(
        CODE,
        "An unclosed fence that swallows a cell",
        "```{code-cell}\nprint(1)\n\nText.\n\n```{code-cell}\nprint(2)\n```",
        "```{code-cell}",
        "expected '```' at the end of this fence, got '```{code-cell}' in line",
    ),
    Fault(
        CODE,
        "A cell in a note",
        "````{note}\nSo:\n\n```{code-cell}\nprint(1)\n```\n````",
        "```{code-cell}",
        "outside directives, lists and quotes: this one does not run",
    ),
    Fault(
        CODE,
        "A cell in a list",
        "- So:\n\n  ```{code-cell}\n  print(1)\n  ```",
        "```{code-cell}",
        "outside directives, lists and quotes: this one does not run",
    ),
    Fault(
        CODE,
        "A cell in a quote",
        "> ```{code-cell}\n> print(1)\n> ```",
        "```{code-cell}",
        "outside directives, lists and quotes: this one does not run",
    ),
    Fault(
        CODE,
        "A cell between colons",
        ":::{code-cell}\nprint(1)\n:::",
        ":::{code-cell}",
        "expected a cell between ``` at the left margin",
    ),
    Fault(
        CODE,
        "A cell within a line",
        "So ``{code-cell} print(1)``.",
        "So ``",
        "expected ``` before {code-cell}, got an inline code",
    ),
    Fault(CODE, "A misspelt directive", "```{nota}\nSo.\n```", "```{nota}", "'nota'"),
    Fault(CODE, "A misspelt cell", "```{code-sell}\nprint(1)\n```", "{code-sell}", "'code-sell'"),
    Fault(
        CODE,
        "A misspelt tag",
        cell("print(1)", "remove-imput"),
        "remove-imput",
        "raises-…, got 'remove-imput'",
    ),
    Fault(
        CODE,
        "A misspelt cell option",
        "```{code-cell}\n:tag: [remove-input]\n\nprint(1)\n```",
        ":tag:",
        "expected no option of a cell but 'tags', got 'tag'",
    ),
    Fault(
        CODE,
        "An option in the place of an argument",
        "```{code-cell} :tags: [remove-input]\nprint(1)\n```",
        "```{code-cell}",
        "expected nothing after {code-cell}, got ':tags: [remove-input]'",
    ),
    Fault(
        CODE,
        "Tags that are no list",
        "```{code-cell}\n:tags: remove-cell\n\nprint(1)\n```",
        ":tags:",
        "expected tags as in ':tags: [remove-cell]', got 'remove-cell'",
    ),
    Fault(
        CODE,
        "Cell options that cannot be read",
        "```{code-cell}\n---\ntags: [remove-cell\n---\nprint(1)\n```",
        "```{code-cell}",
        "expected options as in ':tags: [remove-cell]', got Code cell",
    ),
    Fault(
        CODE,
        "A cell without code",
        "```{code-cell}\n\n```",
        "```{code-cell}",
        "expected code in this cell, got none",
    ),
    Fault(
        CODE,
        "A skipped cell",
        cell("print(1)", "skip-execution"),
        "skip-execution",
        "got 'skip-execution'",
    ),
    Fault(
        CODE,
        "A cell that may fail",
        cell("1 / 0", "raises-exception"),
        "raises-exception",
        "got 'raises-exception'",
    ),
    Fault(
        CODE,
        "A cell that only captures",
        cell("%%capture\nprint(1)"),
        "%%capture",
        "got the magic '%%capture'",
    ),
    Fault(
        CODE,
        "A chapter without its header",
        "# No header\n\nA sentence.\n\n```{code-cell}\nprint(1)\n```\n",
        "# No header",
        "expected the header of a chapter before its cells, got none, so that no cell runs",
        header=False,
    ),
    Fault(
        CODE,
        "A header after an empty line",
        "\n" + HEADER + "# Late\n\nA sentence.\n\n```{code-cell}\nprint(1)\n```\n",
        "",
        "expected the header of a chapter before its cells, got none, so that no cell runs",
        header=False,
    ),
    Fault(
        CODE,
        "A header without the format",
        "---\nkernelspec:\n  name: python3\n---\n\n# Half\n\nText.\n\n" + cell("print(1)"),
        "---",
        "expected 'file_format' in the front matter, got none, so that no cell runs",
        header=False,
    ),
    Fault(
        CODE,
        "Front matter that switches execution off",
        HEADER.replace("python3\n", "python3\nmystnb:\n  execution_mode: 'off'\n")
        + "# Off\n\n"
        + cell("print(1)"),
        "mystnb:",
        "expected nothing but file_format and kernelspec in the front matter, got 'mystnb'",
        header=False,
    ),
    Fault(
        CODE,
        "Front matter with another kernel",
        HEADER.replace("python3\n", "bash\n") + "# Bash\n\n" + cell("print(1)"),
        "kernelspec",
        "expected nothing but kernelspec: {'name': 'python3'} in the front matter",
        header=False,
    ),
    Fault(
        CODE,
        "Front matter that hides a page",
        HEADER.replace("---\n\n", "orphan: true\n---\n\n") + "# Orphan\n\nText.\n",
        "orphan",
        "got 'orphan'",
        header=False,
    ),
    Fault(
        CODE,
        "Front matter that cannot be read",
        "---\nfile_format: [mystnb\n---\n\n# Title\n\nText.\n",
        "---\n\n# Title",
        "expected front matter in YAML, got ",
        header=False,
    ),
    Fault(
        CODE,
        "Stored outputs",
        '{"cells": [{"cell_type": "code", "execution_count": 1, "metadata": {}, "source": "1 + 1",'
        ' "outputs": [{"output_type": "stream", "name": "stdout", "text": "3"}]}],'
        ' "metadata": {}, "nbformat": 4, "nbformat_minor": 4}',
        '{"cells"',
        "expected a chapter in Markdown, got .ipynb, whose stored outputs would be published",
        header=False,
        suffix=".ipynb",
    ),
    Fault(
        CODE,
        "A chapter in another markup",
        "Title\n=====\n\n.. code:: python\n\n   1\n",
        "Title",
        "expected a chapter in Markdown, got .rst",
        header=False,
        suffix=".rst",
    ),
    Fault(
        CODE,
        "A block break that hides text",
        '+++ {"tags": ["remove-cell"]}\n\nUnseen.',
        "+++",
        "expected no block break, whose tags can hide text",
    ),
    Fault(
        CODE,
        "A setting that lets failures pass",
        "Text.",
        "nb_execution_allow_errors = True",
        "expected nb_execution_allow_errors = False, got True",
        where="conf.py",
        appended={"conf.py": "\nnb_execution_allow_errors = True\n"},
    ),
    # Stale or foreign results
    Fault(
        STALE,
        "A value of another chapter",
        "It is {glue:text}`../part/one.md::one-value:.1f`.",
        "It is",
        "expected a value of this chapter's own cells, got one of another page",
    ),
    Fault(
        STALE,
        "An output of another chapter",
        "```{glue} one-value\n:doc: ../part/one.md\n```",
        ":doc:",
        "expected a value of this chapter's own cells, got the option :doc:",
    ),
    Fault(
        STALE,
        "A value that is not there",
        "It is {glue:text}`no-value`.",
        "It is",
        "no-value",
    ),
    Fault(
        STALE,
        "A value with two sources",
        cell("from myst_nb import glue\n\nglue('twice', 1)\nglue('twice', 2)")
        + "\nIt is {glue:text}`twice`.",
        "```{code-cell}",
        "glue key 'twice' duplicate",
    ),
    Fault(
        STALE,
        "A function that is not in the module",
        "```{module-source} gradbook.activations.swosh\n```",
        "```{module-source}",
        "'gradbook.activations' has no 'swosh'",
    ),
    Fault(
        STALE,
        "A removed chapter",
        "Text.",
        "faults/removed",
        "toctree contains reference to nonexisting document 'faults/removed'",
        where="docs/index.md",
    ),
    # The page
    Fault(PAGE, "A broken reference", "See {ref}`no-label`.", "See", "no-label"),
    Fault(PAGE, "A broken figure reference", "See {numref}`no-fig`.", "See", "no-fig"),
    Fault(PAGE, "A broken equation reference", "See {eq}`no-eq`.", "See", "no-eq"),
    Fault(PAGE, "A broken link to a page", "See [it](no-page.md).", "See", "no-page.md"),
    Fault(PAGE, "A broken link to an anchor", "See [it](#no-anchor).", "See", "no-anchor"),
    Fault(PAGE, "A broken link to a file", "See [it](no-file.html).", "See", "no-file.html"),
    Fault(
        PAGE,
        "A broken link in an output",
        cell("from IPython.display import HTML\n\nHTML('<a href=\"no-target.html\">x</a>')"),
        "no-target.html",
        "expected a link to a page, file or anchor of the site, got 'no-target.html'",
    ),
    Fault(
        PAGE,
        "A link to a function that is not there",
        "See {py:func}`gradbook.no`.",
        "See",
        "gradbook.no",
    ),
    Fault(PAGE, "A term that no glossary has", "See {term}`no-term`.", "See", "no-term"),
    Fault(PAGE, "A misspelt role", "See {reff}`fig-one`.", "See", "reff"),
    Fault(
        PAGE,
        "A role of another markup",
        "See :ref:`fig-one`.",
        "See",
        "expected {ref} before the backtick, got ':ref:'",
    ),
    Fault(PAGE, "A missing image", "![A picture](no-image.png)", "![A", "no-image.png"),
    Fault(
        PAGE,
        "A damaged image",
        "![A picture](damaged.png)",
        "![A",
        "expected a picture of the kind .png, got other bytes",
        files={"docs/faults/damaged.png": b"nothing"},
    ),
    Fault(
        PAGE,
        "An image without an alternative text",
        "![](good.gif)",
        "![](",
        "expected an alternative text, got '' for the picture good.gif",
        files={"docs/faults/good.gif": GIF},
    ),
    Fault(
        PAGE,
        "A figure without its directive",
        figure("plt.plot([1, 2])\nplt.show()"),
        "```{code-cell}",
        "expected a cell-figure with caption and alternative text after this figure",
    ),
    Fault(
        PAGE,
        "A figure without an alternative text",
        figure("plt.plot([1, 2])\nplt.show()", "\n```{cell-figure} fig-mute\nA caption.\n```\n"),
        "```{cell-figure}",
        "expected a caption, an empty line and an alternative text",
    ),
    Fault(
        PAGE,
        "A caption without a figure",
        cell("1 + 1") + SHOWN.replace("fault", "none"),
        "```{cell-figure}",
        "expected one figure from the cell before it, got 0",
    ),
    Fault(PAGE, "An unknown macro", r"So $\frax{1}{2}$.", "So", "KaTeX cannot typeset"),
    Fault(PAGE, "An unbalanced brace", "$$\n\\frac{1}{2\n$$", "$$", "KaTeX cannot typeset"),
    Fault(
        PAGE,
        "Stray dollars",
        "$$\nx = 1\n\nText.",
        "$$",
        "expected formulas between pairs of dollar signs, got '$$' in a text",
    ),
    Fault(
        PAGE,
        "A formula that swallows text",
        "$$\nx = 1\n\nText.\n\n$$\ny = 2\n$$",
        "$$",
        "expected '$$' at the end of this formula, got an empty line",
    ),
    Fault(
        PAGE,
        "A stray dollar",
        "The price is 5 $ today.",
        "The price",
        "expected formulas between pairs of dollar signs, got '$' in a text",
    ),
    Fault(
        PAGE,
        "A label of two formulas",
        "$$\nx = 1\n$$ (eq-twice)\n\n$$\ny = 2\n$$ (eq-twice)",
        "y = 2",
        "eq-twice",
    ),
    Fault(
        PAGE,
        "A label of two figures",
        figure("plt.plot([1, 2])\nplt.show()", SHOWN.replace("fig-fault", "fig-one")),
        "```{cell-figure} fig-one",
        "expected a label of its own, got 'fig-one' as in faults/a_label_of_two_figures",
        where="docs/part/one.md",
    ),
    Fault(
        PAGE,
        "A label of two corrections",
        "```{erratum} Again\n:name: erratum-slip\nIt was wrong.\n```",
        "```{erratum} A slip",
        "expected a label of its own, got 'erratum-slip'",
        where="docs/part/two.md",
    ),
    Fault(
        PAGE,
        "Duplicate headings",
        "## Same\n\nText.\n\n## Other\n\nText.\n\n### Same\n\nText.",
        "### Same",
        "expected headings that differ, got 'Same' as in line",
    ),
    Fault(
        PAGE,
        "A heading without text",
        "## Bare\n\n## Full\n\nText.",
        "## Bare",
        "expected text under the heading 'Bare', got nothing",
    ),
    Fault(
        PAGE,
        "A label of formulas on two pages",
        "$$\nx = 1\n$$ (eq-one)",
        "$$",
        "expected a label of its own, got 'eq-one'",
        where="docs/part/one.md",
    ),
    Fault(
        PAGE,
        "A chapter outside the toctree",
        "Text.",
        "",
        "document isn't included in any toctree",
        in_toctree=False,
    ),
    Fault(
        PAGE,
        "A file that is not UTF-8",
        "Na\xefve.",
        "Na",
        "undecodable source characters",
    ),
    Fault(
        PAGE,
        "An empty chapter",
        "",
        "",
        "expected a title and text, got an empty page",
        header=False,
    ),
    Fault(
        PAGE,
        "A chapter of a title alone",
        "# Alone\n",
        "# Alone",
        "expected text under the heading 'Alone', got nothing",
        header=False,
    ),
    Fault(PAGE, "Raw HTML", "<b>bold</b> words.", "<b>", "expected Markdown, got raw HTML: '<b>'"),
    Fault(PAGE, "A block of raw HTML", "<div>\nx\n</div>", "<div>", "got raw HTML: '<div>'"),
    Fault(PAGE, "An undefined citation", "See {cite}`nobody`.", "See", "nobody"),
    Fault(
        PAGE,
        "An unused source",
        "Text.",
        "@misc{unused",
        "expected a source that a page cites, got 'unused'",
        where="docs/reference/bibliography.bib",
        appended={"docs/reference/bibliography.bib": "@misc{unused,\n  title = {None}\n}\n"},
    ),
    Fault(
        PAGE,
        "An exercise without a solution",
        "```{exercise} exercise-open\nHow?\n```",
        "```{exercise}",
        "expected a solution with a cell, got none",
    ),
    Fault(
        PAGE,
        "A solution without a cell",
        "```{exercise} exercise-bare\nHow?\n```\n\n```{solution-start} exercise-bare\n```\n\nSo.\n\n"
        "```{solution-end}\n```",
        "```{solution-start}",
        "expected a cell that runs, got none",
    ),
]

CHANGES = [
    Change(
        CODE,
        "Settings with a syntax error",
        "conf.py",
        "nitpicky = True",
        "nitpicky = (True",
        "conf.py",
    ),
    Change(
        CODE,
        "An extension that is not there",
        "conf.py",
        '"sphinx_copybutton",',
        '"sphinx_copybutten",',
        "sphinx_copybutten",
    ),
    Change(
        EXECUTION,
        "A kernel that does not start",
        "docs/_kernel/kernels/python3/ipython_kernel_config.py",
        "c = get_config()",
        "c = get_confic()",
        "docs/part/one.md:14: WARNING: cell 1: expected a kernel that lives, got a dead one",
    ),
    Change(
        PAGE,
        "A bibliography that cannot be read",
        "docs/reference/bibliography.bib",
        "",
        "@book{one,\n  title = {One\n",
        "bibliography.bib",
    ),
]

# What must not stop a build.
HARMLESS = {
    "An expected exception": cell("int('one')", "raises-ValueError"),
    "Infinity asked for": cell("import math\n\nprint(math.inf, float('nan'))"),
    "Infinity tested for": cell("import torch\n\nx = torch.ones(1) / 0\nprint(x, x.isinf())"),
    "Words with nan and inf": cell("print('banana information, nano; nan_count')"),
    "Output in a console": "```console\n$ echo $HOME 50 %\n```\n\n```text\n```python\n```",
    "An escaped dollar": r"It costs 5\$ and $x$ costs `$5`.",
    "A formula in a heading": "## The case $x = 1$\n\nText.",
    "A caught warning": cell(
        "import warnings\n\nwith warnings.catch_warnings(record=True) as seen:\n"
        "    warnings.warn('x')\nprint(len(seen))"
    ),
    "A thread that ends well": cell(THREAD.replace("raise ValueError", "print")),
    "A thread that ends late": cell(
        "import time\n" + LATE_THREAD.replace("raise ValueError", "print")
    ),
    "A task that is awaited": cell(
        "import asyncio\n\nasync def one():\n    return 1\n\nprint(await one())"
    ),
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

IN_BUILD = "tests/book/test_build.py"
IN_CACHE = "tests/extensions/test_execution_cache.py"
IN_PUBLISHING = "tests/book/test_publishing.py"
