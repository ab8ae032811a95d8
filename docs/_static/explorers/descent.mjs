// Walks downhill from a start that the reader drags: the path on a map of basins, above its values.
import { explore, plot, put, written } from "./stage.mjs";
import { contours } from "./contours.mjs";
import { AWAY, basins, NOWHERE, optimizers, reached, surfaces, walk } from "./descent_math.mjs";

const defaults = { surface: "himmelblau", optimizer: "descent", rate: 0.01, beta: 0.9, steps: 100, x: 0, y: 0 };
const COLORS = ["blue", "orange", "green", "purple"];
const options = { surface: Object.keys(surfaces), optimizer: Object.keys(optimizers) };
// From coarse to fine.
const GRIDS = [24, 96];
const LINES = 12;
const OPEN = 60;
// The radius of a minimum in the picture, as a share of its side.
const MINIMUM = 0.0196;

function build(stage) {
  stage.canvas((context) => paint(stage, context));
  stage.back = stage.layer("contours");
  const clip = put(stage.svg, "clipPath", { id: "descent-map" });
  stage.clip = put(clip, "rect");
  stage.path = put(stage.svg, "g", { "clip-path": "url(#descent-map)" });
  stage.below = stage.layer();
  const move = (pixel) => stage.set(inside(stage, stage.map.at(pixel)));
  stage.point({
    label: stage.text("start"),
    at: () => [stage.map.x(stage.state.x), stage.map.y(stage.state.y)],
    move,
    says: () => stage.text("place", { x: written(stage.state.x), y: written(stage.state.y) }),
  });
  stage.press(move);
  if (stage.picture.x) stage.fold(stage.text("fold"));
  handles(stage);
}

function handles(stage) {
  const named = (name) => [name, stage.text(name)];
  const changes = (surface) => ({ surface, ...surfaces[surface].start });
  stage.select({ key: "surface", options: options.surface.map(named), changes });
  stage.select({ key: "optimizer", options: options.optimizer.map(named) });
  stage.slider({ key: "rate", min: 1e-4, max: 1, log: true });
  const beta = stage.slider({ key: "beta", min: 0, max: 0.99, step: 0.01 });
  stage.follow(() => {
    const { optimizer } = stage.state;
    beta.querySelector("input").disabled = optimizer === "descent";
    // What Adam keeps of the gradients has a name of its own.
    beta.querySelector("span").textContent = stage.text(optimizer === "adam" ? "first" : "beta");
  });
  stage.slider({ key: "steps", min: 10, max: 1000, log: true });
  stage.button({ label: stage.text("reset"), press: () => stage.reset() });
}

// What the reader sees of the map, and a start on it with two digits after the point.
function inside(stage, point) {
  const { x, y } = surfaces[stage.state.surface];
  const [left, bottom] = stage.map.at([Math.max(stage.map.left, 0), Math.min(stage.map.bottom, stage.height)]);
  const [right, top] = stage.map.at([Math.min(stage.map.right, stage.width), Math.max(stage.map.top, 0)]);
  const within = (value, low, high) => Number(Math.min(Math.max(value, low), high).toFixed(2));
  return {
    x: within(point[0], Math.max(x[0], left), Math.min(x[1], right)),
    y: within(point[1], Math.max(y[0], bottom), Math.min(y[1], top)),
  };
}

function lay(stage) {
  const { width, height, picture } = stage;
  const { x, y } = surfaces[stage.state.surface];
  if (picture.x) {
    // The picture is cut to its place, as large as both sides need it.
    const size = Math.max(width, height);
    const [left, top] = [(width - size) / 2, (height - size) / 2];
    const usual = surfaces.himmelblau;
    const [across, up] = [widened(x, picture.x, usual.x), widened(y, picture.y, usual.y)];
    stage.map = plot([left, top, left + size, top + size], across, up);
  } else {
    const [beside, above] = [40, 20];
    const size = Math.min(width - beside - 14, height - 170);
    const left = beside + (width - beside - 14 - size) / 2;
    stage.map = plot([left, above, left + size, above + size], x, y);
    stage.loss = [left, above + size + 56, left + size, height - 32];
  }
}

// The picture shows another part of the plane than the domain, and so do the maps in its place.
function widened([from, to], shown, [left, right]) {
  const share = (to - from) / (right - left);
  return [from + (shown[0] - left) * share, to + (shown[1] - right) * share];
}

function draw(stage) {
  const { state, map, picture } = stage;
  const path = walk(state, [state.x, state.y]);
  // What the picture shows is true of small steps.
  const over = picture.x && state.surface === "himmelblau" && state.optimizer === "descent" && state.rate <= 0.01;
  stage.over(over);
  drawMap(stage, over);
  drawPath(stage, path, over);
  stage.below.replaceChildren();
  if (!picture.x) drawLoss(stage, path);
  stage.say(said(stage, path));
  color(stage, over);
}

