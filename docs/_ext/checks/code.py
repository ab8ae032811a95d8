"""What the code of a cell says before it runs: no Python of its own, or a result not to be trusted.

A cell that begins with `%%formula` is a setting in Python, a line `---`, and TeX, or TeX alone;
only the setting is judged here.
"""

import ast
import re
from itertools import chain

from reading import syntax

# The failure of another program would reach nobody; other magics hide or replace what a cell does.
SHELL = re.compile(
    r"^\s*(?:[\w, ]+=\s*)?!.*|\bsubprocess\b|\bos\.(?:system|popen|spawn|exec)\w*"
    r"|\bget_ipython\(\)\.(?:system|getoutput|run_\w+)\b",
    re.MULTILINE,
)
KNOWN = "%%formula at the cell's begin, %formula or %load_ext gradbook.formula"

SAME = "expected a result that is the same in every build and on every machine, got {}"
SEEN = "expected warnings and errors to be seen, got {}"
# What must not stand in a cell, by its full name.
NAMES = {
    SAME: re.compile(
        r"time\.(?:time|perf_counter|monotonic|process_time|thread_time)(?:_ns)?|secrets\..*"
        r"|time\.(?:localtime|gmtime|ctime|asctime|strftime)|email\.utils\.(?:formatdate|localtime)"
        r"|datetime\.(?:datetime|date)\.(?:u?tc)?(?:now|today)"
        r"|timeit\..*|torch\.utils\.benchmark\..*|uuid\.uuid[14]|os\.(?:urandom|getpid|getlogin)"
        r"|os\.(?:environ|getenv|uname|cpu_count)\b.*|socket\.gethostname|getpass\..*"
        r"|platform\.(?:node|platform|uname|release|version)|multiprocessing\.cpu_count"
        r"|os\.path\.expand(?:user|vars)|pathlib\.Path\.(?:home|cwd)|threading\.get_(?:native_)?id(?:ent)?"
        r"|time\.clock_\w+|datetime\.datetime\.fromtimestamp|locale\..*|resource\..*|cProfile\..*"
        r"|torch\.get_num_(?:interop_)?threads|torch\.cuda\..*|sys\.getsizeof|tempfile\.gettempdir"
        r"|random\.SystemRandom|torch\.seed|(?:torch|np|numpy)\.empty(?:_like|_strided|_permuted)?"
    ),
    SEEN: re.compile(
        r"contextlib\.redirect_stderr|logging\.disable|(?:np|numpy)\.seterr|sys\.unraisablehook"
        r"|IPython\.utils\.(?:io|capture)\.capture_output|get_ipython|warnings\.filters"
    ),
    "expected a cell that others can follow, got the end of Python by {}": re.compile("exit|quit"),
}
BUILTINS = {"exit", "quit", "get_ipython"}
FILTERS = {f"warnings.{name}" for name in ("simplefilter", "filterwarnings", "catch_warnings")}
FILTERS.add("numpy.errstate")
# What they return differs in every process.
OF_A_PROCESS = {"id", "hash"}
# They ask about a file that they do not read, and no cache can follow that.
ABOUT_FILES = {"exists", "is_file", "is_dir", "isfile", "isdir", "lexists", "stat", "lstat"}
ABOUT_FILES |= {"getsize", "getmtime", "getctime", "getatime", "is_symlink", "islink"}
BY_NAME = {"__import__", "importlib.import_module"}
# An assertion of one of these cannot fail, or only when it is empty.
ALWAYS_TRUE = (ast.List, ast.ListComp, ast.Set, ast.SetComp, ast.Dict, ast.DictComp)
ALWAYS_TRUE += (ast.Tuple, ast.GeneratorExp, ast.JoinedStr, ast.Lambda)
EVERYTHING = {"Exception", "BaseException"}
# A value that only counts as an answer when it is called, or when somebody asserts it.
ANSWERS = {"all", "any", "equal", "allclose", "isclose", "isfinite", "isnan"}
NEEDS_SEED = re.compile(
    r"(?:np|numpy)\.random\.(?:default_rng|RandomState|seed)|random\.(?:Random|seed)"
)


