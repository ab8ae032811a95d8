// The step of a difference: a secant, and its error in two parts.
import { explore, plot, put, written } from "./stage.mjs";
import { FUNCTIONS, goodStep, measure, roundingAtMost, sweep } from "./step_math.mjs";

const defaults = { f: "sine", kind: "forward", h: 0.5, x: 1 };
const COUNT = 161;
const SMALLEST = 1e-16;

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

function build(stage) {
  const symbols = Object.entries(FUNCTIONS).map(([name, { symbol }]) => [name, `f(x) = ${symbol}`]);
  stage.select({ key: "f", options: symbols });
  stage.select({ key: "kind", options: ["forward", "central"].map((kind) => [kind, stage.text(kind)]) });
  stage.slider({ key: "h", min: SMALLEST, max: 1, log: true });
  for (const name of ["curve", "errors"]) stage[name] = stage.layer(`step-${name}`);
  clip(stage);
  const place = stage.point({
    label: stage.text("place"),
    at: () => [stage.above.x(stage.state.x), stage.above.y(FUNCTIONS[stage.state.f].f(stage.state.x))],
    move: ([px]) => walkTo(stage, px),
    says: () => `x = ${written(stage.state.x)}`,
    round: 6,
  });
  const knob = stage.point({
    label: stage.text("h"),
    at: () => [stage.below.x(stage.state.h), height(stage, errorOf(stage))],
    move: ([px]) => choose(stage, px),
    says: () => `h = ${written(stage.state.h)}`,
  });
  climb(place, (pixels) => walkTo(stage, stage.above.x(stage.state.x) + pixels));
  climb(knob, (pixels) => choose(stage, stage.below.x(stage.state.h) + pixels));
  stage.press(([px, py]) => {
    if (py > stage.below.top - 8) choose(stage, px);
    else walkTo(stage, px);
  });
}

// A point that moves along one axis: up is more, as on other sliders.
function climb(point, move) {
  point.addEventListener("keydown", ({ key, shiftKey }) => {
    const way = { ArrowUp: 1, ArrowDown: -1 }[key];
    if (way) move(way * (shiftKey ? 1 : 8));
  });
}

function walkTo(stage, px) {
  const x = clamp(stage.above.at([px, 0])[0], ...FUNCTIONS[stage.state.f].domain);
  stage.set({ x: Number(x.toFixed(2)) });
}

function choose(stage, px) {
  const h = clamp(stage.below.at([px, 0])[0], SMALLEST, 1);
  stage.set({ h: Number(h.toPrecision(2)) });
}

// Each function begins at a place of its own; the address may have asked for anything.
function settle(stage) {
  const { state, shown } = stage;
  if (!Object.hasOwn(FUNCTIONS, state.f)) state.f = defaults.f;
  const { at, domain: [from, to] } = FUNCTIONS[state.f];
  if ((shown && shown !== state.f) || state.x < from || state.x > to) state.x = at;
  stage.shown = state.f;
  if (!["forward", "central"].includes(state.kind)) state.kind = defaults.kind;
}

// A curve above, and its errors below.
function lay(stage) {
  settle(stage);
  const [width, height] = [Math.max(stage.width, 240), Math.max(stage.height, 240)];
  const { f, domain: [from, to] } = FUNCTIONS[stage.state.f];
  const values = along(from, to).map(f);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = 0.15 * (high - low);
  const middle = 0.46 * height;
  stage.above = plot([46, 22, width - 10, middle - 26], [from, to], [low - room, high + room]);
  stage.below = plot([46, middle + 26, width - 10, height - 32], [SMALLEST, 1], [SMALLEST, 10], "xy");
}

const along = (from, to) => Array.from({ length: 121 }, (_, i) => from + ((to - from) * i) / 120);

const errorOf = ({ state }) => measure(state.f, state.kind, state.x, state.h)?.error;

// The pixel of an error; what is 0 or too small lies at the bottom.
function height({ below }, error) {
  return below.y(clamp(Math.abs(error ?? 0), SMALLEST, 10));
}

function clip(stage) {
  const path = put(stage.layer(), "clipPath", { id: "step-clip" });
  stage.hole = put(path, "rect");
}

