// The plane of learning rate and momentum: what a step does to a bowl, along both of its axes.
import { explore, plot, put, written } from "./stage.mjs";
import { best, bowl, converges, level, rate, roots, walk } from "./plane_math.mjs";

const defaults = { eta: 1, beta: 0.9, kappa: 100, angle: 30, x: -1.6, y: 0.6 };
const MOST_ETA = 4.4;
const MOST_BETA = 0.999;
const STEPS = 300;
// A level is filled over the one before, so that fast is deep; some have a line with its rate.
const LEVELS = [0.99, 0.98, 0.97, 0.96, 0.95, 0.93, 0.9, 0.87, 0.85, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1];
const LINES = [0.98, 0.9, 0.8, 0.6, 0.4, 0.2];
const AXES = [
  { color: "var(--blue)", mark: (x, y) => `M${x - 5} ${y - 5}h10v10h-10z` },
  { color: "var(--green)", mark: (x, y) => `M${x - 6} ${y + 5}h12l-6 -11z` },
];

const curvatures = ({ kappa }) => [1 / kappa, 1];
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

function build(stage) {
  stage.clips = stage.layer();
  for (const name of ["field", "disk", "valley"]) stage[name] = stage.layer(`plane-${name}`);
  stage.slider({ key: "eta", min: 0.01, max: MOST_ETA, step: 0.01 });
  stage.slider({ key: "beta", min: 0, max: MOST_BETA, step: 0.001 });
  stage.slider({ key: "kappa", min: 1, max: 1000, log: true });
  stage.slider({ key: "angle", min: 0, max: 180, step: 5, show: (value) => `${value}°` });
  // A double root is far from what it is where the settings are rounded.
  stage.button({ label: stage.text("best"), press: () => stage.set(best(curvatures(stage.state))) });
  const choose = (pixel) => {
    const [eta, beta] = stage.plane.at(pixel).map((value) => Number(value.toFixed(3)));
    stage.set({ eta: clamp(eta, 0.01, MOST_ETA), beta: clamp(beta, 0, MOST_BETA) });
  };
  const begin = (pixel) => {
    const [x, y] = stage.map.at(pixel).map((value) => Number(value.toFixed(2)));
    const [wide, high] = stage.reach;
    stage.set({ x: clamp(x, -wide, wide), y: clamp(y, -high, high) });
  };
  stage.point({
    label: stage.text("settings"),
    at: () => [stage.plane.x(stage.state.eta), stage.plane.y(stage.state.beta)],
    move: choose,
    says: () => stage.text("chosen", { eta: written(stage.state.eta), beta: written(stage.state.beta) }),
  });
  stage.point({
    label: stage.text("start"),
    at: () => [stage.map.x(stage.state.x), stage.map.y(stage.state.y)],
    move: begin,
    says: () => stage.text("place", { x: written(stage.state.x), y: written(stage.state.y) }),
    round: 6,
  });
  stage.press((pixel) => {
    if (isWithin(stage.plane, pixel)) choose(pixel);
    if (isWithin(stage.map, pixel)) begin(pixel);
  });
}

const isWithin = ({ left, top, right, bottom }, [x, y]) =>
  left <= x && x <= right && top <= y && y <= bottom;

// The plane above, below it the circle and the bowl.
function lay(stage) {
  const { state } = stage;
  const [width, height] = [Math.max(stage.width, 240), Math.max(stage.height, 240)];
  const side = Math.min(0.42 * width, 0.4 * height);
  const low = height - side - 6;
  stage.plane = plot([40, 22, width - 10, low - 58], [0, MOST_ETA], [0, 1]);
  stage.circle = plot([8, low, 8 + side, low + side], [-1.2, 1.2], [-1.2, 1.2]);
  const left = side + 24;
  const wide = 3;
  const high = (wide * side) / (width - 10 - left);
  stage.reach = [wide, high];
  // The address may have asked for anything.
  state.x = clamp(state.x, -wide, wide);
  state.y = clamp(state.y, -high, high);
  stage.map = plot([left, low, width - 10, low + side], [-wide, wide], [-high, high]);
}

function clip(stage, name, { left, top, right, bottom }) {
  const path = put(stage.clips, "clipPath", { id: `plane-clip-${name}` });
  put(path, "rect", { x: left, y: top, width: right - left, height: bottom - top });
}

function draw(stage) {
  stage.clips.replaceChildren();
  clip(stage, "field", stage.plane);
  clip(stage, "valley", stage.map);
  drawField(stage);
  drawDisk(stage);
  drawValley(stage);
  report(stage);
}