def check(source):
    """Yield line and message of what a cell must not say."""
    python = syntax.python_of(source)
    yield from check_magics(python)
    tree, _ = syntax.parse(source)
    if tree is None:
        return
    yield from check_nodes(tree, CHECKS)
    yield from check_values(tree)


def check_module(source):
    """Yield line and message of what a module of gradbook must not say, either."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):  # who imports it says so
        return
    yield from check_nodes(tree, OF_MODULES)


def check_nodes(tree, checks):
    """Yield line and message of the parts of a program that checks of their kind refuse."""
    names = imported(tree)
    for node in ast.walk(tree):
        for check_node in checks.get(type(node), ()):
            yield from ((node.lineno, found) for found in check_node(node, names))


def check_magics(python):
    """Yield the lines of a cell that are no Python of their own."""
    for match in SHELL.finditer(python):
        message = "expected Python, got a shell command, whose failure nobody would see: "
        yield line_of(python, match), message + repr(match[0].strip())
    for match in syntax.MAGIC.finditer(python):
        if not syntax.is_known(match):
            got = f"the magic {(match[1] + match[2]).strip()!r}"
            yield line_of(python, match), f"expected Python or {KNOWN}, got {got}"


def line_of(source, match):
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    return source.count("\n", 0, start) + 1


def imported(tree):
    """Return the full names of what a cell imports."""
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                root = alias.name.partition(".")[0]
                names[alias.asname or root] = alias.name if alias.asname else root
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return names


def full_name(node, names):
    """Return the name under which an expression was imported, or None."""
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Attribute):
        base = full_name(node.value, names)
        return base and f"{base}.{node.attr}"
    return name_in_quotes(node, names) if isinstance(node, ast.Call) else None


def name_in_quotes(call, names):
    """Return what `getattr`, `__import__` and their like lead to by a name in quotes, or None."""
    match call.func, call.args:
        case ast.Name(id="getattr"), [base, ast.Constant(value=str(name)), *_]:
            base = full_name(base, names)
            return base and f"{base}.{name}"
        case function, [ast.Constant(value=str(name)), *_]:
            called = full_name(function, names) or getattr(function, "id", None)
            return name if called in BY_NAME else None
    return None


def check_name(node, names):
    """Yield what is named and must not be."""
    builtin = isinstance(node, ast.Name) and node.id in BUILTINS and node.id not in names
    name = node.id if builtin else full_name(node, names)
    for message, forbidden in NAMES.items():
        if name and forbidden.fullmatch(name):
            yield message.format(name)


def check_call(node, names):
    """Yield calls that hide warnings, and random numbers that differ in every build."""
    name = full_name(node.func, names) or ""
    arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
    values = [each.value for each in arguments if isinstance(each, ast.Constant)]
    if name in FILTERS and "ignore" in values:
        yield SEEN.format(f"the filter 'ignore' of {name}")
    if name == "torch.linalg.lstsq" and not {"gels", "gelsd", "gelss"} & set(values):
        # https://github.com/pytorch/pytorch/issues/71222
        yield SAME.format(f"{name} without driver='gels': its default reads memory that is not set")
    if any(keyword.arg == "display_id" for keyword in node.keywords):
        yield "expected an output that stays as its cell made it, got one with a display_id"
    hidden = {*EVERYTHING, "AssertionError"} & set(map(ast.unparse, arguments))
    if name == "contextlib.suppress" and hidden:
        yield SEEN.format(f"{name} of {hidden.pop()}")
    if isinstance(node.func, ast.Name) and node.func.id in OF_A_PROCESS - names.keys():
        yield SAME.format(f"{node.func.id}()")
    if isinstance(node.func, ast.Attribute) and node.func.attr in ABOUT_FILES:
        yield f"expected files to be read, got a question about one: {ast.unparse(node.func)}"
    if isinstance(node.func, ast.Attribute) and node.func.attr == "seed" and not arguments:
        yield f"expected random numbers with a seed, got {ast.unparse(node)} without one"
    elif NEEDS_SEED.fullmatch(name) and not any(ast.unparse(a) != "None" for a in arguments):
        yield f"expected random numbers with a seed, got {name}() without one"
    if isinstance(node.func, ast.Name) and node.func.id == "setattr" and arguments:
        changed = full_name(arguments[0], names)
        if changed:
            yield f"expected {changed} as it was imported, got a change in it"


def check_change(node, names):
    """Yield what changes a module: the page would show one function and run another."""
    if not isinstance(node.ctx, ast.Load):
        changed = full_name(node, names)
        if changed:
            yield f"expected {changed} as it was imported, got a change of it"


def check_condition(node, _names):
    """Yield code that can never run, and assertions that can never fail."""
    if isinstance(node, ast.Assert) and always_true(node.test):
        yield f"expected an assertion that can fail, got one of {ast.unparse(node.test)!r}"
    elif isinstance(node.test, ast.Constant):
        if isinstance(node, ast.Assert) and node.test.value:
            yield "expected an assertion that can fail, got one of a constant"
        elif not isinstance(node, ast.Assert) and not node.test.value:
            yield f"expected code that runs, got a condition that is always {node.test.value!r}"


def always_true(test):
    """Tell whether an assertion cannot fail: by what it is made of, or since its sides agree."""
    match test:
        case ast.Attribute(attr=name):
            return name in ANSWERS
        case ast.BoolOp(op=ast.Or(), values=[*_, ast.Constant(value=last)]):
            return bool(last)
        case ast.Compare(left=left, ops=[ast.Eq() | ast.LtE() | ast.GtE()], comparators=[right]):
            return same(left, right)
        case ast.Call(func=ast.Attribute(attr=name), args=[one, other, *_]):
            return name in ANSWERS and same(one, other)
    return isinstance(test, ALWAYS_TRUE)


def same(one, other):
    """Tell whether two expressions are the same; what is called may answer otherwise."""
    called = any(isinstance(node, ast.Call) for node in ast.walk(one))
    return not called and ast.unparse(one) == ast.unparse(other)


def check_handler(node, _names):
    """Yield handlers that would keep any failure from being seen."""
    kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    inside = list(chain.from_iterable(map(ast.walk, node.body)))
    told = any(
        isinstance(each, ast.Raise) or (isinstance(each, ast.Name) and each.id == node.name)
        for each in inside
    )
    hidden = {ast.unparse(kind) if kind else None for kind in kinds}
    if {None, *EVERYTHING} & hidden and not told:
        yield "expected an exception by its name, got a handler that hides all of them"
    elif "AssertionError" in hidden and not told:
        yield "expected assertions that hold, got a handler that hides one"


def check_star(node, _names):
    """Yield imports of names that nobody can follow."""
    if any(alias.name == "*" for alias in node.names):
        yield f"expected names imported one by one, got {ast.unparse(node)!r}"


CHECKS = {
    ast.Name: (check_name,),
    ast.Attribute: (check_name, check_change),
    ast.Call: (check_call, check_name),
    **dict.fromkeys((ast.If, ast.While, ast.Assert), (check_condition,)),
    ast.ExceptHandler: (check_handler,),
    ast.ImportFrom: (check_star,),
}
OF_MODULES = {kind: found for kind, found in CHECKS.items() if kind is not ast.While}


def check_values(tree):
    """Yield expressions whose value nobody sees: only the last one of a cell is shown."""
    shown = tree.body[-1] if tree.body else None
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and node is not shown and is_idle(node.value):
            yield node.lineno, f"expected a use of this value, got {ast.unparse(node)!r} alone"


def is_idle(value):
    """Tell whether an expression does nothing but to have a value."""
    if isinstance(value, ast.Call):
        function = getattr(value.func, "attr", getattr(value.func, "id", ""))
        return function in {*ANSWERS, "map", "filter"}
    return isinstance(value, ast.Compare | ast.Name | ast.Attribute | ast.GeneratorExp)
