// The search box: Pagefind's index in a dialog of our own. The opener fetches it when it is used.
(() => {
  const SHOWN = 8;
  const FEW = 2;
  const WORDS = {
    en: {
      search: "Search the book",
      close: "Close",
      more: "More results",
      hint: "Words, names such as zero_grad, or a question.",
      none: (term) => `Nothing found for “${term}”.`,
      found: (count, term) => `${count} ${count === 1 ? "section" : "sections"} with “${term}”`,
      partly: (count) => `${count} ${count === 1 ? "section" : "sections"} with some of these words, first those with most.`,
      folder: "The search needs a web server: it cannot read its index from a folder. Instead: ",
      index: "the index of all names",
      broken: "The search could not be loaded.",
      // Words of a question that say nothing of its subject.
      stop: "a an and are between by can difference do does for from how i in is it my of on or that the to what when where which why with",
    },
  };
  const page = document.documentElement;
  const say = WORDS[page.lang] ?? WORDS.en;
  const stop = new Set(say.stop.split(" "));
  const root = new URL(page.dataset.content_root, location.href);

  function make(tag, attributes = {}, ...children) {
    const element = Object.assign(document.createElement(tag), attributes);
    element.append(...children);
    return element;
  }

  const input = make("input", { type: "search", placeholder: say.search, autocomplete: "off" });
  input.setAttribute("aria-label", say.search);
  input.setAttribute("aria-controls", "book-search-results");
  input.spellcheck = false;
  const close = make("button", { type: "button", textContent: say.close });
  const status = make("p", { textContent: say.hint });
  status.setAttribute("role", "status");
  const list = make("ol", { id: "book-search-results" });
  const more = make("button", { type: "button", textContent: say.more, hidden: true });
  const dialog = make("dialog", { id: "book-search" });
  dialog.setAttribute("aria-label", say.search);
  dialog.append(make("form", {}, input, close), status, make("div", {}, list, more));

  let engine;
  let current = 0;
  let shown;
  let meant = [];
  let partly = false;
  let rest = [];

  async function load() {
    const pagefind = await import(new URL("pagefind/pagefind.js", root));
    // A worker would fetch the same program again.
    await pagefind.options({ noWorker: true });
    await pagefind.init();
    // Chapters teach; glossary and API, whose titles are entries, come after them.
    const metaWeights = { title: 5, above: 2, entry: 0.25, within: 0.1 };
    await pagefind.options({ excerptLength: 22, ranking: { metaWeights, pageLength: 0 } });
    return pagefind;
  }

  const subjects = (term) => {
    const words = term.replace(/[’']s\b|[?!“”"]/g, " ").trim().split(/\s+/);
    const telling = words.filter((word) => !stop.has(word.toLowerCase()));
    return telling.length ? telling : words;
  };

  // Sections with all words; if there are few, those with most of them.
  async function find(words) {
    const { results } = await engine.search(words.join(" "));
    if (results.length > FEW || words.length < 2) return { results };
    const found = new Map();
    const all = new Set(results.map(({ id }) => id));
    for (const word of words) {
      for (const result of (await engine.search(word)).results) {
        const known = found.get(result.id) ?? { result, count: 0, score: 0 };
        known.count += 1;
        known.score += result.score;
        found.set(result.id, known);
      }
    }
    const ranked = [...found.values()].sort((a, b) => b.count - a.count || b.score - a.score);
    const others = ranked.map((one) => one.result).filter(({ id }) => !all.has(id));
    return { results: [...results, ...others], partly: true };
  }

  function row({ raw_url, meta, excerpt }) {
    // One file for each section, as in losses/softmax/formula.html.
    const place = raw_url.replace(/^\//, "").replace(/\/([^/]*)\.html$/, ".html#$1");
    const above = make("small", { textContent: meta.above || meta.within || "" });
    const name = make("strong", { textContent: meta.title || meta.entry });
    // Pagefind escapes the text and marks the words in it; after bold words it adds a space.
    const text = make("span", { innerHTML: excerpt.replace(/ (?=[.,:;)])/g, "") });
    return make("li", {}, make("a", { href: new URL(place, root).href }, above, name, text));
  }

  // For a word that it does not know, Pagefind takes one that is only its beginning, such as x.
  function isMeant({ meta, content }) {
    const text = [content, ...Object.values(meta)].join(" ").toLowerCase();
    const has = (word) => text.includes(beginning(word.toLowerCase()));
    return partly ? meant.some(has) : meant.every(has);
  }

  // What a word shares with its other forms: vanish of vanishing, and as much of longer ones.
  function beginning(word) {
    const stem = word.replace(/(?:ies|ing|ed|es|s|e)$/, "");
    return stem.slice(0, Math.max(5, Math.ceil(0.66 * word.length)));
  }

  async function next() {
    const data = await Promise.all(rest.splice(0, SHOWN).map((result) => result.data()));
    const found = data.filter(isMeant);
    // What comes after one that is not meant is meant even less.
    if (found.length < data.length) rest = [];
    return found;
  }

  function show(data) {
    list.append(...data.map(row));
    more.hidden = !rest.length;
  }

  async function search() {
    const number = ++current;
    const term = input.value.trim();
    if (location.protocol === "file:") {
      const link = make("a", { href: new URL("genindex.html", root).href, textContent: say.index });
      return status.replaceChildren(say.folder, link, ".");
    }
    try {
      engine ??= await load();
      const words = subjects(term);
      const found = term ? await find(words) : { results: [] };
      if (number !== current) return;
      [meant, partly, rest] = [words, found.partly, [...found.results]];
      const data = await next();
      if (number !== current) return;
      const count = rest.length ? found.results.length : data.length;
      list.replaceChildren();
      show(data);
      shown = term;
      if (!term) status.textContent = say.hint;
      else if (!count) status.textContent = say.none(term);
      else status.textContent = partly ? say.partly(count) : say.found(count, term);
    } catch (error) {
      engine = undefined;
      status.textContent = say.broken;
    }
  }

  // The arrows go through the results, and up from the first one back to the words.
  function move(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      dialog.close();
    }
    const links = [input, ...list.querySelectorAll("a")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const place = links.indexOf(document.activeElement);
    if (!step || place < 0) return;
    event.preventDefault();
    links[Math.max(0, Math.min(links.length - 1, place + step))].focus();
  }

  let waiting;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 150);
  });
  dialog.firstChild.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    if (shown !== input.value.trim()) await search();
    list.querySelector("a")?.click();
  });
  dialog.addEventListener("keydown", move);
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target === close || event.target.closest("li a")) dialog.close();
  });
  more.addEventListener("click", async () => {
    const before = list.children.length;
    show(await next());
    list.children[before]?.querySelector("a").focus();
  });

  // The browser gives the focus back, but the theme takes it from its buttons when they are used.
  let opener;
  dialog.addEventListener("close", () => opener?.focus());

  function open(button, typed) {
    opener = button;
    if (!dialog.open) dialog.showModal();
    if (typed) {
      input.value = typed;
      search();
    } else {
      input.select();
    }
    if (location.protocol === "file:") search();
  }

  document.body.append(dialog);
  window.openSearch = open;
})();
