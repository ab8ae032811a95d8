"""Pages with what they need and no more."""


def setup(app):
    # While somebody writes, pages are rewritten one by one and share what is here.
    app.add_config_value("lean_pages", True, "", bool)
