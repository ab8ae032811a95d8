// The search box: Pagefind's index in a dialog of our own. The opener fetches it when it is used.
(() => {
  const SHOWN = 8;
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
      broken: "The search could not be loaded. It goes on when the network is back.",
      // Words of a question that say nothing of its subject.
      stop: "a an and are be before between by can could do does for from give gives happens how i if in is it its me my of on one or pytorch should tell than that the then there to use used using versus vs was we what when where which who why will with work works would you your",
    },
  };
  const page = document.documentElement;
  const say = WORDS[page.lang] ?? WORDS.en;
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

  let ranking;
  let vocabulary;
  let current = 0;
  let shown;
  let last;
  let tries = 0;

  // Words that stand nowhere, each as the nearest word of the book; nothing if there is none.
  async function corrected(words) {
    vocabulary ??= await (await fetch(new URL("pagefind/words.json", root))).json();
    const isKnown = (word) => vocabulary.some((known) => known.startsWith(word.replace(/(?:ies|ing|ed|es|s|e)$/, "")));
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

  // Chinese words are read aloud as such.
  function named(element) {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (texts.nextNode()) nodes.push(texts.currentNode);
    for (const node of nodes) {
      const parts = node.data.split(/(\p{Script=Han}+)/u);
      node.replaceWith(...parts.map((one, i) => (i % 2 ? make("span", { lang: "zh" }, one) : one)));
    }
    return element;
  }

  function row({ raw_url, meta, excerpt }) {
    // One file for each section, as in losses/softmax/formula.html.
    const place = raw_url.replace(/^\//, "").replace(/\/([^/]*)\.html$/, ".html#$1");
    const above = make("small", { textContent: meta.above || meta.within || "" });
    const name = make("strong", { textContent: meta.title || meta.entry });
    // Pagefind escapes the text and marks the words in it; after bold words it adds a space.
    const text = make("span", { innerHTML: excerpt.replace(/ (?=[.,:;)])/g, "") });
    return named(make("li", {}, make("a", { href: new URL(place, root).href }, above, name, text)));
  }

  async function look(term) {
    const found = await ranking.look(term);
    const count = found.rest.length;
    found.data = await ranking.next(found, SHOWN);
    found.partly = !found.data.some(({ whole }) => whole);
    // Those that come after one that is not meant are meant even less.
    if (found.data.length < Math.min(SHOWN, count)) found.rest = [];
    found.count = found.rest.length ? count : found.data.length;
    return found;
  }

  const short = (term) => (term.length > 60 ? `${term.slice(0, 60)}…` : term);

  function said(term, better, { count, partly }) {
    if (!count) return say.none(term);
    const sections = partly ? say.partly(count) : say.found(count, better ?? term);
    return better ? `${say.none(term)} ${sections}` : sections;
  }

  function show(data) {
    list.append(...data.map(row));
    more.hidden = !last.rest.length;
  }

  // The address has what was searched: who comes back to it finds it again.
  function remember(term) {
    if (location.protocol === "file:") return;
    const address = new URL(location.href);
    if (term) address.searchParams.set("q", term);
    else address.searchParams.delete("q");
    if (address.href !== location.href) history.replaceState(history.state, "", address);
  }

  async function search() {
    const number = ++current;
    const term = input.value.trim();
    remember(term);
    if (location.protocol === "file:") {
      const link = make("a", { href: new URL("genindex.html", root).href, textContent: say.index });
      return status.replaceChildren(say.folder, link, ".");
    }
    try {
      ranking ??= await window.loadRanking(root, say.stop, tries);
      let found = term ? await look(term) : { rest: [], data: [] };
      const better = !term || found.data.some(({ whole }) => whole) ? null : await corrected(term.split(/\s+/));
      if (better) found = await look(better.join(" "));
      if (number !== current) return;
      last = found;
      list.replaceChildren();
      show(found.data);
      shown = term;
      status.textContent = term ? said(short(term), better && short(better.join(" ")), found) : say.hint;
      named(status);
    } catch (error) {
      ranking = undefined;
      tries += 1;
      addEventListener("online", search, { once: true });
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
    leaves = Boolean(event.target.closest("li a"));
    if (leaves || event.target === dialog || event.target === close) dialog.close();
  });
  more.addEventListener("click", async () => {
    const before = list.children.length;
    show(await ranking.next(last, SHOWN));
    list.children[before]?.querySelector("a").focus();
  });

  // The browser gives the focus back, but the theme takes it from its buttons when they are used.
  let opener;
  let leaves = false;
  dialog.addEventListener("close", () => {
    if (!leaves) remember("");
    leaves = false;
    opener?.focus();
  });

  function open(button, typed) {
    opener = button;
    if (!dialog.open) dialog.showModal();
    if (typed) input.value = typed;
    else input.select();
    if (typed || location.protocol === "file:") return search();
  }

  document.body.append(dialog);
  window.openSearch = open;
})();
