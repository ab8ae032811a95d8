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

  const overflow = [...document.querySelectorAll("body *")].filter((element) => {
    const right = element.getBoundingClientRect().right;
    return right > root.clientWidth + 1 && seen(element) && !inside(element, clips);
  });
  function clips(element) {
    return element !== document.body && getComputedStyle(element).overflowX !== "visible";
  }
  function inside(element, test) {
    for (let one = element; one && one !== document.body; one = one.parentElement) {
      if (test(one)) return true;
    }
    return false;
  }

  // Text that is shown, without code and without what KaTeX hides for screen readers.
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const tex = [];
  while (words.nextNode()) {
    const parent = words.currentNode.parentElement;
    if (parent.closest("pre, code, script, style, noscript, annotation, template")) continue;
    const found = words.currentNode.data.match(/\\[A-Za-z]{2,}|\$\$|\\[([]|\{glue/);
    if (found) tex.push(words.currentNode.data.trim().slice(0, 60));
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

  // What goes on beyond its edge and looks whole; how long the lines are of code that goes on.
  const sideways = scrollers.filter((element) => element.scrollWidth > element.clientWidth + 1);
  const whole = sideways.filter((e) => !getComputedStyle(e).backgroundImage.includes("gradient"));
  const code = sideways.filter((element) => element.matches("pre"));
  const lengths = code.map((e) => Math.max(...e.textContent.split("\n").map((line) => line.length)));
  const buttons = [...document.querySelectorAll("button.copybtn")].filter((b) => b.checkVisibility());
  const onCode = buttons.filter((button) => {
    const code = document.querySelector(button.dataset.clipboardTarget).getBoundingClientRect();
    return button.getBoundingClientRect().bottom > code.top + 1;
  });

  // A finger needs some room; the contents show which of their entries is this page.
  const summaries = [...document.querySelectorAll("summary")].filter(seen);
  const low = summaries.filter((summary) => summary.getBoundingClientRect().height < 23.9);
  const here = document.querySelector(".bd-sidenav a.current[href='#']");
  const outside = here && seen(here) && !inView(here, here.closest(".bd-sidebar-primary"));
  function inView(element, box) {
    const [one, frame] = [element, box].map((e) => e.getBoundingClientRect());
    return one.top >= frame.top && one.bottom <= Math.min(frame.bottom, innerHeight);
  }

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

  return {
    language: root.lang,
    title: document.title,
    theme: root.dataset.theme,
    paper: getComputedStyle(document.body).backgroundColor,
    wide: root.scrollWidth > root.clientWidth ? overflow.slice(0, 5).map(name).concat("page") : [],
    tex,
    katexErrors: document.querySelectorAll(".katex-error").length,
    scrollers: scrollers.length,
    unreachable: unreachable.map(name),
    whole: whole.map(name),
    lengths,
    low: low.map((summary) => summary.textContent.trim()),
    outside: outside ? [here.textContent.trim()] : [],
    onCode: onCode.map((button) => button.ariaLabel),
    headings: [...document.querySelectorAll("main h1, main h2, main h3, main h4, main h5, main h6")]
      .filter(seen)
      .map((heading) => [Number(heading.tagName[1]), heading.textContent.trim()]),
    slabs: slabs.map(name),
    text: document.querySelector("article, main").innerText,
  };
}
