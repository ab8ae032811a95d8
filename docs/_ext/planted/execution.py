"""Failures of the cells. It is longer than 200 lines, since it is data."""

from planted.rows import (
    CALLBACK,
    EXECUTION,
    LATE_THREAD,
    SHOWN,
    TASK,
    THREAD,
    ByOther,
    Change,
    Fault,
    cell,
    figure,
)

HIDDEN = "expected failures to be seen, got a hidden one of "
IDLE = "expected an assertion that runs, got "
COLLECTED = "expected failures to be raised, got one that is only "

FAULTS = [
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
        cut="after",
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
        cut="after",
    ),
    Fault(
        EXECUTION,
        "A warning in a hidden cell",
        cell("import warnings\n\nwarnings.warn('unseen')", "remove-cell"),
        "warnings.warn",
        "expected nothing on stderr, got:\n",
        cut="after",
    ),
    Fault(
        EXECUTION,
        "A warning of PyTorch",
        cell("import torch\n\nx = torch.ones(2, 3)\nx.T.mT\nx = torch.ones(2, 3, 4).T"),
        "x = torch.ones(2, 3, 4).T",
        "expected nothing on stderr, got:\n",
        cut="after",
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
        cut="after",
    ),
    Fault(
        EXECUTION,
        "An exception in a thread after its cell",
        cell("import time\n" + LATE_THREAD) + "\n" + cell("1 + 1"),
        'raise ValueError("in a thread")',
        "cell 1: expected nothing on stderr, got:\n",
        cut="after",
    ),
    Fault(
        EXECUTION,
        "An exception in a task",
        cell(TASK),
        'raise ValueError("in a task")',
        "cell 1: expected nothing on stderr, got:\n",
        cut="after",
    ),
    Fault(
        EXECUTION,
        "An exception in an event loop",
        cell(CALLBACK) + "\n" + cell("1 + 1"),
        'raise ValueError("in a callback")',
        "cell 1: expected nothing on stderr, got:\n",
        cut="after",
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
        "expected Python, %%formula or %load_ext gradbook.formula, got '!false'",
    ),
    Fault(
        EXECUTION,
        "A shell script that fails",
        cell("%%bash\nfalse"),
        "%%bash",
        "expected no exception, got CalledProcessError",
    ),
    Fault(
        EXECUTION,
        "Another program that fails",
        cell("import os\n\nos.system('false')"),
        "os.system",
        "expected Python, got another program, whose failure nobody would see: os.system",
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
        "expected at most 1000000 characters of output, got 1300150",
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
        cut="before",
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
        "expected warnings to be seen, got the filter 'ignore' of simplefilter",
    ),
    Fault(
        EXECUTION,
        "Warnings of NumPy that are switched off",
        cell("import numpy as np\n\nnp.seterr(all='ignore')\n1"),
        "np.seterr",
        "TID251 `numpy.seterr` is banned: what NumPy warns of must be seen",
    ),
    Fault(
        EXECUTION,
        "Errors that are sent elsewhere",
        cell(
            "import contextlib, io, warnings\n\nwith contextlib.redirect_stderr(io.StringIO()):\n "
            "   warnings.warn('hidden')"
        ),
        "with contextlib",
        "TID251 `contextlib.redirect_stderr` is banned: what goes there must be seen",
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
        cut="after",
    ),
    Fault(
        EXECUTION,
        "A handler that hides every exception",
        cell("try:\n    1 / 0\nexcept Exception:\n    pass"),
        "except Exception",
        "BLE001 Do not catch blind exception: `Exception`",
    ),
    Fault(
        EXECUTION,
        "A cell that leaves Python by a call",
        cell("exit()"),
        "exit()",
        "PLR1722 Use `sys.exit()` instead of `exit`",
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
        "expected Python, got another program, whose failure nobody would see: os.fork",
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
        "expected Python, %%formula or %load_ext gradbook.formula, got 'x?'",
    ),
    Fault(
        EXECUTION,
        "A foreign extension of IPython",
        cell("%load_ext autoreload"),
        "%load_ext",
        "expected Python, %%formula or %load_ext gradbook.formula, got '%load_ext autoreload'",
    ),
    Fault(
        EXECUTION,
        "An assertion that is always true",
        cell("assert (1 == 2, 'never')"),
        "assert (1",
        "F631 Assert test is a non-empty tuple, which is always `True`",
    ),
    Fault(
        EXECUTION,
        "An assertion of a constant",
        cell("assert True"),
        "assert True",
        "expected an assertion that can fail, got one of 'True'",
    ),
    Fault(
        EXECUTION,
        "A comparison that nobody sees",
        cell("x = 1\nx == 2\nx"),
        "x == 2",
        "B015 Pointless comparison",
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
        "An assertion that is expected to fail",
        cell("assert len([]) == 1", "raises-AssertionError"),
        "assert len",
        "expected assertions that hold, got the tag of one that fails",
    ),
    Fault(
        EXECUTION,
        "A handler that hides an assertion",
        cell("try:\n    assert len([]) == 1\nexcept AssertionError:\n    pass"),
        "assert len",
        HIDDEN + "'assert len([]) == 1'",
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
        cut="both",
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
        "expected an output that needs no network, got 'src=\"https://example.org/x.png'",
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
        "BLE001 Do not catch blind exception: `Exception`",
    ),
    Fault(
        EXECUTION,
        "Exceptions that are suppressed",
        cell("import contextlib\n\nwith contextlib.suppress(Exception):\n    {}['key']"),
        "with contextlib",
        "expected an exception by its name, got contextlib.suppress(Exception)",
    ),
    Fault(
        EXECUTION,
        "Warnings that are caught and dropped",
        cell(
            "import warnings\n\nwith warnings.catch_warnings(action='ignore'):\n"
            "    warnings.warn('hidden')"
        ),
        "with warnings",
        "expected warnings to be seen, got the filter 'ignore' of catch_warnings",
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
        "F403 `from math import *` used; unable to detect undefined names",
    ),
    Fault(
        EXECUTION,
        "An assertion that is suppressed",
        cell(
            "from contextlib import suppress\n\nwith "
            "suppress(AssertionError):\n    assert len([]) == 1"
        ),
        "    assert len",
        HIDDEN + "'assert len([]) == 1'",
    ),
    Fault(
        EXECUTION,
        "An assertion that a return swallows",
        cell(
            "def check(x):\n    try:\n        assert x > 0\n    finally:\n        "
            "return x\n\n\ncheck(-1)"
        ),
        "        assert x",
        HIDDEN + "'assert x > 0'",
    ),
    Fault(
        EXECUTION,
        "An assertion that a loop swallows",
        cell(
            "for x in (1, -1, 2):\n    try:\n        assert x > 0\n    finally:\n        continue"
        ),
        "        assert x",
        HIDDEN + "'assert x > 0'",
    ),
    Fault(
        EXECUTION,
        "An assertion in a future that nobody asks",
        cell(
            "from concurrent.futures import ThreadPoolExecutor\n\n\ndef "
            "check(x):\n    assert x > 0\n\n\nwith ThreadPoolExecutor() as "
            "pool:\n    futures = [pool.submit(check, x) for x in (1, -1)]"
        ),
        "    assert x",
        HIDDEN + "'assert x > 0'",
    ),
    Fault(
        EXECUTION,
        "A comparison of tensors that is suppressed",
        cell(
            "import torch\n\ntry:\n    torch.testing.assert_close(torch.ones(1), "
            "torch.zeros(1))\nexcept AssertionError:\n    print('fine')"
        ),
        "    torch.testing",
        HIDDEN + "'torch.testing.assert_close(torch.ones(1), torch.zeros(1))'",
    ),
    Fault(
        EXECUTION,
        "A tolerance as large as what is compared",
        cell(
            "import torch\n\nx = torch.tensor([0.2, 0.4])\n"
            "torch.testing.assert_close(x.sin(), x.cos(), rtol=0, atol=1.0)"
        ),
        "torch.testing",
        "expected a tolerance that can fail, got atol=1, with which 0 is as good",
    ),
    Fault(
        EXECUTION,
        "An assertion in a function that nobody calls",
        cell("def check(x):\n    assert x > 0\n\n\nprint(1)"),
        "    assert x",
        IDLE + "'assert x > 0', which never did",
    ),
    Fault(
        EXECUTION,
        "An assertion in a loop over nothing",
        cell("import torch\n\nfor x in torch.zeros(0):\n    torch.testing.assert_close(x, x + 1)"),
        "    torch.testing",
        IDLE + "'torch.testing.assert_close(x, x + 1)', which never did",
    ),
    Fault(
        EXECUTION,
        "An assertion in a branch that is never taken",
        cell("x = 1\nif x > 2:\n    assert x < 0"),
        "    assert x",
        IDLE + "'assert x < 0', which never did",
    ),
    Fault(
        EXECUTION,
        "An assertion in an iterator that nobody asks",
        cell(
            "def checked(values):\n    for x in values:\n        assert x > "
            "0\n        yield x\n\n\nheld = checked([1, -1])"
        ),
        "        assert x",
        IDLE + "'assert x > 0', which never did",
    ),
    Fault(
        EXECUTION,
        "Exceptions that are gathered as results",
        cell(
            "import asyncio\n\n\nasync def work():\n    return 1 / 0\n\n\nresults "
            "= await asyncio.gather(work(), return_exceptions=True)"
        ),
        "results =",
        COLLECTED + "returned: ZeroDivisionError",
    ),
    Fault(
        EXECUTION,
        "Examples in a docstring that fail",
        cell(
            'import doctest\n\n\ndef one():\n    """Return one.\n\n    >>> '
            'one()\n    2\n    """\n    return 1\n\n\n'
            "doctest.run_docstring_examples(one, globals())"
        ),
        "doctest.run",
        COLLECTED + "printed: DocTestRunner",
    ),
    Fault(
        EXECUTION,
        "A test case that fails",
        cell(
            "import io\nimport unittest\n\n\nclass Test(unittest.TestCase):\n    "
            "def test_one(self):\n        self.assertEqual(1, 2)\n\n\nsuite = "
            "unittest.defaultTestLoader.loadTestsFromTestCase(Test)\nresult = "
            "unittest.TextTestRunner(stream=io.StringIO()).run(suite)"
        ),
        "result =",
        COLLECTED + "printed: TestResult",
    ),
]

CHANGES = [
    Change(
        EXECUTION,
        "Damaged settings of the kernels",
        "docs/_ext/execution/jupyter/kernels/python3/ipython_kernel_config.py",
        "c = get_config()",
        "c = get_confic()",
        "docs/part/one.md:65: WARNING: cell 6: expected a kernel with the settings of the book",
    ),
]

ELSEWHERE: list[ByOther] = []
