// Where the book has no fixed address, the line that installs its wheel gets the one it is read at.
for (const block of document.querySelectorAll(".pip-line pre")) {
  const root = new URL(document.documentElement.dataset.content_root, location.href).href;
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    walker.currentNode.data = walker.currentNode.data.replace("https://ADDRESS-OF-THIS-BOOK/", root);
  }
}
