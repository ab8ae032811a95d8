// Backpropagation step by step: values forward through the graph of an expression, gradients back.
import { explore, make, put, written } from "./stage.mjs";
import { backward, forward, frame, read, slopes, steps, total } from "./backward_math.mjs";
import { layout } from "./backward_layout.mjs";

const NETWORK = [
  "h = sigmoid(w1*x1 + w2*x2); o1 = sigmoid(v1*h + b1); o2 = sigmoid(v2*h + b2); ((o1 - 1)**2 + (o2 - 0.25)**2) / 2",
  "w1=0.5,x1=2,w2=0.25,x2=-4,v1=4,b1=-2,v2=2,b2=-1",
];
const EXAMPLES = [
  ["(x*y + sin(x))**2", "x=1.5,y=-2"],
  ["x*sin(x)", "x=2"],
  ["h = tanh(w*x); v*h + h**2", "w=0.5,x=2,v=3"],
];
const defaults = { expression: NETWORK[0], values: NETWORK[1], step: 0 };
const USUAL = [2, 3, 0.5, -1];

// In pixels: between columns and rows at least and at most, half a node, and room around all.
const COLUMN = [78, 150];
const ROW = [62, 90];
const HALF = 13;
const ROOM = [52, 36];
const PAUSE = 1100;

const SIGNS = { "*": "×", "/": "÷", "-": "−", "**": "^", negative: "−", sigmoid: "σ", sqrt: "√" };
const number = (value) => written(value, 4);

// What a node shows: its operation, and beside it a constant.
function sign({ op, variable, args }) {
  if (variable) return variable;
  const word = SIGNS[op] ?? op;
  if (args.length < 2) return word;
  const [left, right] = args.map((one) => (one.node === undefined ? written(one.number) : ""));
  return `${left} ${word} ${right}`.trim();
}

function pairs(text) {
  const found = text.split(",").map((one) => one.split("="));
  return new Map(found.map(([name, value]) => [name, Number(value)]).filter(([, value]) => Number.isFinite(value)));
}

// What the state says. The graph of an expression is made once; then values change.
function understand(stage) {
  const { expression, values } = stage.state;
  let variables;
  try {
    if (stage.graph?.expression !== expression) {
      const nodes = read(expression);
      stage.graph = { expression, nodes, ...layout(nodes) };
    }
    const { nodes } = stage.graph;
    const names = nodes.flatMap(({ variable }) => variable ?? []);
    const given = pairs(values);
    variables = Object.fromEntries(names.map((name, i) => [name, given.get(name) ?? USUAL[i % 4]]));
    const numbers = forward(nodes, variables);
    const local = slopes(nodes, numbers);
    backward(nodes, local);
    const all = steps(nodes);
    const step = Math.min(Math.max(Math.round(stage.state.step), 0), all);
    return { variables, local, step, steps: all, ...frame(nodes, numbers, local, step) };
  } catch (fault) {
    if (!fault.code) throw fault;
    return { variables, fault };
  }
}

// Handles.

function build(stage) {
  stage.frame.tabIndex = 0;
  stage.frame.setAttribute("role", "group");
  stage.frame.setAttribute("aria-label", stage.text("graph"));
  // The graph may be larger than the stage.
  stage.svg.remove();
  stage.drawing = put(stage.frame, "svg", { role: "img", "aria-label": stage.text("picture") });
  const buttons = make("div", { className: "backward-row" });
  for (const [key, press] of [
    ["back", () => move(stage, -1)],
    ["step", () => move(stage, 1)],
    ["play", () => play(stage)],
    ["reset", () => move(stage, -Infinity)],
  ]) {
    stage[key] = stage.button({ label: stage.text(key), press });
    buttons.append(stage[key]);
  }
  stage.shown = make("p", { className: "backward-text", ariaHidden: "true" });
  stage.numbers = make("div", { className: "backward-row" });
  stage.controls.append(buttons, stage.shown, stage.said);
  ask(stage);
  stage.controls.append(stage.numbers);
  stage.frame.addEventListener("keydown", (event) => {
    const way = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key];
    if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move(stage, way);
  });
}

function ask(stage) {
  const own = make("option", { value: "", hidden: true }, stage.text("own"));
  const options = EXAMPLES.map(([text]) => new Option(text, text));
  stage.examples = make("select", {}, new Option(stage.text("network"), NETWORK[0]), ...options, own);
  stage.examples.addEventListener("change", () => {
    const [expression, values] = [NETWORK, ...EXAMPLES].find(([text]) => text === stage.examples.value);
    halt(stage);
    stage.set({ expression, values, step: 0 });
  });
  stage.typed = make("input", { type: "text", spellcheck: false, autocomplete: "off", autocapitalize: "off" });
  stage.typed.addEventListener("input", () => {
    halt(stage);
    stage.set({ expression: stage.typed.value, step: 0 });
  });
  for (const [key, element] of [["expression", stage.typed], ["example", stage.examples]]) {
    const label = make("span", {}, stage.text(key));
    stage.controls.append(make("label", { className: "explorer-control" }, label, element));
  }
}

