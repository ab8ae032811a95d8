// What scrolls inside itself is a stop of the keyboard, with a name; what fits is none.
const NAMES = {
  ".cell_output pre": "Output",
  "pre": "Code",
  ".katex-display": "Formula",
  ".pst-scrollable-table-container": "Table",
};

const sizes = new ResizeObserver((changes) => {
  for (const { target } of changes) name(target);
});

function name(box) {
  if (box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1) {
    const [, word] = Object.entries(NAMES).find(([selector]) => box.matches(selector));
    box.tabIndex = 0;
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", word);
  } else {
    for (const attribute of ["tabindex", "role", "aria-label"]) box.removeAttribute(attribute);
  }
}

for (const box of document.querySelectorAll(Object.keys(NAMES).join())) sizes.observe(box);