function draw(stage) {
  const { left, top, right, bottom } = stage.above;
  const size = { x: left, y: top, width: right - left, height: bottom - top };
  for (const [name, value] of Object.entries(size)) stage.hole.setAttribute(name, value);
  const now = measure(stage.state.f, stage.state.kind, stage.state.x, stage.state.h);
  drawCurve(stage, now);
  drawErrors(stage, now);
  report(stage, now);
}

function drawCurve(stage, now) {
  const { above, curve, state } = stage;
  const { f, slope, symbol, domain: [from, to] } = FUNCTIONS[state.f];
  curve.replaceChildren();
  above.frame(curve, { xName: "x", yName: symbol });
  const inside = put(curve, "g", { "clip-path": "url(#step-clip)" });
  const straight = (rise, x, y) => above.line([from, to].map((end) => [end, y + rise * (end - x)]));
  put(inside, "path", { d: above.line(along(from, to).map((x) => [x, f(x)])), stroke: "var(--blue)", "stroke-width": 2, fill: "none" });
  put(inside, "path", { d: straight(slope(state.x), state.x, f(state.x)), stroke: "var(--orange)", "stroke-width": 2 });
  const named = [["tangent", "orange", 0], ["secant", "purple", 64]];
  for (const [name, color, away] of named) {
    put(curve, "text", { x: above.right - away, y: above.top - 6, class: "end", style: `fill: var(--${color})` }, stage.text(name));
  }
  if (!now) return;
  put(inside, "path", { d: straight(now.quotient, now.ends[0], now.low), stroke: "var(--purple)", "stroke-width": 2, "stroke-dasharray": "7 4" });
  for (const [end, value] of [[now.ends[0], now.low], [now.ends[1], now.high]]) {
    put(inside, "rect", { x: above.x(end) - 4, y: above.y(value) - 4, width: 8, height: 8, fill: "var(--purple)" });
  }
}

function drawErrors(stage, now) {
  const { below, errors, state: { f, kind, x, h } } = stage;
  const cut = FUNCTIONS[f][kind];
  const rows = sweep(f, kind, x, COUNT).filter((row) => row.step);
  const lines = [
    ["truncation", "var(--green)", "", (row) => Math.abs(cut(x, row.h)), kind === "central" ? 3e-14 : 1e-11],
    ["rounding", "var(--amber)", "7 4", (row) => roundingAtMost(f, kind, x, row.h), 0.3],
  ];
  errors.replaceChildren();
  below.frame(errors, { xName: "h", yName: stage.text("error"), count: 6 });
  const good = below.x(goodStep(x, kind));
  put(errors, "path", { d: `M${good} ${below.top}V${below.bottom}`, stroke: "var(--muted)", "stroke-dasharray": "3 3" });
  for (const [name, color, dashes, of, near] of lines) {
    const points = rows.map((row) => [row.h, of(row)]).filter(([, y]) => y >= SMALLEST && y <= 10);
    put(errors, "path", { d: below.line(points), stroke: color, fill: "none", "stroke-width": 2, "stroke-dasharray": dashes });
    const [px, py] = points.reduce((one, two) => (Math.abs(Math.log(two[1] / near)) < Math.abs(Math.log(one[1] / near)) ? two : one));
    const side = name === "truncation" ? { class: "end raised", dx: -9 } : { class: "raised", dx: 8 };
    put(errors, "text", { x: below.x(px), y: below.y(py) - 2, style: `fill: ${color}`, ...side }, stage.text(name));
  }
  const dots = rows.map((row) => `M${below.x(row.h).toFixed(1)} ${height(stage, row.error).toFixed(1)}h0`);
  put(errors, "path", { d: dots.join(""), stroke: "var(--blue)", "stroke-width": 4, "stroke-linecap": "round" });
  const px = below.x(h);
  put(errors, "path", { d: `M${px} ${height(stage, now?.error)}V${below.bottom}`, stroke: "var(--ink)" });
}

function report(stage, now) {
  if (!now) return stage.say(stage.text("lost"));
  const values = { quotient: written(now.quotient, 10), slope: written(FUNCTIONS[stage.state.f].slope(stage.state.x), 10) };
  for (const key of ["error", "truncation", "rounding"]) values[key] = written(now[key], 3);
  stage.say(stage.text("measured", values));
}

explore("step", { defaults, lay, build, draw });
