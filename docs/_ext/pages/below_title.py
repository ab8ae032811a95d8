"""Lines below the title of a page; the last one that is put there is the first one to be read."""


def put(context, line):
    """Put a line of HTML between the title of a page and its text."""
    context["body"] = context["body"].replace("</h1>", f"</h1>\n{line}", 1)