function drawMap(stage, over) {
  const { back, map, state, picture, clip } = stage;
  const { value, x, y, minima } = surfaces[state.surface];
  const place = { x: map.left, y: map.top, width: map.right - map.left, height: map.bottom - map.top };
  for (const [name, number] of Object.entries(place)) clip.setAttribute(name, Math.max(number, 0));
  back.replaceChildren();
  if (over) return;
  stage.lines ??= {};
  const lines = (stage.lines[state.surface] ??= contours(value, x, y, LINES));
  const line = ([a, b, c, d]) => map.line([[a, b], [c, d]]);
  put(back, "path", { d: lines.flat().map(line).join(""), class: "contour" });
  for (const [a, b] of minima) {
    put(back, "circle", { cx: map.x(a), cy: map.y(b), r: 6, class: "minimum" });
  }
  if (!picture.x) map.frame(back, { xName: "x", yName: "y", grid: false });
}

function drawPath(stage, path, over) {
  const { map } = stage;
  stage.path.replaceChildren();
  // As far as a picture goes; beyond, browsers would lose count.
  const beyond = path.findIndex(([x, y]) => !(Math.abs(x) < 50 && Math.abs(y) < 50));
  const shown = path.slice(0, beyond < 0 ? path.length : Math.max(beyond, 1));
  const d = map.line(shown);
  for (const name of ["halo", "path"]) put(stage.path, "path", { d, class: name });
  if (shown.length <= OPEN || stage.picture.x) {
    for (const [x, y] of shown) put(stage.path, "circle", { cx: map.x(x), cy: map.y(y), r: 2.5, class: "step" });
  }
  const [x, y] = shown.at(-1);
  // In a minimum of the picture it is as large as that.
  const there = over && surfaces[stage.state.surface].minima.some(([a, b]) => Math.hypot(x - a, y - b) < 0.01);
  const round = there ? MINIMUM * (map.right - map.left) : 6;
  if (beyond < 0) put(stage.path, "circle", { cx: map.x(x), cy: map.y(y), r: round, class: "end-point" });
}

function drawLoss(stage, path) {
  const { below, loss, state } = stage;
  const { value } = surfaces[state.surface];
  const values = path.map(([x, y]) => value(x, y)).map((f) => (f > 0 ? Math.min(Math.max(f, 1e-32), 1e16) : NaN));
  const seen = values.filter(Number.isFinite).map(Math.log10);
  const [low, high] = [Math.floor(Math.min(...seen, 0)), Math.ceil(Math.max(...seen, 1))];
  const axes = plot(loss, [0, state.steps], [10 ** low, 10 ** high], "y");
  axes.frame(below, { xName: stage.text("steps"), yName: "f", count: 4 });
  const points = values.map((f, step) => [step, f]).filter(([, f]) => Number.isFinite(f));
  put(below, "path", { d: axes.line(points), class: "path" });
}

function said(stage, path) {
  const { state } = stage;
  const [x, y] = path.at(-1);
  const where = reached(state.surface, [x, y]);
  const steps = written(path.length - 1, 6);
  const f = surfaces[state.surface].value(x, y);
  if (!Number.isFinite(f)) return stage.text("diverged", { steps });
  const values = { steps, x: written(x), y: written(y), f: written(f) };
  return stage.text({ [AWAY]: "away", [NOWHERE]: "ended" }[where] ?? "arrived", values);
}

// The basins come in free time, when nothing else is new; on a picture that has them, not at all.
function color(stage, over) {
  const { surface, optimizer, rate, beta, steps } = stage.state;
  const key = JSON.stringify(over ? null : [surface, optimizer, rate, optimizer === "descent" || beta, steps]);
  if (key !== stage.key) {
    stage.key = key;
    stage.rows = [];
    stage.later("basins", over ? [].values() : work(stage));
  }
  stage.repaint();
}

function* work(stage) {
  const setting = { ...stage.state };
  for (const size of GRIDS) {
    const rows = [];
    for (const row of basins(setting, size)) {
      rows.push(row);
      yield;
    }
    stage.rows = rows;
    stage.repaint();
  }
}

// One pixel for each start of the grid, made as large as the map.
function paint(stage, context) {
  const { map, rows } = stage;
  if (!rows?.length) return;
  const colors = Object.fromEntries([...COLORS.entries(), [AWAY, "muted"]].map(([index, role]) => [index, rgb(stage, role)]));
  const pixels = rows.flatMap((row, down) =>
    row.flatMap((index, across) => {
      if (index === NOWHERE) return [0, 0, 0, 0];
      const striped = (down + across) % 4 < 2 ? 130 : 30;
      return [...colors[index], index === AWAY ? striped : 115];
    }),
  );
  const size = rows.length;
  const small = Object.assign(document.createElement("canvas"), { width: size, height: size });
  small.getContext("2d").putImageData(new ImageData(new Uint8ClampedArray(pixels), size), 0, 0);
  context.imageSmoothingEnabled = false;
  const { x, y } = surfaces[stage.state.surface];
  const [left, top] = [map.x(x[0]), map.y(y[1])];
  context.drawImage(small, left, top, map.x(x[1]) - left, map.y(y[0]) - top);
}

function rgb(stage, role) {
  return stage.color(role).match(/[0-9a-f]{2}/g).map((part) => parseInt(part, 16));
}

explore("descent", { defaults, options, lay, build, draw });
