// The stage on which an explorer plays: it takes the place of a figure's picture, pixel for pixel.
//
//   explore("plane", { defaults: { rate: 0.1 }, build(stage) {…}, draw(stage) {…} })
//
// `build` is called once, `draw` after each change of state, size or mode, and `lay`, if there is
// one, before both: it says where axes are, for the points. State are numbers and strings; what
// differs from the defaults stands in the address, as in ?plane.rate=0.2, where `options: { key:
// [strings] }` says what may stand there. Words come from the page. A stage has
//
//   state, set({ rate })        what is shown; `set` changes it, and draws and notes the address
//   width, height, reduced      pixels of the picture; whether the reader asked for less motion
//   text(key, { name: value })  a text of the page, with values for what it has in {braces}
//   say(text)                   shows a text below the handles; a screen reader hears it when all
//                               has been quiet for a while
//   picture                     what cells have glued for the page's picture
//   over(stays), fold(summary)  keeps the picture below the stage; folds the handles
//   layer(class)                a group of the picture, in the order of calls
//   canvas(draw)                pixels behind the picture; draw(context) is called by `repaint()`
//   color(role)                 a color of the book's palette in the mode of now, for a canvas; in
//                               SVG and CSS write var(--blue)
//   slider, select, button      handles below the picture, native and with labels
//   point({ label, at, move, says, step })  a handle in the picture, for mouse, finger, arrow keys
//   press(move)                 what a click beside all points does, in pixels of the picture
//   later(key, generator)       runs a generator in free time, and drops the one before with the key
//
// `put`, `plot`, `written` and `ticks` draw and write.

const NAMESPACE = "http://www.w3.org/2000/svg";
const QUIET = 800;
const SLICE = 6;

export function explore(name, explorer) {
  // First the page itself.
  if (document.readyState !== "complete") {
    addEventListener("load", () => explore(name, explorer), { once: true });
    return;
  }
  for (const box of document.querySelectorAll(`[data-explorer="${name}"]`)) {
    const near = new IntersectionObserver(([{ isIntersecting }]) => {
      if (!isIntersecting) return;
      near.disconnect();
      idle(() => new Stage(name, box, explorer));
    }, { rootMargin: "400px" });
    near.observe(box.closest("figure"));
  }
}

export function put(parent, tag, attributes = {}, text = "") {
  const element = document.createElementNS(NAMESPACE, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text) element.textContent = text;
  parent.append(element);
  return element;
}

// A number as the book writes it, with some digits: −0.25, 1,200, 3.1·10⁻⁷.
export function written(value, digits = 3) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value < 0 ? "−∞" : "∞";
  const size = Math.abs(value);
  if (size && (size >= 1e6 || size < 1e-4)) {
    const [mantissa, exponent] = value.toExponential(Math.max(digits - 2, 0)).split("e");
    return `${mantissa.replace("-", "−")}·10${raised(exponent.replace("+", ""))}`;
  }
  const rounded = Number(value.toPrecision(digits));
  return rounded.toLocaleString("en", { maximumFractionDigits: 12 }).replace(/^-/, "−");
}

// Round numbers from low to high: about `count` of them, or powers of ten.
export function ticks(low, high, count = 5, log = false) {
  if (log) {
    const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
    const every = Math.max(1, Math.ceil((last - first) / count));
    // Multiples, so that 1 is among them.
    return range(Math.ceil(first / every) * every, last, every).map((power) => 10 ** power);
  }
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999);
  return range(Math.ceil(low / step - 1e-9), Math.floor(high / step + 1e-9), 1).map((n) => n * step);
}

function range(first, last, step) {
  const found = [];
  for (let n = first; n <= last; n += step) found.push(n);
  return found;
}

// Axes in a part of the picture: [left, top, right, bottom] in pixels, [from, to] of x and of y.
export function plot([left, top, right, bottom], [xFrom, xTo], [yFrom, yTo], log = "") {
  const along = scale(xFrom, xTo, left, right, log.includes("x"));
  const up = scale(yFrom, yTo, bottom, top, log.includes("y"));
  const place = ([x, y]) => `${along.to(x).toFixed(1)} ${up.to(y).toFixed(1)}`;
  return {
    left, top, right, bottom,
    x: along.to,
    y: up.to,
    // The point of the axes at a place of the picture.
    at: ([px, py]) => [along.from(px), up.from(py)],
    line: (points) => (points.length ? `M${points.map(place).join("L")}` : ""),
    frame(group, { xName = "", yName = "", count = 5, grid = true } = {}) {
      const size = { width: Math.max(right - left, 0), height: Math.max(bottom - top, 0) };
      put(group, "rect", { x: left, y: top, ...size, class: "axes" });
      for (const value of ticks(xFrom, xTo, count, log.includes("x"))) {
        const x = along.to(value);
        if (grid) put(group, "path", { d: `M${x} ${top}V${bottom}`, class: "grid" });
        put(group, "text", { x, y: bottom + 14, class: "middle" }, label(value, log.includes("x")));
      }
      for (const value of ticks(yFrom, yTo, count, log.includes("y"))) {
        const y = up.to(value);
        if (grid) put(group, "path", { d: `M${left} ${y}H${right}`, class: "grid" });
        put(group, "text", { x: left - 5, y: y + 4, class: "end" }, label(value, log.includes("y")));
      }
      if (xName) put(group, "text", { x: right, y: bottom + 28, class: "end name" }, xName);
      if (yName) put(group, "text", { x: left, y: top - 6, class: "name" }, yName);
    },
  };
}

