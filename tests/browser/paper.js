// What the article shows on a screen, unfolded, and not on paper; and what paper cuts.
() => {
  const faults = [];
  const article = document.querySelector("article");
  // Links to a heading itself, buttons, what plays with a figure, what folds code again, the cell behind a formula, a figure's text beside the figure.
  const left = ".headerlink, button, details.hide > summary > .expanded, #gradbook > figure .caption-number, .formula-mark, .figure-words, .explorer, .explorer-caption, .explorer-stage, script, style, .visually-hidden";
  const words = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const { data, parentElement } = words.currentNode;
    if (!data.trim() || parentElement.closest(left) || parentElement.closest(".katex")) continue;
    const range = document.createRange();
    range.selectNodeContents(words.currentNode);
    if (!range.getClientRects().length) faults.push(`hidden: ${data.trim().slice(0, 60)}`);
  }
  for (const image of article.querySelectorAll("img.only-light")) {
    if (!image.checkVisibility()) faults.push(`hidden: ${image.alt.slice(0, 60)}`);
  }
  for (const setting of article.querySelectorAll(".formula-mark pre")) {
    if (setting.getClientRects().length) faults.push(`unfolded: ${setting.textContent.slice(0, 40)}`);
  }
  for (const box of article.querySelectorAll("*")) {
    if (box.closest(".katex, .visually-hidden, .formula-mark") && !box.matches(".katex-display")) continue;
    const { overflowX, overflowY } = getComputedStyle(box);
    const wide = box.scrollWidth > box.clientWidth + 1 && overflowX !== "visible";
    const high = box.scrollHeight > box.clientHeight + 1 && !["visible", "clip"].includes(overflowY);
    if (box.clientWidth && (wide || (high && box.matches("pre")))) {
      faults.push(`cut: ${box.tagName.toLowerCase()} ${box.className} ${box.textContent.trim().slice(0, 40)}`);
    }
    if (box.getBoundingClientRect().right > document.documentElement.clientWidth + 1) {
      faults.push(`beyond the paper: ${box.tagName.toLowerCase()} ${box.className}`);
    }
  }
  return [...new Set(faults)];
}
