// Opens the search with its buttons, Ctrl+K (on a Mac ⌘K) or /: only then is it fetched.
(() => {
  const source = document.currentScript.src;
  let fetched;

  function fetchFile(tag, attribute, name) {
    const element = document.createElement(tag);
    element[attribute] = source.replace("search-opener.js", name);
    element.rel = "stylesheet";
    document.head.append(element);
    return new Promise((done, failed) => Object.assign(element, { onload: done, onerror: failed }));
  }

  function open(button) {
    fetched ??= Promise.all([
      fetchFile("link", "href", "search.css"),
      fetchFile("script", "src", "search.js"),
    ]);
    fetched.then(() => window.openSearch(button)).catch(() => (fetched = undefined));
  }

  addEventListener("click", (event) => {
    const button = event.target.closest?.(".search-button__button");
    if (button) open(button);
  });
  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const modified = event.ctrlKey || event.metaKey;
    const slash = event.key === "/" && !modified && !event.altKey && !typing;
    if (slash || (modified && event.key.toLowerCase() === "k")) {
      event.preventDefault();
      open();
    }
  });
})();
