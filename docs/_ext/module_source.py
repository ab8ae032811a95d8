"""Show functions of gradbook from their files; what is copied is the import line.

```{module-source} gradbook.activations.sigmoid gradbook.activations.sigmoid_grad
```
"""

import ast
import textwrap
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective


class ModuleSource(SphinxDirective):
    required_arguments = 1
    final_argument_whitespace = True

    def run(self):
        names = self.arguments[0].split()
        modules = {name.rpartition(".")[0] for name in names}
        if len(modules) != 1:
            raise self.error(f"module-source: expected names of one module, got {names}")
        module = modules.pop()
        path = Path(self.env.app.confdir, *module.split(".")).with_suffix(".py")
        if not path.is_file():
            raise self.error(f"module-source: there is no module {module!r}")
        self.env.note_dependency(str(path))
        shown = [name.rpartition(".")[2] for name in names]
        try:
            code = "\n\n\n".join(source(path.read_text(encoding="utf-8"), name) for name in shown)
        except LookupError as error:
            raise self.error(f"module-source: {module!r} has no {error.args[0]!r}") from error
        return [
            nodes.container(
                "",
                self.block(f"from {module} import {', '.join(shown)}", "import-line"),
                self.block(code, "source-code"),
                classes=["module-source"],
            )
        ]

    def block(self, code, role):
        block = nodes.literal_block(code, code, language="python", classes=[role])
        self.set_source_info(block)
        return block


def source(text, name):
    """Return the definition of `name` in a module's text, without its docstring."""
    for node in ast.parse(text).body:
        if defined(node) == name:
            first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
            lines = text.splitlines()[first - 1 : node.end_lineno]
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node):
                docstring = node.body[0]
                del lines[docstring.lineno - first : docstring.end_lineno - first + 1]
            return textwrap.dedent("\n".join(lines))
    raise LookupError(name)


def defined(node):
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id
    return getattr(node, "name", None)


def setup(app):
    app.add_directive("module-source", ModuleSource)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
