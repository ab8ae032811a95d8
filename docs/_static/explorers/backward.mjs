// Backpropagation step by step: values forward through the graph of an expression, gradients back.
import { explore, put, written } from "./stage.mjs";
import { Fault, backward, forward, frame, read, slopes, steps, total } from "./backward_math.mjs";
import { layout } from "./backward_layout.mjs";

const NETWORK = [
  "h = sigmoid(w1*x1 + w2*x2); o1 = sigmoid(v1*h + b1); o2 = sigmoid(v2*h + b2); ((o1 - 1)**2 + (o2 - 0.25)**2) / 2",
  "w1=0.5,x1=2,w2=0.25,x2=-4,v1=4,b1=-2,v2=2,b2=-1",
];
const EXAMPLES = [
  ["(x*y + sin(x))**2", "x=1.5,y=-2"],
  ["x*sin(x)", "x=2"],
  ["log(1 + exp(-t*z))", "t=1,z=0.5"],
  ["h = tanh(w*x); v*h + h**2", "w=0.5,x=2,v=3"],
];
const defaults = { expression: NETWORK[0], values: NETWORK[1], step: 0 };
const USUAL = [2, 3, 0.5, -1];

// In pixels: between columns and rows at least and at most, half a node, and room around all.
const COLUMN = [88, 150];
const ROW = [62, 90];
const HALF = 13;
const ROOM = [46, 36];
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
  return new Map(found.filter(([, value]) => value && Number.isFinite(Number(value))));
}

// The graph of an expression is made once; then values change.
function understand(stage) {
  const { expression, values } = stage.state;
  if (stage.graph?.expression !== expression) {
    stage.graph = { expression };
    try {
      const nodes = read(expression);
      const names = nodes.flatMap(({ variable }) => variable ?? []);
      Object.assign(stage.graph, { nodes, names, steps: steps(nodes) }, layout(nodes));
    } catch (fault) {
      stage.graph.fault = known(fault);
    }
  }
  const { graph } = stage;
  const fault = graph.fault;
  if (fault) return { fault };
  const given = pairs(values);
  const variables = Object.fromEntries(graph.names.map((name, i) => [name, Number(given.get(name) ?? USUAL[i % 4])]));
  try {
    const numbers = forward(graph.nodes, variables);
    const local = slopes(graph.nodes, numbers);
    backward(graph.nodes, local);
    const step = Math.min(Math.max(Math.round(stage.state.step), 0), graph.steps);
    return { variables, local, step, ...frame(graph.nodes, numbers, local, step) };
  } catch (fault) {
    return { variables, fault: known(fault) };
  }
}

function known(fault) {
  if (!(fault instanceof Fault)) throw fault;
  return fault;
}

// Handles.

function make(tag, attributes, ...children) {
  const element = Object.assign(document.createElement(tag), attributes);
  element.append(...children);
  return element;
}

function build(stage) {
  stage.frame.tabIndex = 0;
  stage.frame.setAttribute("role", "group");
  stage.frame.setAttribute("aria-label", stage.text("graph"));
  stage.svg.setAttribute("role", "img");
  stage.drawing = stage.layer("backward-graph");
  stage.drawing.setAttribute("aria-hidden", "true");
  const buttons = make("div", { className: "backward-row" });
  for (const [key, press] of [
    ["back", () => move(stage, (step) => step - 1)],
    ["step", () => move(stage, (step) => step + 1)],
    ["play", () => play(stage)],
    ["reset", () => move(stage, () => 0)],
  ]) {
    stage[key] = stage.button({ label: stage.text(key), press });
    buttons.append(stage[key]);
  }
  stage.numbers = make("div", { className: "backward-row" });
  stage.controls.append(buttons, stage.numbers);
  ask(stage);
  stage.frame.addEventListener("keydown", (event) => {
    const way = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key];
    if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move(stage, (step) => step + way);
  });
}

function labeled(stage, text, element) {
  const label = make("label", { className: "explorer-control" }, make("span", {}, text), element);
  stage.controls.append(label);
  return label;
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
  stage.typed = make("input", { type: "text", spellcheck: false, autocomplete: "off", maxLength: 400 });
  stage.typed.autocapitalize = "off";
  stage.typed.addEventListener("input", () => {
    halt(stage);
    stage.set({ expression: stage.typed.value, step: 0 });
  });
  stage.shown = make("p", { className: "backward-text" });
  stage.shown.setAttribute("aria-hidden", "true");
  labeled(stage, stage.text("example"), stage.examples);
  labeled(stage, stage.text("expression"), stage.typed);
  stage.controls.append(stage.shown);
}

function move(stage, way) {
  halt(stage);
  go(stage, way(stage.step_now ?? 0));
}

function go(stage, step) {
  stage.set({ step: Math.min(Math.max(step, 0), stage.graph.steps ?? 0) });
}

function halt(stage) {
  clearInterval(stage.playing);
  stage.playing = undefined;
}

