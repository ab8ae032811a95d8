// Opens the search with its buttons, Ctrl+K (on a Mac ⌘K) or /: only then is it fetched.
(() => {
  const { src, dataset } = document.currentScript;
  let fetched;
  // What is typed before the box is there.
  let early = null;

  function fetchFile(tag, attribute, name) {
    const element = document.createElement(tag);
    element[attribute] = src.replace(/search-opener\.js.*/, `${name}?v=${dataset.version}`);
    element.rel = "stylesheet";
    document.head.append(element);
    return new Promise((done, failed) => Object.assign(element, { onload: done, onerror: failed }));
  }

  function open(button) {
    fetched ??= Promise.all([
      fetchFile("link", "href", "search.css"),
      fetchFile("script", "src", "search-ranking.js"),
      fetchFile("script", "src", "search.js"),
    ]);
    early ??= "";
    fetched
      .then(() => window.openSearch(button, early))
      .catch(() => {
        fetched = undefined;
        const said = document.createElement("output");
        said.className = "search-offline";
        said.append(dataset.offline);
        document.body.append(said);
        addEventListener("online", () => said.remove(), { once: true });
      })
      .finally(() => (early = null));
  }

  // An address may say what is searched.
  function asked() {
    early = new URLSearchParams(location.search).get("q");
    if (early) open();
  }

  asked();
  addEventListener("popstate", asked);
  addEventListener("pageshow", ({ persisted }) => persisted && asked());
  addEventListener("click", (event) => {
    const button = event.target.closest?.(".search-button__button");
    if (button) open(button);
  });
  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const modified = event.ctrlKey || event.metaKey;
    if (early !== null && event.key.length === 1 && !modified) {
      event.preventDefault();
      early += event.key;
      return;
    }
    const slash = event.key === "/" && !modified && !event.altKey && !typing;
    if (slash || (modified && event.key.toLowerCase() === "k")) {
      event.preventDefault();
      open();
    }
  });
})();