function label(value, log) {
  if (!log) return written(value, 6);
  return `10${raised(String(Math.round(Math.log10(value))))}`;
}

function raised(power) {
  return power.replace(/./g, (sign) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(sign)]);
}

function scale(from, to, start, end, log) {
  const [up, down] = log ? [Math.log10, (n) => 10 ** n] : [(n) => n, (n) => n];
  const [low, high] = [up(from), up(to)];
  return {
    to: (value) => start + ((up(value) - low) / (high - low)) * (end - start),
    from: (pixel) => down(low + ((pixel - start) / (end - start)) * (high - low)),
  };
}

function idle(work) {
  (window.requestIdleCallback ?? ((one) => setTimeout(one, 30)))(work, { timeout: 1000 });
}

export function make(tag, attributes = {}, ...children) {
  const element = Object.assign(document.createElement(tag), attributes);
  element.append(...children);
  return element;
}

class Stage {
  constructor(name, box, explorer) {
    Object.assign(this, { name, box, explorer, figure: box.closest("figure"), jobs: {} });
    Object.assign(this, JSON.parse(box.querySelector("script").textContent));
    this.picture ??= {};
    this.state = { ...explorer.defaults, ...this.asked() };
    const motion = matchMedia("(prefers-reduced-motion: reduce)");
    this.reduced = motion.matches;
    motion.addEventListener("change", () => (this.reduced = motion.matches));
    this.begin();
    explorer.lay?.(this);
    explorer.build(this);
    this.finish();
  }

  begin() {
    this.frame = make("div", { className: "explorer-stage" });
    this.svg = put(this.frame, "svg", { role: "group", "aria-label": this.text("picture") });
    this.controls = make("div", { className: "explorer-controls" });
    this.said = make("p", { className: "explorer-said" });
    this.heard = make("p", { className: "visually-hidden", role: "status" });
    this.box.append(this.controls, this.said, this.heard);
    this.figure.querySelector(".figure-modes").append(this.frame);
    this.measure();
  }

  finish() {
    new ResizeObserver(() => this.measure() && this.drawSoon()).observe(this.frame);
    const mode = new MutationObserver(() => this.drawSoon());
    mode.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    this.drawNow();
    this.figure.classList.add("explored");
  }

  measure() {
    const { clientWidth: width, clientHeight: height } = this.frame;
    const changed = width !== this.width || height !== this.height;
    Object.assign(this, { width, height });
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    return changed;
  }

  drawSoon() {
    this.waiting ??= requestAnimationFrame(() => this.drawNow());
  }

  drawNow() {
    this.waiting = undefined;
    if (!this.width || !this.height) return;
    this.explorer.lay?.(this);
    for (const follow of this.following ?? []) follow();
    this.explorer.draw(this);
  }

  set(changes) {
    Object.assign(this.state, changes);
    this.used = true;
    this.drawSoon();
    clearTimeout(this.noting);
    this.noting = setTimeout(() => this.note(), 300);
  }

  reset() {
    this.set(this.explorer.defaults);
  }

  // What the address says, as far as it is of the kind of the defaults and among the options.
  asked() {
    const found = {};
    const query = new URLSearchParams(location.search);
    for (const [key, usual] of Object.entries(this.explorer.defaults)) {
      const text = query.get(`${this.name}.${key}`);
      const value = typeof usual === "number" ? Number(text) : text;
      const known = typeof usual === "number" ? Number.isFinite(value) : this.knows(key, text);
      if (text && known) found[key] = value;
    }
    return found;
  }

  knows(key, text) {
    const options = this.explorer.options?.[key];
    return !options || options.includes(text);
  }

  note() {
    const address = new URL(location.href);
    for (const [key, usual] of Object.entries(this.explorer.defaults)) {
      const name = `${this.name}.${key}`;
      if (this.state[key] === usual) address.searchParams.delete(name);
      else address.searchParams.set(name, this.state[key]);
    }
    address.hash = this.figure.id;
    history.replaceState(history.state, "", address);
  }

