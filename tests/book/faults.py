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
    # How far below `at` the message points.
    below: int = 0
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


def formula(text: str) -> str:
    return cell("%load_ext gradbook.formula") + "\n" + cell(f"%%formula {text}")


def figure(code: str, directive: str = "") -> str:
    start = "import matplotlib.pyplot as plt\n\n"
    return cell(start + code) + directive


SHOWN = "\n```{cell-figure} fig-fault\nA caption.\n\nAn alternative text.\n```\n"
GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00"
GIF += b"\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
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
        "expected no exception, got ValueError: invalid literal",
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
        "expected no exception, got SyntaxError",
    ),
    Fault(
        EXECUTION,
        "A wrong indentation",
        cell("for i in range(2):\n    i\n  i"),
        "\n  i\n",
        "expected no exception, got IndentationError",
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
        "import sys",
        "expected no exception, got SystemExit",
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
        "The statement at which a cell hangs",
        cell("import time\n\nx = 1\ntime.sleep(3600)"),
        "time.sleep(3600)",
        "line 4: still running after 11 s",
    ),
    Fault(
        EXECUTION,
        "A cell that waits for an answer",
        cell("name = input()"),
        "name = input()",
        "expected no exception, got StdinNotImplementedError",
    ),
    Fault(
        EXECUTION,
        "Too much memory at once",
        cell("import torch\n\nx = torch.zeros(10**12)"),
        "x = torch.zeros",
        "expected no exception, got RuntimeError: ",
    ),
    Fault(
        EXECUTION,
        "More and more memory",
        cell("held = []\nwhile True:\n    held.append(bytearray(10**8))"),
        "held.append(",
        "expected no exception, got MemoryError",
    ),
    Fault(
        EXECUTION,
        "An import that fails",
        cell("import gradbock"),
        "import gradbock",
        "expected no exception, got ModuleNotFoundError: No module named 'gradbock'",
    ),
    Fault(
        EXECUTION,
        "An import of a name that is not there",
        cell("import torch\nfrom gradbook.activations import rely"),
        "import rely",
        "expected no exception, got ImportError: cannot import name 'rely'",
    ),
    Fault(
        EXECUTION,
        "A module with a syntax error",
        cell("import torch\nfrom gradbook import unfinished"),
        "import unfinished",
        "expected no exception, got SyntaxError",
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
        "A thread that prints after the last cell",
        cell("import time\n" + LATE_THREAD.replace("raise ValueError", "print")),
        "import time",
        "cell 1: expected nothing printed after the last cell, got:\nin a thread",
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
        "expected Python, got a shell command, whose failure nobody would see: 'os.system'",
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
        "print(z / z)",
        "expected finite numbers, got 'nan' unasked",
    ),
    Fault(
        EXECUTION,
        "Infinity unasked",
        cell("import torch\n\ntorch.tensor(1.0) / 0"),
        "torch.tensor(1.0) / 0",
        "expected finite numbers, got 'inf' unasked",
    ),
    Fault(
        EXECUTION,
        "NaN in a number that prose shows",
        cell("from myst_nb import glue\n\nglue('number', 1e308 * 10 - 1e308 * 10, False)"),
        "glue('number'",
        "expected finite numbers, got 'nan' unasked",
    ),
    Fault(
        EXECUTION,
        "An empty figure",
        figure("plt.subplots()\nplt.show()", SHOWN.replace("fault", "empty")),
        "plt.subplots()",
        "expected something drawn in the figure, got an empty one",
    ),
    Fault(
        EXECUTION,
        "A figure that was made and never shown",
        figure("plt.plot([1, 2])\nplt.close()"),
        "plt.plot([1, 2])",
        "expected every figure to be shown, got 1 made and 0 shown",
    ),
    Fault(
        EXECUTION,
        "A figure that is only shown in a notebook",
        figure("plt.plot([1, 2]);", SHOWN.replace("fault", "notebook")),
        "plt.plot([1, 2]);",
        "expected plt.show() at the end of a cell with a figure",
    ),
    Fault(
        EXECUTION,
        "An output of megabytes",
        cell("print('digits ' * 300_000)"),
        "print(",
        "expected at most 100000 printed characters, got 2100001",
    ),
    Fault(
        EXECUTION,
        "A table of megabytes",
        cell("from IPython.display import HTML\n\nHTML('<p>digits</p>' * 100_000)"),
        "from IPython",
        "expected at most 1000000 characters of output, got 1300",
    ),
    Fault(
        EXECUTION,
        "A picture that is no SVG",
        cell("from IPython.display import Image\n\nImage('good.gif', format='gif')")
        + SHOWN.replace("fault", "gif"),
        "from IPython",
        "expected a picture as image/svg+xml, got image/gif",
    ),
    Fault(
        EXECUTION,
        "A script in an output",
        cell("from IPython.display import HTML\n\nHTML('<script>1</script>')"),
        "HTML('<script>",
        "expected an output without a script, got one with",
    ),
    Fault(
        EXECUTION,
        "A script in a picture",
        cell("from IPython.display import HTML\n\nHTML('<img src=x onerror=run()>')"),
        "HTML('<img",
        "expected an output without a script, got one with",
    ),
    Fault(
        EXECUTION,
        "A failure in a thread that ends with the kernel",
        cell(
            "import threading, time\n\ndef work():\n    time.sleep(0.5)\n    raise "
            "ValueError('daemon')\n\nthreading.Thread(target=work, daemon=True).start()"
        ),
        "    raise ValueError",
        "expected nothing on stderr, got:\nException in thread",
    ),
    Fault(
        EXECUTION,
        "A thread that never ends",
        cell(
            "import threading, time\n\nthreading.Thread(target=time.sleep, args=[999], "
            "daemon=True).start()"
        ),
        "import threading",
        "a thread still runs",
    ),
    Fault(
        EXECUTION,
        "A coroutine that is never awaited",
        cell("async def work():\n    return 1\n\nheld = work()"),
        "async def work",
        "work was never awaited",
    ),
    Fault(
        EXECUTION,
        "A destructor that fails at the end",
        cell(
            "class Bad:\n    def __del__(self):\n        raise ValueError('at the end')\n\nheld = "
            "Bad()"
        ),
        "        raise ValueError",
        "expected nothing on stderr, got:\nException ignored",
    ),
    Fault(
        EXECUTION,
        "A function at the end of Python that fails",
        cell(
            "import atexit\n\ndef end():\n    raise ValueError('at the end')\n\n"
            "atexit.register(end)\n1"
        ),
        "    raise ValueError",
        "expected nothing on stderr, got:\nTraceback",
    ),
    Fault(
        EXECUTION,
        "A message that goes around Python to stderr",
        cell("import os\n\nos.write(2, b'low level\\n')"),
        "import os",
        "expected nothing on stderr, got:\nlow level",
    ),
    Fault(
        EXECUTION,
        "An error that is logged to stdout",
        cell(
            "import logging, sys\n\nlogging.basicConfig(stream=sys.stdout, force=True)\n"
            "logging.error('went wrong')"
        ),
        "logging.error",
        "expected nothing logged, got ERROR: went wrong",
    ),
    Fault(
        EXECUTION,
        "Warnings that are switched off",
        cell("import warnings\n\nwarnings.simplefilter('ignore')\nwarnings.warn('unseen')"),
        "warnings.simplefilter",
        "expected warnings and errors to be seen, got the filter 'ignore' of warnings.simplefilter",
    ),
    Fault(
        EXECUTION,
        "Warnings of NumPy that are switched off",
        cell("import numpy as np\n\nnp.seterr(all='ignore')\n1"),
        "np.seterr",
        "expected warnings and errors to be seen, got numpy.seterr",
    ),
    Fault(
        EXECUTION,
        "Errors that are sent elsewhere",
        cell(
            "import contextlib, io, warnings\n\nwith contextlib.redirect_stderr(io.StringIO()):\n "
            "   warnings.warn('hidden')"
        ),
        "with contextlib",
        "expected warnings and errors to be seen, got contextlib.redirect_stderr",
    ),
    Fault(
        EXECUTION,
        "A warning that the output hides",
        cell(
            "import warnings\nfrom IPython.display import clear_output\n\n"
            "warnings.warn('hidden')\nclear_output()"
        ),
        "warnings.warn",
        "expected nothing on stderr, got:\n",
    ),
    Fault(
        EXECUTION,
        "A handler that hides every exception",
        cell("try:\n    1 / 0\nexcept Exception:\n    pass"),
        "except Exception",
        "expected an exception by its name, got a handler that hides all of them",
    ),
    Fault(
        EXECUTION,
        "A cell that leaves Python by a call",
        cell("exit()"),
        "exit()",
        "expected a cell that others can follow, got the end of Python by exit",
    ),
    Fault(
        EXECUTION,
        "A keyboard interrupt",
        cell("raise KeyboardInterrupt"),
        "raise Key",
        "expected no exception, got KeyboardInterrupt",
    ),
    Fault(
        EXECUTION,
        "Another program under another name",
        cell("from os import system\n\nsystem('false')"),
        "system('false')",
        "expected Python, got another program, whose failure nobody would see: os.system",
    ),
    Fault(
        EXECUTION,
        "A second process",
        cell("import os\n\npid = os.fork()\nif not pid:\n    os._exit(3)\nos.waitpid(pid, 0)\n1"),
        "pid = os.fork",
        "got another program, whose failure nobody would see: os.fork",
    ),
    Fault(
        EXECUTION,
        "A command without its sign",
        cell("ls"),
        "ls\n",
        "expected no exception, got NameError",
    ),
    Fault(
        EXECUTION,
        "A question to IPython",
        cell("x = 1\nx?"),
        "x?",
        "expected Python, got 'x?'",
    ),
    Fault(
        EXECUTION,
        "A foreign extension of IPython",
        cell("%load_ext autoreload"),
        "%load_ext",
        "got the magic '%load_ext autoreload'",
    ),
    Fault(
        EXECUTION,
        "An assertion that is always true",
        cell("assert (1 == 2, 'never')"),
        "assert (1",
        "assertion is always true",
    ),
    Fault(
        EXECUTION,
        "An assertion of a constant",
        cell("assert True"),
        "assert True",
        "expected an assertion that can fail, got one of a constant",
    ),
    Fault(
        EXECUTION,
        "A comparison that nobody sees",
        cell("x = 1\nx == 2\nx"),
        "x == 2",
        "expected a use of this value, got 'x == 2' alone",
    ),
    Fault(
        EXECUTION,
        "A figure without pyplot that is not shown",
        cell("from matplotlib.figure import Figure\n\nFigure().add_subplot().plot([1, 2])\n1"),
        "Figure().add",
        "expected every figure to be shown, got 1 made and 0 shown",
    ),
    Fault(
        EXECUTION,
        "A curve of NaN alone",
        figure("plt.plot([float('nan')] * 2)\nplt.show()", SHOWN.replace("fault", "lost")),
        "plt.plot",
        "expected a curve with finite points, got one without, which nobody sees",
    ),
    Fault(
        EXECUTION,
        "A curve outside of its axes",
        figure("plt.plot([1, 2])\nplt.ylim(5, 6)\nplt.show()", SHOWN.replace("fault", "outside")),
        "plt.plot",
        "expected curves within their axes, with a width and a color, got a hidden one",
    ),
    Fault(
        EXECUTION,
        "A curve without a width",
        figure("plt.plot([1, 2], linewidth=0)\nplt.show()", SHOWN.replace("fault", "thin")),
        "plt.plot",
        "expected curves within their axes, with a width and a color, got a hidden one",
    ),
    Fault(
        EXECUTION,
        "A curve without a color",
        figure("plt.plot([1, 2], color='none')\nplt.show()", SHOWN.replace("fault", "colorless")),
        "plt.plot",
        "expected curves within their axes, with a width and a color, got a hidden one",
    ),
    Fault(
        EXECUTION,
        "An exception that IPython hides",
        cell(
            "import IPython\n\nIPython.core.interactiveshell.InteractiveShell"
            ".instance().showtraceback = lambda *_, **__: None"
        )
        + cell("print(1 / 0)"),
        "print(1 / 0)",
        "expected exceptions to be seen, got a hidden ZeroDivisionError",
    ),
    Fault(
        EXECUTION,
        "The shell of the cells",
        cell("shell = get_ipython()"),
        "shell =",
        "expected warnings and errors to be seen, got get_ipython",
    ),
    Fault(
        EXECUTION,
        "An assertion that is expected to fail",
        cell("assert len([]) == 1", "raises-AssertionError"),
        "assert len",
        "expected assertions that hold, got the tag of one that fails",
    ),
    Fault(
        EXECUTION,
        "A handler that hides an assertion",
        cell("try:\n    assert len([]) == 1\nexcept AssertionError:\n    pass"),
        "except AssertionError",
        "expected assertions that hold, got a handler that hides one",
    ),
    Fault(
        CODE,
        "An assertion that is not called",
        cell("import torch\n\nx = torch.zeros(2)\nassert (x > 0).all"),
        "assert (x",
        "expected an assertion that can fail, got one of '(x > 0).all'",
    ),
    Fault(
        CODE,
        "An assertion with a text after or",
        cell("x = 1\nassert x == 2 or 'they differ'"),
        "assert x",
        "expected an assertion that can fail, got one of",
    ),
    Fault(
        CODE,
        "An assertion of something and itself",
        cell("x = 1\nassert x == x"),
        "assert x",
        "expected an assertion that can fail, got one of 'x == x'",
    ),
    Fault(
        CODE,
        "A comparison that nobody asserts",
        cell("import torch\n\nx = torch.zeros(2)\ntorch.allclose(x, x + 1)\nprint(x)"),
        "torch.allclose",
        "expected a use of this value, got 'torch.allclose(x, x + 1)' alone",
    ),
    Fault(
        CODE,
        "A check that is mapped and never made",
        cell("def check(x):\n    assert x > 0\n\nmap(check, [1, -1])\nprint(1)"),
        "map(check",
        "expected a use of this value, got 'map(check, [1, -1])' alone",
    ),
    Fault(
        EXECUTION,
        "A future that fails and that nobody asks",
        cell(
            "from concurrent.futures import ThreadPoolExecutor\n\n"
            "with ThreadPoolExecutor() as pool:\n    future = pool.submit(lambda: 1 / 0)"
        ),
        "    future = pool",
        "ZeroDivisionError",
    ),
    Fault(
        EXECUTION,
        "A figure that is shown twice",
        figure(
            "_, axes = plt.subplots()\naxes.plot([1, 2])\ndisplay(axes.figure)\nplt.show()",
            SHOWN.replace("fault", "double"),
        ),
        "```{cell-figure}",
        "expected one figure from the cell before it, got 2",
    ),
    Fault(
        EXECUTION,
        "Infinity behind a comment",
        cell("# finite\nprint(1e308 * 10)"),
        "print(1e308",
        "expected finite numbers, got 'inf' unasked",
    ),
    Fault(
        EXECUTION,
        "A style in an output",
        cell("from IPython.display import HTML\n\nHTML('<style>p {display: none}</style>')"),
        "HTML('<style>",
        "expected an output without a style of its own, got one with",
    ),
    Fault(
        EXECUTION,
        "A picture from the network in an output",
        cell(
            'from IPython.display import HTML\n\nHTML(\'<img alt="x" '
            'src="https://example.org/x.png">\')'
        ),
        "HTML('<img",
        "expected an output that needs no network, got 'src=",
    ),
    Fault(
        EXECUTION,
        "A widget that no page can show",
        cell(
            "from IPython.display import display\n\n"
            "display({'application/vnd.jupyter.widget-view+json': {'model_id': 'x'}}, raw=True)"
        ),
        "display({'",
        "expected an output that a page can show, got application/vnd.jupyter.widget-view+json",
    ),
    Fault(
        EXECUTION,
        "A formula in an output that cannot be typeset",
        cell("from IPython.display import Math\n\nMath(r'\\frax{1}{2}')"),
        "from IPython",
        "KaTeX cannot typeset",
        below=1,
    ),
    Fault(
        EXECUTION,
        "A handler of several kinds that hides all of them",
        cell("try:\n    x = 1\nexcept (ValueError, Exception):\n    pass"),
        "except (ValueError",
        "expected an exception by its name, got a handler that hides all of them",
    ),
    Fault(
        EXECUTION,
        "Exceptions that are suppressed",
        cell("import contextlib\n\nwith contextlib.suppress(Exception):\n    {}['key']"),
        "with contextlib",
        "expected warnings and errors to be seen, got contextlib.suppress of Exception",
    ),
    Fault(
        EXECUTION,
        "Warnings that are caught and dropped",
        cell(
            "import warnings\n\nwith warnings.catch_warnings(action='ignore'):\n"
            "    warnings.warn('hidden')"
        ),
        "with warnings",
        "expected warnings and errors to be seen, got the filter 'ignore'",
    ),
    Fault(
        EXECUTION,
        "An assertion of a list",
        cell("x = 1\nassert [x == 2]"),
        "assert [x",
        "expected an assertion that can fail, got one of '[x == 2]'",
    ),
    Fault(
        EXECUTION,
        "Names that are imported with a star",
        cell("from math import *\n\nprint(pi)"),
        "from math",
        "expected names imported one by one, got 'from math import *'",
    ),
    # Code that does not run
    Fault(
        CODE,
        "Code after an expected exception",
        cell("int('one')\nprint('dead')", "raises-ValueError"),
        "print('dead')",
        "expected code that runs, got some after the ValueError that ends it",
    ),
    Fault(
        CODE,
        "A condition that is never true",
        cell("if False:\n    print(1)\nprint(2)"),
        "if False",
        "expected code that runs, got a condition that is always False",
    ),
    Fault(
        CODE,
        "Text for other readers",
        "```{only} never\nText.\n```",
        "```{only}",
        "expected text that every reader sees, got {only}",
    ),
    Fault(
        CODE,
        "Text for other readers in reStructuredText",
        "```{eval-rst}\n.. only:: never\n\n   Text.\n```",
        ".. only",
        "expected text that every reader sees, got '.. only:: never'",
    ),
    Fault(
        CODE,
        "A comment that hides text",
        "% A sentence that nobody reads.\n\nText.",
        "% A",
        "expected a sentence that readers see, got a comment",
    ),
    Fault(
        CODE,
        "A class that hides text",
        "{.d-none}\nUnseen.",
        "Unseen.",
        "expected plain text, got the class 'd-none'",
    ),
    Fault(
        CODE,
        "A chapter with the suffix in capitals",
        "Text.",
        "---",
        "expected a chapter in .md or a picture or data, got",
        suffix=".MD",
        in_toctree=False,
    ),
    Fault(
        CODE,
        "A chapter with another suffix",
        "Text.",
        "---",
        "expected a chapter in .md or a picture or data, got",
        suffix=".markdown",
        in_toctree=False,
    ),
    Fault(
        CODE,
        "A copy that an editor left",
        "Text.",
        "---",
        "expected a chapter in .md or a picture or data, got",
        suffix=".md.orig",
        in_toctree=False,
    ),
    Fault(
        CODE,
        "A module beside a chapter",
        cell("import fractions"),
        "x = 1",
        "expected a chapter in .md or a picture or data, got fractions.py",
        where="docs/faults/fractions.py",
        files={"docs/faults/fractions.py": "x = 1\n"},
    ),
    Fault(
        CODE,
        "A Python fence",
        "```python\nprint(1)\n```",
        "```python",
        "expected a {code-cell}, or console or text for what is no Python, got the fence 'python'",
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
        "expected a cell between ``` at the left margin, outside directives, lists and quotes: "
        "this one does not run",
    ),
    Fault(
        CODE,
        "A cell in a list",
        "- So:\n\n  ```{code-cell}\n  print(1)\n  ```",
        "```{code-cell}",
        "expected a cell between ``` at the left margin, outside directives, lists and quotes: "
        "this one does not run",
    ),
    Fault(
        CODE,
        "A cell in a quote",
        "> ```{code-cell}\n> print(1)\n> ```",
        "```{code-cell}",
        "expected a cell between ``` at the left margin, outside directives, lists and quotes: "
        "this one does not run",
    ),
    Fault(
        CODE,
        "A cell between colons",
        ":::{code-cell}\nprint(1)\n:::",
        ":::{code-cell}",
        "expected a cell between ``` at the left margin, outside directives, lists and quotes: "
        "this one does not run",
    ),
    Fault(
        CODE,
        "A cell within a line",
        "So ``{code-cell} print(1)``.",
        "So ``",
        "expected ``` before {code-cell}, got an inline code",
    ),
    Fault(
        CODE,
        "A misspelt directive",
        "```{nota}\nSo.\n```",
        "```{nota}",
        "Unknown directive type: 'nota'",
    ),
    Fault(
        CODE,
        "A misspelt cell",
        "```{code-sell}\nprint(1)\n```",
        "{code-sell}",
        "Unknown directive type: 'code-sell'",
    ),
    Fault(
        CODE,
        "A misspelt tag",
        cell("print(1)", "remove-imput"),
        "remove-imput",
        "expected one of the tags remove-cell, remove-input, hide-input, show-cell, note-…, "
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
        "expected one of the tags remove-cell, remove-input, hide-input, show-cell, note-…, "
        "raises-…, got 'skip-execution'",
    ),
    Fault(
        CODE,
        "A cell that may fail",
        cell("1 / 0", "raises-exception"),
        "raises-exception",
        "expected one of the tags remove-cell, remove-input, hide-input, show-cell, note-…, "
        "raises-…, got 'raises-exception'",
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
        "expected nothing but file_format and kernelspec in the front matter, got 'orphan'",
        header=False,
    ),
    Fault(
        CODE,
        "Front matter that cannot be read",
        "---\nfile_format: [mystnb\n---\n\n# Title\n\nText.\n",
        "file_format: [",
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
        "No key 'no-value' found in glue data for this document",
    ),
    Fault(
        PAGE,
        "A typed number",
        "A first sentence.\nThe loss is 0.731 at the end.",
        "The loss is",
        "number up to 12 as a word or between dollar signs, got the typed number '0.731'",
    ),
    Fault(
        PAGE,
        "A typed number in a table",
        "| rate | loss |\n| - | - |\n| small | 0.731 |",
        "| small",
        "got the typed number '0.731'",
    ),
    Fault(
        PAGE,
        "A typed number in an alternative text",
        figure("plt.plot([1, 2])\nplt.show()")
        + "\n```{cell-figure} fig-typed\nA caption.\n\nA line\nthat rises to 0.731.\n```\n",
        "that rises",
        "got the typed number '0.731'",
    ),
    Fault(
        PAGE,
        "A number typed as a word",
        "It is right in ninety-five percent of all cases.",
        "It is right",
        "got the typed number 'ninety-five'",
    ),
    Fault(
        PAGE,
        "A typed result in a formula",
        "The loss is $L = 0.731$ at the end.",
        "The loss is",
        "got the typed number '0.731' in the formula 'L = 0.731'",
    ),
    Fault(
        PAGE,
        "A glued number that nothing has computed",
        cell("from myst_nb import glue\n\nvalue = 0.731\nglue('typed-value', value)")
        + "\nIt is {glue:text}`typed-value`.",
        "glue('typed-value'",
        "expected a glued value that is computed, got value",
    ),
    Fault(
        PAGE,
        "A glued number that an earlier cell only names",
        cell("one = 0.731")
        + cell("from myst_nb import glue\n\nglue('named', one, display=False)")
        + "\n\nIt is {glue:text}`named:.2f`.",
        "glue('named'",
        "expected a glued value that is computed, got one",
    ),
    Fault(
        PAGE,
        "A typed number in the title of a note",
        "```{warning} About 0.731 of all\nIt is so.\n```",
        "```{warning}",
        "got the typed number '0.731'",
    ),
    Fault(
        PAGE,
        "A typed number between backticks",
        "The loss is `0.731` at the end.",
        "The loss is",
        "got the typed number '0.731'",
    ),
    Fault(
        PAGE,
        "A typed number that a cell prints",
        cell("print('The loss is 0.731')"),
        "print('The",
        "expected a number that is computed, got a text with it typed: 'The loss is 0.731'",
    ),
    Fault(
        PAGE,
        "A link with a space in its middle",
        "See [the page] (../part/one.md).",
        "See [the",
        "expected a link or one word, got",
    ),
    Fault(
        PAGE,
        "A word that stands twice",
        "This is the the word.",
        "This is",
        "expected a link or one word, got 'the the'",
    ),
    Fault(
        PAGE,
        "A line separator in a sentence",
        "A sentence\u2028that goes on.",
        "A sentence\u2028",
        "expected characters that can be seen, got LINE SEPARATOR",
    ),
    Fault(
        PAGE,
        "Mathematics that nobody sees",
        r"All of $x \phantom{0.5 y} = 1$ is seen.",
        "All of",
        "expected mathematics that shows all it says, got '\\\\phantom'",
    ),
    Fault(
        PAGE,
        "Mathematics in a color of its own",
        r"All of $\color{white} x$ is seen.",
        "All of",
        "expected mathematics that shows all it says, got '\\\\color'",
    ),
    Fault(
        PAGE,
        "An identity within a sentence",
        "The logarithm is $\\log p_i = z_i - \\log s$ here.",
        "The logarithm",
        "expected an identity between $$ on a line of its own",
    ),
    Fault(
        PAGE,
        "A formula that is wrong",
        formula("eq-wrong\nx = draw()\n---\n\\frac{d}{dx} x^2 = 3x"),
        "\\frac{d}{dx}",
        "eq-wrong: line 1, step 1: the sides differ",
    ),
    Fault(
        PAGE,
        "A wrong step of a derivation",
        formula(
            "eq-step\nx = draw()\n---\n\\begin{aligned}\n\\frac{d}{dx} x^3 &= 3x^2 \\\\\n"
            "&= 3x + x\n\\end{aligned}"
        ),
        "&= 3x + x",
        "eq-step: line 2, step 2: the sides differ",
    ),
    Fault(
        PAGE,
        "A symbol of a formula that nothing binds",
        formula("eq-unbound\nx = draw()\n---\nx^2 = x y"),
        "x^2 = x y",
        "eq-unbound: y is not bound",
    ),
    Fault(
        PAGE,
        "A piece of a formula that is not understood",
        formula("eq-piece\nx = draw()\n---\nx + x \\approx 2x"),
        "approx",
        "eq-piece: not supported: \\approx",
    ),
    Fault(
        PAGE,
        "A formula whose sides are the same",
        formula("eq-same\nx = draw()\n---\nx^2 = (x^2)"),
        "x^2 = (x^2)",
        "eq-same: expected two different sides",
    ),
    Fault(
        PAGE,
        "A setting that fails",
        formula("eq-setting\nx = draw()\ny = x / z\n---\ny = x"),
        "y = x / z",
        "eq-setting: setting, line 2: NameError: name 'z' is not defined",
    ),
    Fault(
        PAGE,
        "An unchecked formula of an unknown kind",
        formula("eq-kind unchecked=sometimes\nx \\in S"),
        "%%formula eq-kind",
        "expected unchecked to be one of words, limit",
    ),
    Fault(
        PAGE,
        "An unchecked formula that nothing checked follows",
        formula("eq-alone unchecked=order\nO(h^2)"),
        "%%formula",
        "expected a checked formula after one that is not checked",
    ),
    Fault(
        PAGE,
        "A displayed formula that no cell checks",
        "$$\nx = y\n$$",
        "$$",
        "expected a formula cell, got a displayed formula that nothing checks",
    ),
    Fault(
        STALE,
        "A value with two sources",
        cell("from myst_nb import glue\n\nglue('twice', 1)\nglue('twice', 2)")
        + "\nIt is {glue:text}`twice`.",
        "from myst_nb",
        "glue key 'twice' duplicate",
    ),
    Fault(
        STALE,
        "A function that is not in the module",
        "```{module-source} gradbook.activations.swosh\n```",
        "```{module-source}",
        "expected one 'swosh' in 'gradbook.activations', got none",
    ),
    Fault(
        STALE,
        "A removed chapter",
        "Text.",
        "```{toctree}",
        "toctree contains reference to nonexisting document 'faults/removed'",
        where="docs/index.md",
    ),
    Fault(
        STALE,
        "A result that depends on the clock",
        cell("import time\n\nprint(time.time() > 0)"),
        "print(time",
        "expected a result that is the same in every build and on every machine, got time.time",
    ),
    Fault(
        STALE,
        "A result that depends on the environment",
        cell("import os\n\nprint(os.environ['HOME'] > '')"),
        "print(os",
        "expected a result that is the same in every build and on every machine, got os.environ",
    ),
    Fault(
        STALE,
        "Random numbers without a seed",
        cell("import torch\n\nprint(torch.rand(1).shape)"),
        "print(torch.rand",
        "expected random numbers with a seed, got those of torch without one",
    ),
    Fault(
        STALE,
        "Random numbers of Python without a seed",
        cell("import random\n\nx = random.random()"),
        "import random",
        "expected random numbers with a seed, got those of random without one",
    ),
    Fault(
        STALE,
        "A generator without a seed",
        cell("import numpy as np\n\ngenerator = np.random.default_rng()"),
        "generator =",
        "expected random numbers with a seed, got numpy.random.default_rng() without one",
    ),
    Fault(
        STALE,
        "Memory that nobody has set",
        cell("import torch\n\nprint(torch.empty(2))"),
        "print(torch.empty",
        "expected a result that is the same in every build and on every machine, got torch.empty",
    ),
    Fault(
        STALE,
        "A method that reads memory that nobody has set",
        cell("import torch\n\nprint(torch.linalg.lstsq(torch.eye(2), torch.eye(2)).solution)"),
        "print(torch.linalg",
        "got torch.linalg.lstsq without driver='gels'",
    ),
    Fault(
        STALE,
        "An address in memory",
        cell("print(object())"),
        "print(object",
        "expected the same output in every build, got 'at 0x",
    ),
    Fault(
        STALE,
        "A folder of this machine",
        cell("import os\n\nprint(os.getcwd())"),
        "print(os",
        "expected the same output in every build, got '/",
    ),
    Fault(
        STALE,
        "A file from outside the project",
        cell("text = open('/etc/hostname').read()"),
        "text = open",
        "expected a file of this project, got /etc/hostname",
    ),
    Fault(
        STALE,
        "Data from the network",
        cell(
            "import socket\n\ntry:\n    socket.create_connection(('127.0.0.1', 9))\nexcept "
            "OSError:\n    print('offline')"
        ),
        "    socket.create",
        "expected nothing from a network, got socket.connect",
    ),
    Fault(
        STALE,
        "A file that a cell writes",
        cell("open('written.csv', 'w').close()"),
        "open('written",
        "expected nothing written into the project, got the file docs/faults/written.csv",
    ),
    Fault(
        STALE,
        "A figure that is saved beside the chapter",
        figure(
            "plt.plot([1, 2])\nplt.savefig('saved.svg')\nplt.show()",
            SHOWN.replace("fault", "saved"),
        ),
        "plt.savefig",
        "expected nothing written into the project, got the file docs/faults/saved.svg",
    ),
    Fault(
        STALE,
        "A cell that changes its folder",
        cell("import os\n\nos.chdir('..')"),
        "os.chdir",
        "expected the chapter's own folder, got another one: os.chdir",
    ),
    Fault(
        STALE,
        "A function of the module that is replaced",
        cell("import gradbook.activations\n\ngradbook.activations.relu = abs"),
        "gradbook.activations.relu",
        "expected gradbook.activations.relu as it was imported, got a change of it",
    ),
    Fault(
        STALE,
        "An output that a later cell changes",
        cell("from IPython.display import display\n\nshown = display('right', display_id='a')")
        + "\n"
        + cell("shown.update('wrong')"),
        "shown = display",
        "expected an output that stays as its cell made it, got one with a display_id",
    ),
    Fault(
        STALE,
        "A value that has another form",
        cell("from myst_nb import glue\n\nglue('word', 'a')") + "\nIt is {glue:text}`word:.2f`.",
        "It is",
        "Failed to format text/plain data",
    ),
    Fault(
        STALE,
        "A number of this process",
        cell("print(id(object()) > 0)"),
        "print(id",
        "expected a result that is the same in every build and on every machine, got id()",
    ),
    Fault(
        STALE,
        "The name of this machine",
        cell("import platform\n\nprint(platform.platform() > '')"),
        "print(platform",
        "expected a result that is the same in every build and on every machine, got platform",
    ),
    Fault(
        STALE,
        "A generator that chooses its own seed",
        cell("import torch\n\ngenerator = torch.Generator()\nseed = generator.seed()"),
        "seed = generator",
        "expected random numbers with a seed, got generator.seed() without one",
    ),
    Fault(
        STALE,
        "A seed of None",
        cell("import random\n\ngenerator = random.Random(None)"),
        "generator =",
        "expected random numbers with a seed, got random.Random() without one",
    ),
    Fault(
        STALE,
        "A seed after its use",
        cell("import torch\n\nx = torch.rand(1)\ntorch.manual_seed(0)\nprint(x.shape)"),
        "torch.manual_seed",
        "expected the seed of torch before it is used, got it after",
    ),
    Fault(
        STALE,
        "A seed of Python after its use",
        cell("import random\n\nx = [random.random()]\nrandom.seed(0)\nprint(len(x))"),
        "random.seed",
        "expected the seed of random before it is used, got it after",
    ),
    Fault(
        STALE,
        "A clock by its name in quotes",
        cell("import time\n\nx = getattr(time, 'time')()"),
        "x = getattr",
        "expected a result that is the same in every build and on every machine, got time.time",
    ),
    Fault(
        STALE,
        "A clock that is imported by its name in quotes",
        cell("x = __import__('time').time()"),
        "x = __import__",
        "expected a result that is the same in every build and on every machine, got time.time",
    ),
    Fault(
        STALE,
        "A question whether a file is there",
        cell("from pathlib import Path\n\nprint(Path('notes.csv').exists())"),
        "print(Path",
        "expected files to be read, got a question about one: Path('notes.csv').exists",
    ),
    Fault(
        STALE,
        "A result that depends on the processor",
        cell("import torch\n\nprint(torch.get_num_threads())"),
        "print(torch",
        "in every build and on every machine, got torch.get_num_threads",
    ),
    Fault(
        STALE,
        "The list of a folder",
        cell("from pathlib import Path\n\nprint(len(list(Path('.').glob('*.csv'))))"),
        "print(len",
        "expected files by their names, got the list of a folder",
    ),
    Fault(
        STALE,
        "A value of the day",
        "Built on {sub-ref}`today`.",
        "Built on",
        "expected a value of a cell, got {sub-ref}`today`",
    ),
    Fault(
        STALE,
        "A module that asks the environment",
        "Nothing.",
        "scale",
        "expected a result that is the same in every build and on every machine, got os.environ",
        where="gradbook/asks.py",
        files={"gradbook/asks.py": "import os\n\nscale = os.environ\n"},
    ),
    Fault(
        STALE,
        "A module that hides warnings",
        "Nothing.",
        "warnings.simplefilter",
        "expected warnings and errors to be seen, got the filter 'ignore'",
        where="gradbook/hides.py",
        files={"gradbook/hides.py": "import warnings\n\nwarnings.simplefilter('ignore')\n"},
    ),
    # The page
    Fault(
        PAGE,
        "An empty formula",
        "$$\n$$",
        "$$",
        "expected a formula, got an empty one",
    ),
    Fault(
        PAGE,
        "An empty formula in a directive",
        "```{math}\n```",
        "```{math}",
        "expected a formula, got an empty one",
    ),
    Fault(
        PAGE,
        "A reference within a formula",
        "So $\\ref{eq-one}$.",
        "So",
        "KaTeX cannot typeset",
    ),
    Fault(
        PAGE,
        "A formula between other signs",
        "So \\(x^2\\).",
        "So",
        "expected formulas between dollar signs, got \\( in a text",
    ),
    Fault(
        PAGE,
        "A formula without signs",
        "So \\frac{1}{2} is.",
        "So",
        "expected formulas between dollar signs, got \\f in a text",
    ),
    Fault(
        PAGE,
        "Bold without its end",
        "So **bold is.",
        "So",
        "expected a pair of these marks, got '**' in a text",
    ),
    Fault(
        PAGE,
        "Code without its end",
        "So `code is.",
        "So",
        "expected a pair of these marks, got '`' in a text",
    ),
    Fault(
        PAGE,
        "A link without its end",
        "See [it](one.md and.",
        "See",
        "expected a link or a footnote with its target, got '](' in a text",
    ),
    Fault(
        PAGE,
        "A link without its target",
        "See [it][nowhere].",
        "See",
        "expected a link or a footnote with its target, got '][' in a text",
    ),
    Fault(
        PAGE,
        "A role with a space",
        "See {ref} `fig-one`.",
        "See",
        "expected a backtick right after the name of a role, got '{ref}' in a text",
    ),
    Fault(
        PAGE,
        "A substitution of another markup",
        "See {{ version }}.",
        "See",
        "expected a value through {glue:text}, got '{{' in a text",
    ),
    Fault(
        PAGE,
        "An entity that HTML does not know",
        "So &nbps; is.",
        "So",
        "expected a character that HTML knows, got '&nbps;' in a text",
    ),
    Fault(
        PAGE,
        "Unfinished text",
        "TODO: write this.",
        "TODO",
        "expected finished text, got 'TODO' in a text",
    ),
    Fault(
        PAGE,
        "An unfinished merge",
        "<<<<<<< HEAD\nText.\n=======\nOther.\n>>>>>>> other",
        "<<<<<<<",
        "expected a finished merge, got '<<<<<<< HEAD'",
    ),
    Fault(
        PAGE,
        "A character that nobody sees",
        "Te\u200bxt.",
        "Te",
        "expected characters that can be seen, got ZERO WIDTH SPACE U+200B",
    ),
    Fault(
        PAGE,
        "A character that turns the text around",
        "Te\u202ext.",
        "Te",
        "expected characters that can be seen, got RIGHT-TO-LEFT OVERRIDE U+202E",
    ),
    Fault(
        PAGE,
        "A row with too many cells",
        "| a | b |\n|---|---|\n| 1 | 2 | 3 |",
        "| 1 |",
        "expected a row of 2 cells, as in the head, got 3",
    ),
    Fault(
        PAGE,
        "A row with too few cells",
        "| a | b |\n|---|---|\n| 1 |",
        "| 1 |",
        "expected a row of 2 cells, as in the head, got 1",
    ),
    Fault(
        PAGE,
        "A table without its rule",
        "| a | b |\n| 1 | 2 |",
        "| a |",
        "expected a table with its rule of dashes, got '| a | b |'",
    ),
    Fault(
        PAGE,
        "A heading without its space",
        "##Heading\n\nText.",
        "##Heading",
        "expected a space after the sign of a heading, got '##Heading'",
    ),
    Fault(
        PAGE,
        "A heading of a level too deep",
        "### Deep\n\nText.",
        "### Deep",
        "Non-consecutive header level increase",
    ),
    Fault(
        PAGE,
        "A second title",
        "# Another\n\nText.",
        "# Another",
        "expected one title on a page, got 'Another' as another one",
    ),
    Fault(
        PAGE,
        "A second toctree",
        "```{toctree}\n../part/two\n```",
        "```{toctree}",
        "expected the order of the pages in index.md alone, got another toctree",
    ),
    Fault(
        PAGE,
        "A link to another kind of place",
        "See [it](htp://example.org).",
        "See",
        "expected a link with https:, got 'htp://example.org'",
    ),
    Fault(
        PAGE,
        "A picture from the network",
        "![A picture](https://example.org/x.png)",
        "![A",
        "expected a picture beside the chapter, got 'https://example.org/x.png'",
    ),
    Fault(
        PAGE,
        "A picture of megabytes",
        "![A picture](large.gif)",
        "GIF",
        "expected at most 1000000 bytes, got 4000035",
        where="docs/faults/large.gif",
        files={"docs/faults/large.gif": GIF + bytes(4_000_000)},
    ),
    Fault(
        PAGE,
        "A footnote that is not there",
        "Text[^none].",
        "Text[",
        'Unknown target name: "none"',
    ),
    Fault(
        PAGE,
        "A footnote that nobody cites",
        "Text.\n\n[^unused]: Note.",
        "[^unused]",
        "is not referenced",
    ),
    Fault(
        PAGE,
        "Two footnotes of one name",
        "Text[^a].\n\n[^a]: Note.\n[^a]: Other.",
        "[^a]: Other",
        "Duplicate footnote definition found for label: 'a'",
    ),
    Fault(
        PAGE,
        "An option that a directive does not have",
        "```{note}\n:clas: x\nText.\n```",
        ":clas:",
        "Unknown option key: 'clas'",
    ),
    Fault(
        PAGE,
        "A page that is not there",
        "See {doc}`nowhere`.",
        "See",
        "unknown document: 'nowhere'",
    ),
    Fault(
        PAGE,
        "A table with uneven rows",
        "```{list-table}\n* - a\n  - b\n* - c\n```",
        "```{list-table}",
        "uniform two-level bullet list expected",
    ),
    Fault(PAGE, "A broken reference", "See {ref}`no-label`.", "See", "undefined label: 'no-label'"),
    Fault(
        PAGE,
        "A broken figure reference",
        "See {numref}`no-fig`.",
        "See",
        "undefined label: 'no-fig'",
    ),
    Fault(
        PAGE, "A broken equation reference", "See {eq}`no-eq`.", "See", "equation not found: no-eq"
    ),
    Fault(
        PAGE,
        "A broken link to a page",
        "See [it](no-page.md).",
        "See",
        "cross-reference target not found: 'no-page.md'",
    ),
    Fault(
        PAGE,
        "A broken link to an anchor",
        "See [it](#no-anchor).",
        "See",
        "cross-reference target not found: 'no-anchor'",
    ),
    Fault(
        PAGE,
        "A broken link to a file",
        "See [it](no-file.html).",
        "See",
        "cross-reference target not found: 'no-file.html'",
    ),
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
        "py:func reference target not found: gradbook.no",
    ),
    Fault(
        PAGE,
        "A link to a class that is not there",
        "See {py:class}`gradbook.No`.",
        "See",
        "expected a class of the module, got 'gradbook.No'",
    ),
    Fault(
        PAGE,
        "A link to this machine",
        "See [it](http://localhost:8000/page).",
        "See [it](http",
        "expected a link to a page, file or anchor of the site, got 'http://localhost:8000/page'",
    ),
    Fault(
        PAGE,
        "A term that no glossary has",
        "See {term}`no-term`.",
        "See",
        "term not in glossary: 'no-term'",
    ),
    Fault(
        PAGE,
        "A misspelt role",
        "See {reff}`fig-one`.",
        "See",
        'Unknown interpreted text role "reff"',
    ),
    Fault(
        PAGE,
        "A role of another markup",
        "See :ref:`fig-one`.",
        "See",
        "expected {ref} before the backtick, got ':ref:'",
    ),
    Fault(
        PAGE,
        "A missing image",
        "![A picture](no-image.png)",
        "![A",
        "image file not readable: faults/no-image.png",
    ),
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
        below=2,
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
        "$$\ny = 2",
        "duplicate label of equation eq-twice",
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
        "A label of two figures of one page",
        figure("plt.plot([1, 2])\nplt.show()", SHOWN.replace("fig-fault", "fig-same"))
        + "\n\n"
        + figure("plt.plot([2, 1])\nplt.show()", SHOWN.replace("fig-fault", " fig-same")),
        "```{cell-figure}  fig-same",
        'Duplicate explicit target name: "fig-same"',
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
        formula("eq-one\nx = draw()\n---\nx + x = 2x"),
        "%%formula eq-one",
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
        "expected UTF-8, got the byte 0xef",
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
    Fault(
        PAGE,
        "A block of raw HTML",
        "<div>\nx\n</div>",
        "<div>",
        "expected Markdown, got raw HTML: '<div>'",
    ),
    Fault(
        PAGE,
        "An undefined citation",
        "See {cite}`nobody`.",
        "See",
        'could not find bibtex key "nobody"',
    ),
    Fault(
        PAGE,
        "A script that is no JavaScript",
        "Text.",
        "const lonely",
        "expected JavaScript, got a syntax error",
        where="docs/_static/pip-line.js",
        appended={"docs/_static/pip-line.js": "\nconst lonely = ;\n"},
    ),
    Fault(
        PAGE,
        "A style sheet with a brace too many",
        "Text.",
        ".lonely",
        "expected braces in pairs, got one that stands alone",
        where="docs/_static/boxes.css",
        appended={"docs/_static/boxes.css": "\n.lonely { color: red; }}\n"},
    ),
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
        "```{exercise} exercise-bare\nHow?\n```\n\n```{solution-start} exercise-bare\n```\n\n"
        "So.\n\n"
        "```{solution-end}\n```",
        "```{solution-start}",
        "expected a cell that runs, got none",
    ),
    Fault(
        PAGE,
        "A solution of no exercise",
        "```{solution-start} exercise-nowhere\n```\n\n```{code-cell}\n1 + 1\n```\n\n"
        "```{solution-end}\n```",
        "```{solution-start}",
        "no exercise 'exercise-nowhere' on this page",
    ),
    Fault(
        PAGE,
        "A note with a class that hides it",
        "```{note}\n:class: d-none\n\nNobody reads this.\n```",
        "```{note}",
        "expected plain text, got a class in {note}",
    ),
    Fault(
        PAGE,
        "A container",
        "```{container} d-none\nNobody reads this.\n```",
        "```{container}",
        "expected plain text, got a class in {container}",
    ),
    Fault(
        PAGE,
        "A link in a formula",
        "Look at $\\href{https://example.org}{x}$.",
        "Look at",
        "href",
    ),
    Fault(
        PAGE,
        "Raw HTML in a definition",
        "```{glossary}\nfault term\n    Some <b>raw</b> text.\n```",
        "Some <b>raw",
        "expected Markdown, got raw HTML",
    ),
    Fault(
        PAGE,
        "Two exercises of one label",
        "```{exercise} exercise-same\nOne?\n```\n\n```{exercise} exercise-same\nTwo?\n```",
        "Two?",
        "exercise-same",
        below=-1,
    ),
    Fault(
        PAGE,
        "A picture from the network in a directive",
        "```{image} https://example.org/x.png\n:alt: A cross in a square.\n```",
        "```{image}",
        "expected a picture beside the chapter, got 'https://example.org/x.png'",
    ),
    Fault(
        PAGE,
        "A picture that is cut off",
        "![A dark square.](cut.png)",
        "![A dark",
        "expected a picture of the kind .png, got other bytes",
        files={"docs/faults/cut.png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"},
    ),
    Fault(
        PAGE,
        "A picture with a script",
        "![A dark square.](active.svg)",
        "![A dark",
        "expected a picture of the kind .svg, got a script",
        files={"docs/faults/active.svg": "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"},
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
        MACHINE,
        "A theme that is not installed",
        "conf.py",
        "sphinx_book_theme",
        "sphinx_back_theme",
        "no theme named 'sphinx_back_theme' found",
    ),
    Change(
        EXECUTION,
        "Damaged settings of the kernels",
        "docs/_kernel/kernels/python3/ipython_kernel_config.py",
        "c = get_config()",
        "c = get_confic()",
        "docs/part/one.md:65: WARNING: cell 6: expected a kernel with the settings of the book",
    ),
    Change(
        PAGE,
        "A bibliography that cannot be read",
        "docs/reference/bibliography.bib",
        "",
        "@book{one,\n  title = {One\n",
        "docs/reference/bibliography.bib:2: WARNING: expected entries in BibTeX, got",
    ),
]

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
}

