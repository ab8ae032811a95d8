"""A line when a chapter's cells start to run, and one when they have run.

The lines go straight to standard output: what a parallel worker logs is shown only at its end.
"""

import re

CELL = re.compile(r"^`{3,}\{code-cell\}", re.MULTILINE)


def announce(app, docname, source):
    cells = len(CELL.findall(source[0]))
    if cells:
        print(f"executing {docname} ({cells} cells)", flush=True)


def report(app, doctree):
    docname = app.env.docname
    execution = app.env.nb_metadata.get(docname, {}).get("exec_data")
    if execution and execution["succeeded"]:
        print(f"executed  {docname} in {execution['runtime']:.1f} s", flush=True)


def setup(app):
    app.connect("source-read", announce)
    app.connect("doctree-read", report)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
