"""What is done when all pages are written, step by step; conf.py names it last."""

from checks import pages as page_checks
from downloads import wheel
from execution import kernels, report, schedule
from pages import address, not_found
from pages.lean import site as lean_site
from search import index

# The steps take the application and what has failed, if anything has.
STEPS = (
    # The pages change here, so all that reads them comes later.
    lean_site.make_lean,
    kernels.stop,
    schedule.clean,
    report.summarize,
    page_checks.check_site,
    wheel.build,
    index.build_index,
    address.write_map,
    # It moves the links of a page that was checked.
    not_found.from_the_root,
)


def finish(app, error):
    for step in STEPS:
        step(app, error)


def setup(app):
    # After MyST-NB has written its style sheet.
    app.connect("build-finished", finish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