ELSEWHERE = [
    ByOther(STALE, "A changed module", "changed between two builds", "the chapter runs again"),
    ByOther(
        STALE,
        "A changed module that an imported module imports",
        "changed between two builds",
        "the chapter runs again, the others do not",
    ),
    ByOther(STALE, "A changed data file", "changed between two builds", "the chapter runs again"),
    ByOther(
        STALE,
        "Another version of Python or of a package",
        "put in the place of the installed one",
        "every chapter runs again",
    ),
    ByOther(
        STALE,
        "Two chapters with the same cells",
        "in one folder and in two",
        "each has the outputs of its own folder",
    ),
    ByOther(
        STALE,
        "A truncated, damaged or tampered cache",
        "written into an entry",
        "the entry is ignored, the chapter runs again",
    ),
    ByOther(
        STALE,
        "A cache filled under laxer checks",
        "an entry with an output that the checks refuse",
        "the outputs from the cache are checked too: the build fails",
    ),
    ByOther(
        STALE,
        "Bytecode of another version of a module",
        "a module edited without a change of its time and size",
        "the published value moves: modules are compiled from their source",
    ),
    ByOther(
        MACHINE,
        "Variables of the shell that switch checks off",
        "every fault in these tables planted under PYTHONOPTIMIZE=1 and PYTHONWARNINGS=ignore",
        "the same messages",
    ),
    ByOther(
        MACHINE,
        "Settings of a user",
        "a matplotlibrc in the folder and in MATPLOTLIBRC, a file in PYTHONSTARTUP",
        "they are ignored: the same figures, byte for byte",
    ),
    ByOther(
        MACHINE,
        "A killed or interrupted build",
        "five kills at different moments; by hand twenty at random ones",
        "the site stays as it was, the next build is right",
    ),
    ByOther(
        MACHINE,
        "Two builds at once",
        "started together",
        "the second waits for the first; both are right",
    ),
    ByOther(
        MACHINE,
        "A cache that cannot be written",
        "a file in the place of the folder; by hand a folder mounted read-only",
        "said in one line, everything runs, the build is right",
    ),
    ByOther(
        MACHINE,
        "A full disk",
        "by hand: a disk of a few megabytes for what is built",
        "the build fails, the site stays as it was",
    ),
    ByOther(
        MACHINE,
        "The same command again",
        "the build repeated after a fault",
        "it fails again with the same messages, until the cause is gone",
    ),
]
