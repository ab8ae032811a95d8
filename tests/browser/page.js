// What a page shows, for the tests to judge. Evaluated in the page; `paper` is its background.
() => {
  const root = document.documentElement;
  const seen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const name = (element) => {
    const classes = [...element.classList].slice(0, 3).map((word) => "." + word).join("");
    return element.tagName.toLowerCase() + (element.id ? "#" + element.id : "") + classes;
  };
  const numbers = (color) => color.match(/[\d.]+/g).map(Number);
  const luminance = (color) => {
    const [r, g, b] = numbers(color).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };

  // Text that is shown, without code and without what KaTeX hides for screen readers.
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const tex = [];
  const typed = [];
  while (words.nextNode()) {
    const parent = words.currentNode.parentElement;
    if (parent.closest("pre, code, script, style, noscript, annotation, template")) continue;
    const text = words.currentNode.data.trim().slice(0, 60);
    if (/\\[A-Za-z]{2,}|\$\$|\\[([]|\{glue/.test(words.currentNode.data)) tex.push(text);
    if (parent.closest(".sig, .katex")) continue;
    const number = words.currentNode.data.match(/(?<![\w.])\d+(\.\d+)?e[+-]\d+\b/);
    if (number) typed.push(number[0]);
  }

  const scrollers = [...document.querySelectorAll("main *")].filter((element) => {
    const style = getComputedStyle(element);
    const scrolls = (value) => value === "auto" || value === "scroll";
    return (
      ((scrolls(style.overflowX) && element.scrollWidth > element.clientWidth + 1) ||
        (scrolls(style.overflowY) && element.scrollHeight > element.clientHeight + 1)) &&
      seen(element)
    );
  });
  // A list of links scrolls along with the link that has the focus.
  const unreachable = scrollers.filter(
    (e) =>
      !e.querySelector("nav a[href]") &&
      (e.tabIndex < 0 || !e.getAttribute("role") || !e.getAttribute("aria-label")),
  );

  // How long the lines are of code that goes on beyond its edge.
  const sideways = scrollers.filter((element) => element.scrollWidth > element.clientWidth + 1);
  const code = sideways.filter((element) => element.matches("pre"));
  const lengths = code.map((e) => Math.max(...e.textContent.split("\n").map((line) => line.length)));
  const buttons = [...document.querySelectorAll("button.copybtn")].filter((b) => b.checkVisibility());
  const onCode = buttons.filter((button) => {
    const code = button.previousElementSibling.getBoundingClientRect();
    return button.getBoundingClientRect().bottom > code.top + 1;
  });

  // A finger needs some room; the contents show which of their entries is this page.
  const summaries = [...document.querySelectorAll("summary")].filter(seen);
  const low = summaries.filter((summary) => summary.getBoundingClientRect().height < 23.9);
  const beside = ".bd-sidebar-primary :is(.logo, .search-button-field, [aria-current=page])";
  const outside = [...document.querySelectorAll(beside)].filter((one) => {
    const { left, top, width, height } = one.getBoundingClientRect();
    const place = document.elementFromPoint(left + width / 2, top + height / 2);
    return seen(one) && !one.contains(place);
  });

  // Rows of a formula with fractions, from ink to ink, in pixels.
  function close() {
    const faults = [];
    for (const table of document.querySelectorAll("main .katex-display .mtable")) {
      if (!seen(table) || !table.querySelector(".mfrac") || table.closest(".minner")) continue;
      const rows = {};
      const columns = [...table.querySelectorAll("[class^=col-align] > .vlist-t > .vlist-r:first-child > .vlist")];
      for (const column of columns.filter((one) => one.closest(".mtable") === table)) {
        [...column.children].forEach((row, place) => {
          for (const one of row.querySelectorAll(".mord, .mopen, .mclose, .frac-line")) {
            const { top, bottom, height } = one.getBoundingClientRect();
            if (one.children.length || !height) continue;
            const share = one.matches(".frac-line") ? 0 : 0.2 * height;
            rows[place] ??= { top: Infinity, bottom: -Infinity };
            rows[place].top = Math.min(rows[place].top, top + share);
            rows[place].bottom = Math.max(rows[place].bottom, bottom - share);
          }
        });
      }
      const gaps = Object.values(rows).slice(1).map(({ top }, place) => top - Object.values(rows)[place].bottom);
      const tex = table.closest(".katex").querySelector("annotation").textContent.slice(0, 40);
      for (const gap of gaps) if (gap < 6) faults.push(`${gap.toFixed(1)} ${tex}`);
    }
    return faults;
  }

  // Words in Chinese that are read aloud as English; fonts that were fetched for nothing.
  const han = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  const unmarked = [];
  while (han.nextNode()) {
    const { data, parentElement } = han.currentNode;
    if (!/\p{Script=Han}/u.test(data) || parentElement.closest("script, style, title")) continue;
    if (!parentElement.closest("[lang]").lang.startsWith("zh")) unmarked.push(data.trim());
  }
  const chinese = document.querySelectorAll("[lang=zh]").length;
  const face = ({ family, style, weight }) => [family.replace(/["']/g, ""), style, weight].join();
  const loaded = new Set([...document.fonts].filter(({ status }) => status === "loaded").map(face));
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  const used = rules.filter((rule) => {
    if (!(rule instanceof CSSFontFaceRule)) return false;
    const { fontFamily: family, fontStyle, fontWeight } = rule.style;
    const weight = { bold: "700", "": "400" }[fontWeight] ?? fontWeight;
    return loaded.has(face({ family, style: fontStyle || "normal", weight: weight.replace("normal", "400") }));
  });
  const files = used.map((rule) => rule.style.getPropertyValue("src")).join();
  const fetched = [...document.querySelectorAll("link[rel=preload][as=font]")].map((link) => link.href.split("/").pop());

  const slabs = [...document.querySelectorAll("body *")].filter((element) => {
    const box = element.getBoundingClientRect();
    const [, , , alpha = 1] = numbers(getComputedStyle(element).backgroundColor + " ");
    return (
      box.width * box.height > 3000 &&
      alpha > 0.5 &&
      luminance(getComputedStyle(element).backgroundColor) > 0.4 &&
      seen(element)
    );
  });

  // What the keyboard walks through, while all that unfolds is folded.
  const stops = [...document.querySelectorAll("a[href], button, input, summary, [tabindex]")]
    .filter((one) => one.tabIndex >= 0 && seen(one));
  const article = document.querySelector("article, main");
  // The handles of an explorer are what its page is for.
  const inText = stops.filter((one) => article.contains(one) && !one.closest(".explorer, .explorer-stage"));
  const before = stops.filter((one) => one.compareDocumentPosition(article) === 4);

  // What plays with a figure is there only where scripts run, and begins when it is seen.
  const unplayed = document.head.appendChild(document.createElement("style"));
  unplayed.textContent = `
    .explorer, .explorer-stage, .explorer-caption, .explorer-summary { display: none !important }
    .still-caption, .still-summary { display: inline !important }`;
  const text = article.innerText;
  unplayed.remove();

  return {
    stops: { text: inText.length, before: before.length },
    language: root.lang,
    title: document.title,
    unmarked,
    chinese,
    fetched: fetched.length,
    needless: fetched.filter((file) => !files.includes(file)),
    theme: root.dataset.theme,
    paper: getComputedStyle(document.body).backgroundColor,
    tex,
    typed,
    close: close(),
    katexErrors: document.querySelectorAll(".katex-error").length,
    scrollers: scrollers.length,
    unreachable: unreachable.map(name),
    lengths,
    low: low.map((summary) => summary.textContent.trim()),
    outside: outside.map((one) => one.textContent.trim()),
    onCode: onCode.map((button) => button.ariaLabel),
    headings: [...document.querySelectorAll("main h1, main h2, main h3, main h4, main h5, main h6")]
      .filter(seen)
      .map((heading) => [Number(heading.tagName[1]), heading.textContent.trim()]),
    slabs: slabs.map(name),
    text,
  };
}