function move(stage, by) {
  halt(stage);
  go(stage, by);
}

// So many steps from where we are, if there are some.
function go(stage, by) {
  const { step, steps } = stage.seen;
  if (steps) stage.set({ step: Math.min(Math.max(step + by, 0), steps) });
}

function halt(stage) {
  clearInterval(stage.playing);
  stage.playing = undefined;
}

// Who wants no motion sees the end at once.
function play(stage) {
  const { step, steps } = stage.seen;
  if (stage.reduced) return move(stage, Infinity);
  if (stage.playing || !steps) {
    halt(stage);
    return stage.drawSoon();
  }
  go(stage, step < steps ? 1 : -Infinity);
  stage.playing = setInterval(() => {
    if (stage.seen.step + 1 >= steps) halt(stage);
    go(stage, 1);
  }, PAUSE);
}

// A field for each variable.
function fields(stage, variables) {
  const names = Object.keys(variables).join();
  if (stage.numbers.dataset.names !== names) {
    stage.numbers.dataset.names = names;
    stage.numbers.replaceChildren(...Object.keys(variables).map((name) => field(stage, name)));
  }
  for (const input of stage.numbers.querySelectorAll("input")) {
    if (input !== document.activeElement) input.value = variables[input.name];
  }
}

function field(stage, name) {
  const input = make("input", { type: "number", step: "any", name });
  input.addEventListener("input", () => {
    if (!Number.isFinite(input.valueAsNumber)) return;
    const values = { ...stage.seen.variables, [name]: input.valueAsNumber };
    stage.set({ values: Object.entries(values).map((one) => one.join("=")).join() });
  });
  return make("label", { className: "backward-field" }, make("i", {}, name), input);
}

// Drawing.

function draw(stage) {
  const seen = understand(stage);
  const { expression } = stage.state;
  stage.seen = seen;
  stage.over(!stage.used && !location.search.includes("backward."));
  if (document.activeElement !== stage.typed) stage.typed.value = expression;
  stage.typed.setAttribute("aria-invalid", Boolean(seen.fault));
  stage.examples.value = [NETWORK, ...EXAMPLES].some(([text]) => text === expression) ? expression : "";
  stage.play.textContent = stage.text(stage.playing ? "pause" : stage.reduced ? "end" : "play");
  if (seen.variables) fields(stage, seen.variables);
  stage.drawing.replaceChildren();
  if (seen.fault) {
    const { code, start, end, data } = seen.fault;
    mark(stage, start, end, true);
    stage.say(stage.text(code, { ...data, given: (data.numbers ?? []).map(number).join(", ") }));
    return;
  }
  const node = stage.graph.nodes[seen.moved];
  mark(stage, node?.start ?? 0, node?.end ?? 0);
  graph(stage, seen);
  stage.say(told(stage, seen));
}

// The expression with the part that is at hand, or wrong.
function mark(stage, start, end, wrong = false) {
  const { expression } = stage.state;
  const part = make("mark", { className: wrong ? "backward-wrong" : "" }, expression.slice(start, end) || (wrong ? "?" : ""));
  stage.shown.replaceChildren(expression.slice(0, start), part, expression.slice(end));
}

// Pixels of the whole graph: as large as the stage, or larger.
function sizes(stage) {
  const { places } = stage.graph;
  const most = [0, 1].map((axis) => Math.max(...places.map((place) => place[axis])));
  const room = [stage.width, stage.height];
  const pitch = [COLUMN, ROW].map(([least, largest], axis) =>
    most[axis] ? Math.min(Math.max((room[axis] - 2 * ROOM[axis]) / most[axis], least), largest) : 0,
  );
  const whole = room.map((size, axis) => Math.max(size, most[axis] * pitch[axis] + 2 * ROOM[axis]));
  const first = whole.map((size, axis) => (size - most[axis] * pitch[axis]) / 2);
  return { whole, at: ([column, row]) => [first[0] + column * pitch[0], first[1] + row * pitch[1]] };
}

function graph(stage, seen) {
  const { nodes, places, edges } = stage.graph;
  const { whole, at } = sizes(stage);
  stage.drawing.setAttribute("width", whole[0]);
  stage.drawing.setAttribute("height", whole[1]);
  const signs = nodes.map(sign);
  const wide = signs.map((text) => Math.max(HALF + 2, 3.6 * text.length + 7));
  const moves = stage.drawn !== seen.step && !stage.reduced;
  const lines = put(stage.drawing, "g");
  for (const edge of edges) {
    const way = edge.way.map(at);
    way[0][0] += wide[edge.node];
    way.at(-1)[0] -= wide[edge.to];
    // Two edges between the same nodes lie apart.
    const twin = nodes[edge.to].args[1 - edge.k]?.node === edge.node;
    link(lines, stage.drawing, edge, way, twin ? (edge.k ? 22 : -22) : 0, seen, moves);
  }
  nodes.forEach((node, i) => spot(stage.drawing, node, at(places[i]), signs[i], wide[i], seen, i));
  if (stage.drawn !== seen.step) follow(stage, seen, at);
  stage.drawn = seen.step;
}

