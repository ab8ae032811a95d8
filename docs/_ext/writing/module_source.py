"""Show functions of gradbook from their files; what is copied is the import line.

```{module-source} gradbook.activations.sigmoid gradbook.activations.sigmoid_grad
```
"""

from __future__ import annotations

import ast
import textwrap
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective


class ModuleSource(SphinxDirective):
    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        names = self.arguments[0].split()
        modules = {name.rpartition(".")[0] for name in names}
        if len(modules) != 1:
            raise self.error(f"module-source: expected names of one module, got {names}")
        module = modules.pop()
        shown = [name.rpartition(".")[2] for name in names]
        texts = [path.read_text(encoding="utf-8") for path in self.files(module)]
        try:
            code = "\n\n\n".join(source(texts, name) for name in shown)
        except LookupError as error:
            name, count = error.args
            got = f"{count} of them" if count else "none"
            text = f"module-source: expected one {name!r} in {module!r}, got {got}"
            raise self.error(text) from error
        return [
            nodes.container(
                "",
                self.block(f"from {module} import {', '.join(shown)}", "import-line"),
                self.block(code, "source-code"),
                classes=["module-source"],
            )
        ]

    def files(self, module: str) -> list[Path]:
        """Return the file of a module, or all files of a package."""
        base = Path(self.env.app.confdir, *module.split("."))
        files = sorted(base.glob("*.py")) or [base.with_suffix(".py")]
        if not files[0].is_file():
            raise self.error(f"module-source: there is no module {module!r}")
        for path in files:
            self.env.note_dependency(str(path))
        return files

    def block(self, code: str, role: str) -> nodes.literal_block:
        block = nodes.literal_block(code, code, language="python", classes=[role])
        self.set_source_info(block)
        return block


def source(texts: list[str], name: str) -> str:
    """Return the only definition of `name` in some modules' texts, without its docstring."""
    # Of a package, most files do not even name it.
    found = [(text, node) for text in texts if name in text for node in ast.parse(text).body]
    found = [(text, node) for text, node in found if defined(node) == name]
    if len(found) != 1:
        raise LookupError(name, len(found))
    ((text, node),) = found
    first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
    lines = text.splitlines()[first - 1 : node.end_lineno]
    if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node):
        docstring = node.body[0]
        del lines[docstring.lineno - first : docstring.end_lineno - first + 1]
    return textwrap.dedent("\n".join(lines))


def defined(node: ast.stmt) -> str | None:
    if isinstance(node, ast.Assign | ast.AnnAssign):
        target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
        return target.id if isinstance(target, ast.Name) else None
    return getattr(node, "name", None)


def setup(app: Sphinx) -> None:
    app.add_directive("module-source", ModuleSource)
