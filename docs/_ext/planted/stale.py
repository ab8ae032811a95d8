"""Results of another time or machine. It is longer than 200 lines, since it is data."""

from planted.rows import SHOWN, STALE, ByOther, Change, Fault, cell, figure

AGAIN = "expected the same output when it runs again elsewhere, got "
FOREIGN = "expected a file of this project, got "

FAULTS = [
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
        "An output that a later cell changes",
        cell("from IPython.display import display\n\nshown = display('right', display_id='a')")
        + "\n"
        + cell("shown.update('wrong')"),
        "shown = display",
        "expected an output that stays as its cell made it, got one that a later cell changed",
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
        "A value of the day",
        "Built on {sub-ref}`today`.",
        "Built on",
        "expected a value of a cell, got {sub-ref}`today`",
    ),
    Fault(
        STALE,
        "A module that hides warnings",
        "Nothing.",
        "warnings.simplefilter",
        "expected warnings to be seen, got the filter 'ignore'",
        where="gradbook/hides.py",
        files={"gradbook/hides.py": "import warnings\n\nwarnings.simplefilter('ignore')\n"},
    ),
    Fault(
        STALE,
        "A result that depends on the clock",
        cell("import time\n\nprint(time.time())"),
        "print(time",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "A result that depends on the day",
        cell("import datetime\n\nprint(datetime.date.today())"),
        "print(date",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "A year that a clock gives",
        cell("import time\n\nprint(f'as of {time.strftime(\"%Y\")}')"),
        "print(f",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "NumPy's clock",
        cell("import numpy as np\n\nprint(np.datetime64('now'), np.datetime64('today'))"),
        "print(np",
        "expected the same day in every build, got np.datetime64('today')",
    ),
    Fault(
        STALE,
        "A clock inside a library",
        cell("from email.utils import formatdate\n\nprint(formatdate())"),
        "print(format",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "A result that depends on the environment",
        cell("import os\n\nprint(os.environ['HOME'])"),
        "print(os",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "Random numbers without a seed",
        cell("import torch\n\nprint(torch.rand(1))"),
        "print(torch.rand",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "Random numbers of Python without a seed",
        cell("import random\n\nrandom.random()"),
        "random.random()",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "A generator without a seed",
        cell("import numpy as np\n\nprint(np.random.default_rng().random())"),
        "print(np",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "A generator that chooses its own seed",
        cell("import torch\n\nprint(torch.Generator().seed())"),
        "print(torch",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "A seed of None",
        cell("import random\n\nprint(random.Random(None).random())"),
        "print(random",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "A seed after its use",
        cell("import torch\n\nx = torch.rand(1)\ntorch.manual_seed(0)\nprint(x)"),
        "print(x)",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "A quasi-random sequence without a seed",
        cell(
            "from torch.quasirandom import SobolEngine\n\nprint(SobolEngine(2, "
            "scramble=True).draw(1))"
        ),
        "print(Sobol",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "Batches in an order without a seed",
        cell(
            "from torch.utils.data import DataLoader\n\nprint([int(x) for x in "
            "DataLoader(range(50), shuffle=True)])"
        ),
        "print([int",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "A secret",
        cell("import secrets\n\nprint(secrets.token_hex(4))"),
        "print(secrets",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "A name that nobody has twice",
        cell("import uuid\n\nprint(uuid.uuid4())"),
        "print(uuid",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "A number in prose without a seed",
        cell(
            "import random\n\nfrom myst_nb import glue\n\nglue('drawn', "
            "random.random(), display=False)"
        ),
        "glue('drawn'",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "A figure without a seed",
        figure(
            "import random\n\nplt.plot([random.random(), 1])\nplt.show()",
            SHOWN.replace("fault", "unseeded"),
        ),
        "import matplotlib",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "Memory that nobody has set",
        cell("import torch\n\nprint(torch.empty(2))"),
        "print(torch.empty",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "Memory of NumPy that nobody has set",
        cell("import numpy as np\n\nprint(np.empty(3))"),
        "print(np.empty",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "A set in an order of its own",
        cell("names = {'sigmoid', 'tanh', 'relu', 'gelu', 'silu'}\nprint(names)"),
        "print(names)",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE, "A hash of a word", cell("print(hash('sigmoid'))"), "print(hash", AGAIN, cut="after"
    ),
    Fault(
        STALE, "An address in memory", cell("print(object())"), "print(object", AGAIN, cut="after"
    ),
    Fault(
        STALE,
        "A number of this process",
        cell("print(id(object()))"),
        "print(id",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "A thread as it shows itself",
        cell("import threading\n\nprint(threading.current_thread())"),
        "print(thread",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "A folder of this machine",
        cell("import os\n\nprint(os.getcwd())"),
        "print(os",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "The name of a temporary folder",
        cell("import tempfile\n\nprint(tempfile.mkdtemp())"),
        "print(temp",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "The name of this machine",
        cell("import platform\n\nprint(platform.node())"),
        "print(platform",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "The name of this user",
        cell("import getpass\n\nprint(getpass.getuser())"),
        "print(getpass",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "How many cores there are",
        cell("import os\n\nprint(os.cpu_count())"),
        "print(os",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "A folder in the order of this disk",
        cell("from pathlib import Path\n\nprint([path.name for path in Path('..').iterdir()])"),
        "print([path",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "A module that asks the environment",
        cell("from gradbook.asks import scale\n\nprint(scale)"),
        "print(scale)",
        AGAIN,
        files={"gradbook/asks.py": 'import os\n\nscale = os.environ["HOME"]\n'},
        cut="after",
    ),
    Fault(
        STALE,
        "A picture from outside the project",
        cell("from PIL import Image\n\nImage.open('/etc/hostname')"),
        "Image.open",
        FOREIGN + "/etc/hostname",
    ),
    Fault(
        STALE,
        "A picture that Matplotlib reads from outside the project",
        figure("plt.imshow(plt.imread('/etc/hostname'))\nplt.show()"),
        "plt.imshow",
        FOREIGN + "/etc/hostname",
    ),
    Fault(
        STALE,
        "A model from outside the project",
        cell("import joblib\n\nmodel = joblib.load('/etc/hostname')"),
        "model =",
        FOREIGN + "/etc/hostname",
    ),
    Fault(
        STALE,
        "A package that no reader is told to install",
        cell("import pip\n\nprint(pip.__name__)"),
        "import pip",
        "expected a package of requirements.txt, got pip",
    ),
    Fault(
        STALE,
        "A small set, whose order two seeds may agree on",
        cell("print({'a', 'b'}, *{'c', 'd'}, *{'e', 'f'})"),
        "print({",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "A loop over a set of two words",
        cell("for name in set('xy'):\n    print(name)"),
        "    print(name)",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "A set of words that others are joined to",
        cell("names = frozenset('p') | {'q'}\nprint(', '.join(names))"),
        "print(', '",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "The time of a file, which is that of the clone",
        cell("import os\n\nprint(os.path.getmtime('../part/one.md'))"),
        "print(os",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "The day of a file",
        cell(
            "import datetime\nfrom pathlib import Path\n\n"
            "print(datetime.date.fromtimestamp(Path('../part/one.md').stat().st_mtime))"
        ),
        "print(date",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "Who may read a file",
        cell("import os\n\nprint(oct(os.stat('../part/one.md').st_mode))"),
        "print(oct",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "The language of this machine",
        cell("import locale\n\nprint(locale.getlocale())"),
        "print(locale",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "A file that is left beside the project",
        cell("open('../../../left.csv', 'w').close()"),
        "open('../",
        "expected nothing written outside a temporary folder, got the file /",
    ),
    Fault(
        STALE,
        "A file that is left in the folder of all programs",
        cell("from pathlib import Path\n\nprint(Path('/tmp/left.txt').write_text('1'))"),
        "print(Path",
        "expected nothing written outside a temporary folder, got the file /tmp/left.txt",
    ),
    Fault(
        STALE,
        "A file that is moved into the project",
        cell(
            "import shutil\nimport tempfile\n\n"
            "print(shutil.move(tempfile.mkstemp()[1], 'moved.txt'))"
        ),
        "print(shutil",
        "expected nothing written into the project, got the file docs/faults/moved.txt",
    ),
    Fault(
        STALE,
        "A server that is asked for a name",
        cell("import socket\n\nprint(socket.gethostbyname('localhost'))"),
        "print(socket",
        "expected nothing from a network, got socket.gethostbyname",
    ),
    Fault(
        STALE,
        "A message into the network",
        cell(
            "import socket\n\nwith socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:\n"
            "    out.sendto(b'x', ('127.0.0.1', 9))"
        ),
        "    out.sendto",
        "expected nothing from a network, got socket.sendto",
    ),
    Fault(
        STALE,
        "A door for the network",
        cell("import socket\n\nwith socket.socket() as door:\n    door.bind(('127.0.0.1', 0))"),
        "    door.bind",
        "expected nothing from a network, got socket.bind",
    ),
    Fault(
        STALE,
        "A seed of a hidden cell",
        cell("import torch\n\nprint(torch.manual_seed(0).initial_seed())", "remove-cell")
        + "\n"
        + cell("import torch\n\nx = torch.rand(1)\nprint(x)"),
        "print(x)",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "A seed of the cell above",
        cell("import random\n\nrandom.seed(0)\nprint(random.random())")
        + "\n"
        + cell("import random\n\nx = random.random()\nprint(x)"),
        "print(x)",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "A setting of printing that a hidden cell chose",
        cell("import torch\n\ntorch.set_printoptions(precision=2)\nprint(1)", "remove-cell")
        + "\n"
        + cell("import torch\n\nx = torch.ones(1) / 3\nprint(x)"),
        "print(x)",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "A type of numbers that a hidden cell chose",
        cell("import torch\n\ntorch.set_default_dtype(torch.float64)\nprint(1)", "remove-cell")
        + "\n"
        + cell("import torch\n\nx = torch.ones(1) / 3\nprint(x.dtype)"),
        "print(x",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "A style that a hidden cell chose",
        cell(
            "import matplotlib.pyplot as plt\n\nplt.rcParams['lines.linewidth'] = 5\nprint(1)",
            "remove-cell",
        )
        + "\n"
        + figure("x = [1, 2]\nplt.plot(x)\nplt.show()", SHOWN.replace("fault", "style")),
        "import matplotlib.pyplot as plt\n\nx",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "What the system says of this machine",
        cell("print(open('/proc/meminfo').readline())"),
        "print(open",
        FOREIGN + "/proc/meminfo",
    ),
    Fault(
        STALE,
        "How many cores a process may use",
        cell("import os\n\nprint(len(os.sched_getaffinity(0)))"),
        "print(len",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "A folder of two files, in the order of this disk",
        cell("import glob\n\nprint(glob.glob('../part/*.md'))"),
        "print(glob",
        AGAIN,
        cut="after",
    ),
    Fault(
        STALE,
        "Keys of a dictionary that are taken for a set",
        cell("a = {'x': 1, 'y': 2, 'z': 3}\nprint(*(a.keys() - {'z'}))"),
        "print(*",
        AGAIN,
        cut="after",
    ),
]

CHANGES: list[Change] = []

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
]