// An edge as it was passed forward, or backward, in this step or before; and the slope that it
// multiplies by, which the way forward shows for one step.
function link(lines, texts, { node, to, k }, way, bow, { phase, moved, values, parts, local }, moves) {
  const back = parts[node].some((part) => part.from === to && part.k === k);
  const state = back ? "back" : values[to] === null ? "" : "ahead";
  const active = moved === to && phase === (back ? "backward" : "forward") ? "active" : "";
  let d = `M${way[0]}`;
  way.slice(1).forEach(([x, y], i) => {
    const middle = (way[i][0] + x) / 2;
    d += `C${middle} ${way[i][1] + bow} ${middle} ${y + bow} ${x} ${y}`;
  });
  put(lines, "path", { d, class: `backward-edge ${state} ${active}` });
  if (active && moves) put(lines, "path", { d, class: `backward-flow ${state}`, pathLength: 100 });
  if (!state) return;
  const head = back ? `M${way[0]}l7` : `M${way.at(-1)}l-7`;
  put(lines, "path", { d: `${head} -4v8z`, class: `backward-head ${state}` });
  if (!active && phase === "forward") return;
  const [[left, top], [right, bottom]] = way.slice(-2);
  const place = { x: (left + right) / 2, y: (top + bottom) / 2 + 4 + 0.75 * bow };
  put(texts, "text", { ...place, class: `backward-slope middle ${active}` }, `×${written(local[to][k])}`);
}

function spot(group, node, [x, y], text, wide, { phase, moved, values, parts }, i) {
  const state = parts[i].length ? "back" : values[i] === null ? "" : "ahead";
  const active = moved === i && phase !== "start" ? "active" : "";
  const box = { x: x - wide, y: y - HALF, width: 2 * wide, height: 2 * HALF };
  put(group, "rect", { ...box, rx: node.op ? 4 : HALF, class: `backward-node ${state} ${active}` });
  put(group, "text", { x, y: y + 4, class: `middle ${node.op ? "" : "name"}` }, text);
  if (node.name) put(group, "text", { x: x + wide + 2, y: y - HALF + 2, class: "name" }, node.name);
  if (values[i] !== null) put(group, "text", { x, y: y - HALF - 5, class: "middle backward-value" }, number(values[i]));
  const lines = sum(parts[i]);
  lines.forEach((one, place) => {
    put(group, "text", { x, y: y + HALF + 13 + 13 * place, class: "middle backward-gradient" }, one);
  });
}

// A gradient, and what it adds up from.
function sum(parts) {
  if (parts.length < 2) return parts.map(({ value }) => number(value));
  const shown = parts.slice(-2).map(({ value }) => written(value));
  const line = `${parts.length > 2 ? "… + " : ""}${shown.join(" + ")}`.replace(/\+ −/g, "− ");
  return [line, `= ${number(total(parts))}`];
}

// What moves stays in sight where the graph is larger than the stage.
function follow(stage, seen, at) {
  const { places, nodes } = stage.graph;
  const { moved } = seen;
  if (moved === undefined || moved === null) return void stage.frame.scrollTo(0, 0);
  const near = [moved, ...nodes[moved].args.flatMap(({ node }) => node ?? [])].map((i) => at(places[i]));
  const [x, y] = [0, 1].map((axis) => near.reduce((sum, place) => sum + place[axis] / near.length, 0));
  const behavior = stage.reduced || stage.drawn === undefined ? "auto" : "smooth";
  stage.frame.scrollTo({ left: x - stage.width / 2, top: y - stage.height / 2, behavior });
}

// A step in words.
function told(stage, { phase, moved, step, steps, values, parts, local }) {
  const { nodes, expression } = stage.graph;
  const name = (i) => nodes[i].name ?? expression.slice(nodes[i].start, nodes[i].end);
  const places = { step, steps, node: moved === null ? "" : name(moved ?? 0) };
  if (phase === "start") return stage.text("start", places);
  if (phase === "turn") return stage.text("turn", places);
  if (phase === "forward") return stage.text("forward", { ...places, value: number(values[moved]) });
  places.gradient = number(total(parts[moved]));
  const sent = nodes[moved].args.flatMap(({ node }, k) => (node === undefined ? [] : [{ node, k }]));
  sent.forEach(({ node, k }, i) => {
    const part = parts[node].find((one) => one.from === moved && one.k === k).value;
    Object.assign(places, { [`to${i}`]: name(node), [`slope${i}`]: number(local[moved][k]), [`part${i}`]: number(part) });
  });
  const sentences = [stage.text(sent.length > 1 ? "two" : "one", places)];
  for (const node of new Set(sent.map(({ node }) => node))) {
    if (parts[node].length > 1) sentences.push(stage.text("sum", { to: name(node), sum: number(total(parts[node])) }));
  }
  if (step === steps) {
    const all = nodes.flatMap(({ variable }, i) => (variable ? [`${variable} ${number(total(parts[i]))}`] : []));
    sentences.push(stage.text("done", { gradients: all.join("; ") }));
  }
  return sentences.join(" ");
}

explore("backward", { defaults, build, draw });