// Who wants no motion sees the end at once.
function play(stage) {
  if (stage.reduced) return move(stage, () => Infinity);
  if (stage.playing) {
    halt(stage);
    stage.drawSoon();
    return;
  }
  if (stage.step_now >= stage.graph.steps) go(stage, 0);
  else go(stage, stage.step_now + 1);
  stage.playing = setInterval(() => {
    go(stage, stage.step_now + 1);
    if (stage.step_now + 1 >= stage.graph.steps) halt(stage);
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
    const values = { ...stage.variables, [name]: input.valueAsNumber };
    stage.set({ values: Object.entries(values).map((one) => one.join("=")).join() });
  });
  return make("label", { className: "backward-field" }, make("i", {}, name), input);
}

// Drawing.

function draw(stage) {
  const seen = understand(stage);
  const { expression } = stage.state;
  Object.assign(stage, { variables: seen.variables ?? stage.variables, step_now: seen.step });
  stage.figure.classList.toggle("backward-played", Boolean(stage.used || location.search.includes("backward.")));
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
  Object.assign(stage.svg.style, { width: `${whole[0]}px`, height: `${whole[1]}px` });
  stage.svg.setAttribute("viewBox", `0 0 ${whole.join(" ")}`);
  const signs = nodes.map(sign);
  const wide = signs.map((text) => Math.max(HALF + 2, 3.6 * text.length + 7));
  const moves = stage.drawn !== seen.step && !stage.reduced;
  const ways = edges.map((edge) => ({ ...edge, points: ends(edge, edge.way.map(at), wide), bend: bow(stage.graph, edge) }));
  for (const edge of ways) line(stage.drawing, edge, seen, moves);
  for (const edge of ways) slope(stage.drawing, edge, seen);
  nodes.forEach((node, i) => spot(stage.drawing, node, at(places[i]), signs[i], wide[i], seen, i));
  if (stage.drawn !== seen.step) follow(stage, seen, at);
  stage.drawn = seen.step;
}

// The state of an edge: carried forward, carried back, in this step or before.
function carried({ node, to, k }, { phase, moved, values, parts }) {
  const back = parts[node].some((part) => part.from === to && part.k === k);
  const active = moved === to && (back ? phase === "backward" : phase === "forward");
  return { back, active, ahead: values[to] !== null };
}

// Two edges between the same nodes lie apart.
function bow({ nodes }, { node, to, k }) {
  return nodes[to].args[1 - k]?.node === node ? (k ? 22 : -22) : 0;
}

function ends({ node, to }, way, wide) {
  const [start, end] = [way[0], way.at(-1)];
  return [[start[0] + wide[node], start[1]], ...way.slice(1, -1), [end[0] - wide[to], end[1]]];
}

function line(group, edge, seen, moves) {
  const { points, bend } = edge;
  const { back, active, ahead } = carried(edge, seen);
  let d = `M${points[0]}`;
  points.slice(1).forEach(([x, y], i) => {
    const [left, top] = points[i];
    const middle = (left + x) / 2;
    d += `C${middle} ${top + bend} ${middle} ${y + bend} ${x} ${y}`;
  });
  const state = back ? "back" : ahead ? "ahead" : "";
  const name = `backward-edge ${state} ${active ? "active" : ""}`;
  put(group, "path", { d, class: name });
  if (active && moves) put(group, "path", { d, class: `backward-flow ${state}`, pathLength: 100 });
  if (!state) return;
  const [x, y] = back ? points[0] : points.at(-1);
  put(group, "path", { d: `M${x} ${y}l${back ? 7 : -7} -4v8z`, class: `backward-head ${state}` });
}

// The slope that an edge multiplies by, from the operation's turn on in the way forward.
function slope(group, edge, seen) {
  const { back, active } = carried(edge, seen);
  if (!active && seen.phase !== "turn" && seen.phase !== "backward") return;
  const [[left, top], [right, bottom]] = edge.points.slice(-2);
  const place = { x: (left + right) / 2, y: (top + bottom) / 2 + 4 + 0.75 * edge.bend };
  const name = `backward-slope middle ${back ? "back" : ""} ${active ? "active" : ""}`;
  put(group, "text", { ...place, class: name }, `×${written(seen.local[edge.to][edge.k])}`);
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
  const shown = parts.slice(-3).map(({ value }) => written(value));
  const line = `${parts.length > 3 ? "… + " : ""}${shown.join(" + ")}`.replace(/\+ −/g, "− ");
  return [line, `= ${number(total(parts))}`];
}

// What moves stays in sight where the graph is larger than the stage.
function follow(stage, seen, at) {
  const { places, nodes } = stage.graph;
  const { moved } = seen;
  if (moved === undefined || moved === null) return void stage.frame.scrollTo(0, 0);
  const near = [moved, ...nodes[moved].args.flatMap(({ node }) => node ?? [])].map((i) => at(places[i]));
  const [x, y] = [0, 1].map((axis) => near.map((place) => place[axis])).map((all) => (Math.min(...all) + Math.max(...all)) / 2);
  const behavior = stage.reduced ? "auto" : "smooth";
  stage.frame.scrollTo({ left: x - stage.width / 2, top: y - stage.height / 2, behavior });
}

// A step in words.
function told(stage, { phase, moved, step, values, parts, local }) {
  const { nodes, steps, expression } = stage.graph;
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
