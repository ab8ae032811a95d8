// What a page cuts without a sign, and what lies on what. Asked at each width.
() => {
  const root = document.documentElement;
  const seen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const name = (element) => {
    const classes = [...element.classList].slice(0, 3).map((word) => "." + word).join("");
    const words = element.textContent.trim().slice(0, 30).replace(/\s+/g, " ");
    return `${element.tagName.toLowerCase()}${classes} ${words}`;
  };
  const faults = [];

  // What is beyond the screen, and what goes on beyond its edge and looks whole.
  if (root.scrollWidth > root.clientWidth) faults.push("wide: the page");
  const boxes = [...document.querySelectorAll("main *, header *, footer *")].filter(
    (element) => !element.closest("svg, .visually-hidden") && !element.closest(".katex .katex"),
  );
  for (const box of boxes) {
    if (box.closest(".katex") && !box.matches(".katex-display")) continue;
    if (box.clientWidth < 2 || !seen(box)) continue;
    const { overflowX, overflowY, backgroundImage, clipPath, textOverflow } = getComputedStyle(box);
    if (clipPath !== "none" || (box.matches("input") && textOverflow === "ellipsis")) continue;
    const wide = overflowX !== "visible" && box.scrollWidth > box.clientWidth + 1;
    if (wide && !(/auto|scroll/.test(overflowX) && backgroundImage.includes("gradient"))) {
      faults.push(`cut: ${name(box)}`);
    }
    const closed = /hidden|clip/.test(overflowY) && !box.matches(".katex-display");
    if (closed && box.clientHeight > 1 && box.scrollHeight > box.clientHeight + 1) {
      faults.push(`cut below: ${name(box)}`);
    }
  }

  // Letters on letters: boxes of ink, as far as the boxes around them show it.
  const paint = document.createElement("canvas").getContext("2d");
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const hidden = "script, style, noscript, template, .katex-mathml, .visually-hidden, svg, pre";
  const letters = [];
  const known = new Map();
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const owner = node.parentElement;
    if (!node.data.trim() || owner.closest(hidden) || !seen(owner)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const formula = owner.closest(".katex");
    const edges = clipped(owner);
    for (const rect of range.getClientRects()) {
      const left = Math.max(rect.left, edges.left);
      const right = Math.min(rect.right, edges.right);
      if (right - left > 1) letters.push({ owner, formula, left, right, ...ink(rect, owner, node) });
    }
  }

  // From where to where the boxes around an element show what is in it.
  function clipped(element) {
    if (element === document.body) return { left: -Infinity, right: Infinity };
    if (!known.has(element)) {
      const edges = clipped(element.parentElement);
      if (getComputedStyle(element).overflowX === "visible") known.set(element, edges);
      else {
        const { left, right } = element.getBoundingClientRect();
        known.set(element, { left: Math.max(left, edges.left), right: Math.min(right, edges.right) });
      }
    }
    return known.get(element);
  }

  function ink(rect, owner, node) {
    const { fontStyle, fontWeight, fontSize, fontFamily } = getComputedStyle(owner);
    paint.font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
    const size = paint.measureText(node.data.trim());
    const above = size.fontBoundingBoxAscent;
    const base = rect.top + (rect.height - above - size.fontBoundingBoxDescent) / 2 + above;
    return { top: base - size.actualBoundingBoxAscent, bottom: base + size.actualBoundingBoxDescent };
  }

  letters.sort((one, two) => one.top - two.top);
  letters.forEach((one, place) => {
    for (let next = place + 1; letters[next]?.top < one.bottom; next++) {
      const two = letters[next];
      if (one.owner === two.owner || (one.formula && one.formula === two.formula)) continue;
      const across = Math.min(one.right, two.right) - Math.max(one.left, two.left);
      const down = Math.min(one.bottom, two.bottom) - two.top;
      if (across > 2 && down > 2) faults.push(`on each other: ${name(one.owner)} | ${name(two.owner)}`);
    }
  });

  // A sign at the end of a line of text, which looks like a hyphen there.
  for (const formula of document.querySelectorAll("article .math > .katex")) {
    if (formula.parentElement.matches("div") || !seen(formula)) continue;
    const parts = [...formula.querySelectorAll(".katex-base")];
    parts.slice(1).forEach((part, place) => {
      const before = parts[place];
      const below = part.getBoundingClientRect().left < before.getBoundingClientRect().left;
      const last = [...before.children].filter((one) => !one.matches(".mspace")).pop();
      if (below && last.matches(".mbin")) {
        faults.push(`ends with a sign: ${formula.querySelector("annotation").textContent}`);
      }
    });
  }

  return [...new Set(faults)];
}