  text(key, values = {}) {
    return (this.words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  say(text) {
    if (text === this.said.textContent) return;
    this.said.textContent = text;
    clearTimeout(this.telling);
    // What is shown at first is read where it stands.
    if (this.used) this.telling = setTimeout(() => (this.heard.textContent = text), QUIET);
  }

  layer(name = "") {
    return put(this.svg, "g", { class: name });
  }

  canvas(draw) {
    const element = make("canvas", { ariaHidden: "true" });
    this.frame.prepend(element);
    this.repaint = () => {
      const sharp = Math.min(devicePixelRatio || 1, 2);
      Object.assign(element, { width: this.width * sharp, height: this.height * sharp });
      const context = element.getContext("2d");
      context.scale(sharp, sharp);
      draw(context);
    };
  }

  color(role) {
    return getComputedStyle(document.documentElement).getPropertyValue(`--${role}`).trim();
  }

  // Whether the picture stays, with the stage over it.
  over(stays) {
    this.figure.classList.toggle("explorer-over", Boolean(stays));
  }

  // Fold the handles, where there is little room.
  fold(summary) {
    const details = make("details", { className: "explorer-fold" }, make("summary", {}, summary));
    this.controls.before(details);
    details.append(this.controls, this.said);
  }

  follow(action) {
    (this.following ??= []).push(action);
    action();
  }

  // A slider for state[key]; `log` for equal steps of its logarithm, `show` for how it is written.
  slider({ key, min, max, step = "any", log = false, show = written, label = this.text(key) }) {
    const [up, down] = log ? [Math.log10, (n) => Number((10 ** n).toPrecision(2))] : [Number, Number];
    const input = make("input", { type: "range", min: up(min), max: up(max) });
    input.step = log ? (up(max) - up(min)) / 100 : step;
    const shown = make("output");
    shown.setAttribute("aria-hidden", "true");
    const held = make("label", { className: "explorer-control" }, make("span", {}, label), input, shown);
    input.addEventListener("input", () => this.set({ [key]: down(Number(input.value)) }));
    this.state[key] = Math.min(Math.max(this.state[key], min), max);
    this.follow(() => {
      if (document.activeElement !== input || down(Number(input.value)) !== this.state[key]) {
        input.value = up(this.state[key]);
      }
      shown.textContent = show(this.state[key]);
      input.setAttribute("aria-valuetext", shown.textContent);
    });
    this.controls.append(held);
    return held;
  }

  // A list for state[key]; options are pairs of a value and its words.
  // `changes(value)` gives what else of the state changes with it.
  select({ key, options, label = this.text(key), changes = (value) => ({ [key]: value }) }) {
    const list = make("select", {}, ...options.map(([value, text]) => new Option(text, value)));
    if (!options.some(([value]) => value === this.state[key])) {
      this.state[key] = this.explorer.defaults[key];
    }
    list.addEventListener("change", () => this.set(changes(list.value)));
    this.follow(() => (list.value = this.state[key]));
    const held = make("label", { className: "explorer-control" }, make("span", {}, label), list);
    this.controls.append(held);
    return held;
  }

  button({ label, press }) {
    const button = make("button", { type: "button", className: "explorer-button" }, label);
    button.addEventListener("click", press);
    this.controls.append(button);
    return button;
  }

  // `at()` gives the pixels of the point, `move([x, y])` is called with new ones, `says()` gives
  // its place in words; an arrow key moves it by `step` pixels, with Shift by one.
  point({ label, at, move, says, step = 8, group = this.svg, round = 9 }) {
    const point = put(group, "g", { class: "explorer-point", tabindex: 0, role: "slider" });
    point.setAttribute("aria-label", label);
    put(point, "circle", { r: 16, class: "reach" });
    put(point, "circle", { r: round, class: "knob" });
    point.addEventListener("keydown", (event) => {
      const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      const size = event.shiftKey ? 1 : step;
      move(at().map((pixel, axis) => pixel + way[axis] * size));
    });
    this.drag(point, at, move);
    this.follow(() => {
      const [x, y] = at();
      point.setAttribute("transform", `translate(${x} ${y})`);
      point.setAttribute("aria-valuenow", Math.round(x));
      point.setAttribute("aria-valuetext", says());
    });
    return point;
  }

  // Where a pointer is, in pixels of the picture.
  pixel({ clientX, clientY }) {
    const { left, top } = this.frame.getBoundingClientRect();
    return [clientX - left, clientY - top];
  }

  drag(element, at, move) {
    // A finger on it does not move the page.
    element.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
    element.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      event.preventDefault();
      event.stopPropagation();
      element.focus({ preventScroll: true });
      element.setPointerCapture(event.pointerId);
      const [x, y] = this.pixel(event);
      const [left, top] = at().map((pixel, axis) => pixel - [x, y][axis]);
      const follow = (moved) => {
        const [px, py] = this.pixel(moved);
        move([px + left, py + top]);
      };
      element.addEventListener("pointermove", follow);
      const end = () => element.removeEventListener("pointermove", follow);
      for (const name of ["pointerup", "pointercancel"]) element.addEventListener(name, end, { once: true });
    });
  }

  press(move) {
    this.svg.addEventListener("click", (event) => {
      if (!event.target.closest(".explorer-point")) move(this.pixel(event));
    });
  }

  later(key, generator) {
    this.jobs[key] = generator;
    const work = () => {
      const end = performance.now() + SLICE;
      while (this.jobs[key] === generator && performance.now() < end) {
        if (generator.next().done) return;
      }
      if (this.jobs[key] === generator) idle(work);
    };
    idle(work);
  }
}
