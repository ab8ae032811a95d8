// What scrolls inside itself is a stop of the keyboard, with a name; what fits is none.
const NAMES = {
  ".cell_output pre": "Output",
  "pre": "Code",
  ".katex-display": "Formula",
  ".pst-scrollable-table-container": "Table",
};

const sizes = new ResizeObserver((changes) => name(changes.map(({ target }) => target)));

// All are measured before any is changed: each change would have the page laid out again.
function name(boxes) {
  const wide = boxes.map((box) => box.scrollWidth > box.clientWidth + 1);
  boxes.forEach((box, n) => (wide[n] ? stop(box) : pass(box)));
}

function stop(box) {
  const [, word] = Object.entries(NAMES).find(([selector]) => box.matches(selector));
  box.tabIndex = 0;
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", word);
}

function pass(box) {
  for (const attribute of ["tabindex", "role", "aria-label"]) box.removeAttribute(attribute);
}

const boxes = [...document.querySelectorAll(Object.keys(NAMES).join())];
for (const box of boxes) sizes.observe(box);
// Letters that come late make a text wider, and its box not; what is folded has its size later.
document.fonts.addEventListener("loadingdone", () => name(boxes.filter((box) => box.checkVisibility())));

// Of the links to all pages, one says that it is this page.
const here = document.querySelector(".bd-sidenav a.current[href='#']");
here?.setAttribute("aria-current", "page");

// The contents show where that is, beside the page and in a drawer.
function showHere() {
  const box = here?.closest("dialog, .bd-sidebar-primary");
  if (!box) return;
  const [link, frame] = [here, box].map((element) => element.getBoundingClientRect());
  const middle = (Math.max(frame.top, 0) + Math.min(frame.bottom, innerHeight)) / 2;
  const seen = link.top >= frame.top && link.bottom <= Math.min(frame.bottom, innerHeight);
  if (!seen) box.scrollTop += link.top - middle;
}

// On the first page the theme has chosen a place for the list, which may hide its beginning.
function showBeginning() {
  if (sessionStorage.getItem("sidebar-scroll-top") !== null) return;
  document.querySelector(".bd-sidebar-primary")?.scrollTo(0, 0);
}

addEventListener("load", () => setTimeout(showBeginning));
// On others it has put the list to where it was on the page before.
addEventListener("load", () => setTimeout(showHere));
const opened = ({ target }) => target.closest?.(".primary-toggle") && setTimeout(showHere);
// On the way down: the theme keeps this click for itself.
addEventListener("click", opened, true);

// A figure is called by its number; its caption is read as a text, and not as a long name.
for (const figure of document.querySelectorAll("figure[id]")) {
  const number = figure.querySelector(".caption-number");
  if (number) figure.setAttribute("aria-label", number.textContent.trim());
}

// A drawer with the contents has done its work when one of them is chosen.
addEventListener("click", (event) => {
  event.target.closest?.("dialog a[href*='#']")?.closest("dialog").close();
});

// What a link leads to is open.
function unfold() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target?.matches("details:not([open])")) return;
  target.open = true;
  target.scrollIntoView();
}

addEventListener("hashchange", unfold);
unfold();