function drawField(stage) {
  const { plane, state, field } = stage;
  const both = curvatures(state);
  field.replaceChildren();
  const inside = put(field, "g", { "clip-path": "url(#plane-clip-field)" });
  const whole = { x: plane.left, y: plane.top, width: plane.right - plane.left, height: plane.bottom - plane.top };
  put(inside, "rect", { ...whole, fill: "var(--orange)", "fill-opacity": 0.3 });
  put(inside, "path", { d: `${plane.line(level(1, both))}Z`, fill: "var(--paper)" });
  for (const r of LEVELS) {
    const corners = level(r, both);
    if (!corners.length) continue;
    const line = LINES.includes(r) ? { stroke: "var(--ink)", "stroke-width": 0.75 } : {};
    put(inside, "path", { d: `${plane.line(corners)}Z`, fill: "var(--blue)", "fill-opacity": 0.09, ...line });
    if (!LINES.includes(r)) continue;
    const [x, y] = corners.at(-2);
    put(inside, "text", { x: plane.x(x) - 14, y: plane.y(y) + 13, class: "end raised" }, written(r));
  }
  const border = { d: plane.line([[2, 0], [4, 1]]), stroke: "var(--orange)" };
  put(inside, "path", { ...border, "stroke-width": 2, "stroke-dasharray": "6 4" });
  put(inside, "text", { x: plane.x(2.3), y: plane.y(0.06), class: "raised" }, "ηλ = 2 + 2β");
  put(inside, "text", { x: plane.x(0.95 * MOST_ETA), y: plane.y(0.3), class: "end raised" }, stage.text("outside"));
  const star = best(both);
  put(inside, "text", { x: plane.x(star.eta), y: plane.y(star.beta) + 7, class: "middle star raised" }, "★");
  plane.frame(field, { xName: "ηλ", yName: "β", grid: false });
}

function drawDisk({ circle, state, disk }) {
  disk.replaceChildren();
  const [x, y, unit] = [circle.x(0), circle.y(0), circle.x(1) - circle.x(0)];
  put(disk, "path", { d: `M${circle.left} ${y}H${circle.right}M${x} ${circle.top}V${circle.bottom}`, class: "grid" });
  put(disk, "circle", { cx: x, cy: y, r: unit, fill: "none", stroke: "var(--orange)", "stroke-width": 2, "stroke-dasharray": "6 4" });
  const inner = { r: unit * Math.sqrt(state.beta), fill: "none", stroke: "var(--muted)", "stroke-dasharray": "2 3" };
  put(disk, "circle", { cx: x, cy: y, ...inner });
  curvatures(state).forEach((curvature, axis) => {
    for (const { re, im } of roots(state.eta, state.beta, curvature)) {
      const [px, py] = [circle.x(clamp(re, -1.2, 1.2)), circle.y(im)];
      put(disk, "path", { d: AXES[axis].mark(px, py), fill: AXES[axis].color, stroke: "var(--paper)" });
    }
    const name = `λ = ${written(curvature, 2)}`;
    const end = axis ? { x: circle.right, class: "end raised" } : { x: circle.left, class: "raised" };
    put(disk, "text", { ...end, y: circle.top - 2, style: `fill: ${AXES[axis].color}` }, name);
  });
}

function drawValley({ map, state, valley }) {
  const [low, high] = curvatures(state);
  const matrix = bowl([low, high], state.angle);
  valley.replaceChildren();
  const inside = put(valley, "g", { "clip-path": "url(#plane-clip-valley)" });
  const unit = map.x(1) - map.x(0);
  const turn = `translate(${map.x(0)} ${map.y(0)}) rotate(${-state.angle})`;
  for (const size of [0.1, 0.25, 0.5, 1, 1.5, 2, 2.5, 3]) {
    const radii = { rx: (unit * size) / Math.sqrt(low), ry: (unit * size) / Math.sqrt(high) };
    put(inside, "ellipse", { ...radii, transform: turn, fill: "none", stroke: "var(--muted)", "stroke-width": 0.9 });
  }
  const points = walk(matrix, [state.x, state.y], state.eta, state.beta, STEPS);
  const far = points.findIndex((point) => Math.hypot(...point) > 1e3);
  const path = far < 0 ? points : points.slice(0, far + 1);
  put(inside, "path", { d: map.line(path), fill: "none", stroke: "var(--orange)", "stroke-width": 1.3 });
  const dots = path.slice(0, 60).map(([x, y]) => `M${map.x(x).toFixed(1)} ${map.y(y).toFixed(1)}h0`);
  put(inside, "path", { d: dots.join(""), stroke: "var(--orange)", "stroke-width": 4.5, "stroke-linecap": "round" });
  put(inside, "path", { d: `M${map.x(0) - 5} ${map.y(0) - 5}l10 10m0 -10l-10 10`, stroke: "var(--ink)", "stroke-width": 2 });
  const frame = { x: map.left, y: map.top, width: map.right - map.left, height: map.bottom - map.top };
  put(valley, "rect", { ...frame, class: "axes" });
}

function report(stage) {
  const both = curvatures(stage.state);
  const { eta, beta } = stage.state;
  const size = rate(eta, beta, both);
  const star = best(both);
  const values = {
    rate: written(size),
    steps: written(Math.ceil(-1 / Math.log10(size))),
    best: written(rate(star.eta, star.beta, both)),
  };
  stage.say(stage.text(converges(eta, beta, both) ? "converges" : "diverges", values));
}

explore("plane", { defaults, lay, build, draw });
