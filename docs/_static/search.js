// The search box: Pagefind's index in a dialog of our own. The opener fetches it when it is used.
(() => {
  const SHOWN = 8;
  const FEW = 2;
  // So many words are searched for as they follow one another, too.
  const PHRASE = 3;
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
  let vocabulary;
  let current = 0;
  let shown;
  let last;

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

  // The class of an exception says nothing of its message.
  const phrase = (term) => term.replace(/^(?:[\w.]*(?:Error|Warning|Exception):\s*)+/, "").replace(/["“”]/g, " ").trim();

  const letters = (words) => words.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

  // Sections that have the words one after the other, as a message has them.
  async function verbatim(term) {
    const typed = phrase(term);
    if (subjects(typed).length < PHRASE) return [];
    return (await engine.search(`"${typed}"`)).results;
  }

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

  // Words that stand nowhere, each as the nearest word of the book; nothing if there is none.
  async function corrected(words) {
    vocabulary ??= await (await fetch(new URL("pagefind/words.json", root))).json();
    const isKnown = (word) => vocabulary.some((known) => known.startsWith(stem(word)));
    const better = words.map((word) => {
      const typed = word.toLowerCase();
      return typed.length < 4 || isKnown(typed) ? word : (nearest(typed) ?? word);
    });
    return better.some((word, i) => word !== words[i]) ? better : null;
  }

  // One letter may be wrong, of long words two. The more common word comes first.
  function nearest(typed) {
    for (let errors = 1; errors <= (typed.length < 8 ? 1 : 2); errors++) {
      const found = vocabulary.find((word) => distance(typed, word) <= errors);
      if (found) return found;
    }
  }

  // How many letters are wrong, missing, too many or swapped with the next one.
  function distance(one, other) {
    if (Math.abs(one.length - other.length) > 2) return Infinity;
    const rows = [[...other, ""].map((_, j) => j)];
    for (let i = 1; i <= one.length; i++) {
      rows[i] = [i];
      for (let j = 1; j <= other.length; j++) {
        const wrong = one[i - 1] === other[j - 1] ? 0 : 1;
        rows[i][j] = Math.min(
          rows[i - 1][j] + 1,
          rows[i][j - 1] + 1,
          rows[i - 1][j - 1] + wrong,
        );
        const swapped = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
        if (swapped) rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
      }
    }
    return rows[one.length][other.length];
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
  function isMeant(one, { words, partly }) {
    const has = (word) => text(one).includes(beginning(word.toLowerCase()));
    return partly ? words.some(has) : words.every(has);
  }

  const text = ({ meta, content }) => [content, ...Object.values(meta)].join(" ").toLowerCase();

  const stem = (word) => word.replace(/(?:ies|ing|ed|es|s|e)$/, "");

  // What a word shares with its other forms: vanish of vanishing, and as much of longer ones.
  function beginning(word) {
    return stem(word).slice(0, Math.max(5, Math.ceil(0.66 * word.length)));
  }

  async function next(found) {
    const results = found.rest.splice(0, SHOWN);
    const data = await Promise.all(results.map((result) => result.data()));
    const meant = data.filter((one, i) => found.exact.has(results[i].id) || isMeant(one, found));
    // What a heading says word for word comes before what a cell prints, all of it before a part.
    const headed = ({ meta }) => {
      const heading = letters(meta.title ?? meta.entry);
      return heading.includes(found.phrase) ? 1 / heading.length : 0;
    };
    if (found.exact.size) meant.sort((a, b) => headed(b) - headed(a));
    // What comes after one that is not meant is meant even less.
    if (meant.length < data.length) found.rest = [];
    return meant;
  }

  async function look(words, term) {
    const first = await verbatim(term);
    const exact = new Set(first.map(({ id }) => id));
    const { results, partly } = words.length ? await find(words) : { results: [] };
    const all = [...first, ...results.filter(({ id }) => !exact.has(id))];
    const found = { words, exact, phrase: letters(phrase(term)), partly: partly && !first.length, rest: [...all] };
    found.data = await next(found);
    found.count = found.rest.length ? all.length : found.data.length;
    return found;
  }

  function said(term, better, { count, partly }) {
    if (!count) return say.none(term);
    const sections = partly ? say.partly(count) : say.found(count, better ? better.join(" ") : term);
    return better ? `${say.none(term)} ${sections}` : sections;
  }

  function show(data) {
    list.append(...data.map(row));
    more.hidden = !last.rest.length;
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
      const words = term ? subjects(phrase(term)) : [];
      let found = await look(words, term);
      const holds = (one) => words.every((word) => text(one).includes(stem(word.toLowerCase())));
      const better = found.exact.size || found.data.some(holds) ? null : await corrected(words);
      if (better) found = await look(better, better.join(" "));
      if (number !== current) return;
      last = found;
      list.replaceChildren();
      show(found.data);
      shown = term;
      status.textContent = term ? said(term, better, found) : say.hint;
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
    show(await next(last));
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
