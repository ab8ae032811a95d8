// Backpropagation of an expression: it is read, computed forward, and differentiated backward.
// Pure functions; the tests compare them with autograd of PyTorch, at every operation.

const DEEPEST = 40; // brackets, signs and powers inside each other
const MOST_OPERATIONS = 40;
const MOST_VARIABLES = 12;

// What is wrong, as a code for which the page has words, and where in the text.
export class Fault extends Error {
  constructor(code, start, end, data = {}) {
    super(`${code} at ${start}`);
    Object.assign(this, { code, start, end, data });
  }
}

const sigmoid = (x) => 1 / (1 + Math.exp(-x));

// Of each operation its value, and its slopes by its arguments, which may use the value.
const OPERATIONS = {
  "+": [(a, b) => a + b, () => 1, () => 1],
  "-": [(a, b) => a - b, () => 1, () => -1],
  "*": [(a, b) => a * b, ([, b]) => b, ([a]) => a],
  "/": [(a, b) => a / b, ([, b]) => 1 / b, ([, b], y) => -y / b],
  "**": [
    (a, b) => a ** b,
    ([a, b]) => (b === 0 ? 0 : b * a ** (b - 1)),
    // As PyTorch has it: a power of 0 does not move with its exponent.
    ([a, b], y) => (a === 0 && b >= 0 ? 0 : y * Math.log(a)),
  ],
  negative: [(a) => -a, () => -1],
  exp: [Math.exp, (_, y) => y],
  log: [Math.log, ([a]) => 1 / a],
  sin: [Math.sin, ([a]) => Math.cos(a)],
  cos: [Math.cos, ([a]) => -Math.sin(a)],
  tanh: [Math.tanh, (_, y) => 1 - y * y],
  sigmoid: [sigmoid, (_, y) => y * (1 - y)],
  // At 0 its slope is 0, as in PyTorch.
  relu: [(a) => (a > 0 ? a : 0), ([a]) => (a > 0 ? 1 : 0)],
  sqrt: [Math.sqrt, (_, y) => 1 / (2 * y)],
};
const FUNCTIONS = Object.keys(OPERATIONS).filter((name) => /^[a-z]/.test(name) && name !== "negative");

// What an operation is not defined for.
const OUTSIDE = {
  "/": ([, b]) => b === 0,
  "**": ([a, b]) => (a === 0 && b < 0) || (a < 0 && !Number.isInteger(b)),
  log: ([a]) => a <= 0,
  sqrt: ([a]) => a < 0,
};

function evaluate(op, numbers, start, end) {
  const value = OPERATIONS[op][0](...numbers);
  if (Number.isFinite(value)) return value;
  throw new Fault(OUTSIDE[op]?.(numbers) ? `outside ${op}` : "overflow", start, end, { numbers });
}

const TOKEN = /\s*(?:(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>\p{L}[\p{L}\p{N}_]*)|(?<sign>\*\*|[-−+*·/()=;])|(?<other>\S))/uy;
const TYPED = { "−": "-", "·": "*" };
// A variable is a letter, and a number if one likes: so a typo such as sinx is none.
const VARIABLE = /^\p{L}_?\d*$/u;

function tokens(text) {
  const found = [];
  TOKEN.lastIndex = 0;
  for (let match; (match = TOKEN.exec(text)); ) {
    const { number, name, sign, other } = match.groups;
    const word = number ?? name ?? sign ?? other;
    const end = TOKEN.lastIndex;
    const start = end - word.length;
    if (other) throw new Fault("character", start, end, { word });
    if (number && !Number.isFinite(Number(number))) throw new Fault("overflow", start, end);
    found.push({ kind: number ? "number" : name ? "name" : TYPED[sign] ?? sign, word, start, end });
  }
  const { length } = text.trimEnd();
  found.push({ kind: "end", word: "", start: length, end: length });
  return found;
}

// Read definitions and an expression, as in "h = x*y; h + sin(h)". The result is a list of nodes,
// arguments before what uses them, the last one the result. A node has an operation, or a variable;
// an argument is the number of a node, as `node`, or a constant, as `number`; `start` and `end` say
// where its text stands.
export function read(text) {
  const all = tokens(text);
  const nodes = [];
  const names = new Map();
  let place = 0;
  let depth = 0;

  const at = (...kinds) => kinds.includes(all[place].kind);
  const next = () => all[place++];
  const last = () => all[place - 1].end;
  function refuse(code, { start, end, word } = all[place], data = {}) {
    throw new Fault(code, start, end, { word, ...data });
  }

  function expect(kind, code, data) {
    if (!at(kind)) refuse(code, all[place], data);
    return next();
  }

  function deeper(parse) {
    if (++depth > DEEPEST) refuse("deep", all[place], { limit: DEEPEST });
    const found = parse();
    depth--;
    return found;
  }

  // An operation of constants is a constant.
  function operation(op, args, start) {
    const end = last();
    if (args.every(({ number }) => number !== undefined)) {
      return { number: evaluate(op, args.map(({ number }) => number), start, end), start };
    }
    const parts = args.map(({ node, number }) => (node === undefined ? { number } : { node }));
    return { node: nodes.push({ op, args: parts, start, end }) - 1, start };
  }

  function chain(operand, ...kinds) {
    let left = operand();
    while (at(...kinds)) {
      const { kind } = next();
      left = operation(kind, [left, operand()], left.start);
    }
    return left;
  }

  const sum = () => chain(product, "+", "-");
  const product = () => chain(signed, "*", "/");

  function signed() {
    if (!at("-")) return power();
    const { start } = next();
    return operation("negative", [deeper(signed)], start);
  }

  function power() {
    const base = atom();
    if (!at("**")) return base;
    next();
    return operation("**", [base, deeper(signed)], base.start);
  }

  function bracketed() {
    const open = next();
    const inner = deeper(sum);
    if (at("end", ";")) refuse("open", open);
    expect(")", "operator");
    return { ...inner, start: open.start };
  }

  function atom() {
    if (at("(")) return bracketed();
    if (!at("number", "name")) refuse(at("end") ? "ends" : "operand");
    const token = next();
    if (token.kind === "number") return { number: Number(token.word), start: token.start };
    const isFunction = FUNCTIONS.includes(token.word);
    if (at("(")) {
      if (!isFunction) refuse("function", token);
      return operation(token.word, [bracketed()], token.start);
    }
    if (isFunction) refuse("call", token);
    return named(token);
  }

  function named({ word, start, end }) {
    if (!names.has(word)) {
      if (!VARIABLE.test(word)) refuse("name", { word, start, end });
      names.set(word, { node: nodes.push({ variable: word, args: [], start, end }) - 1 });
    }
    return { ...names.get(word), start };
  }

  function define() {
    const token = next();
    next();
    const { word } = token;
    if (FUNCTIONS.includes(word) || !VARIABLE.test(word)) refuse("name", token);
    const { node, number } = sum();
    if (names.has(word)) refuse("twice", token);
    if (node !== undefined && nodes[node].op) nodes[node].name ??= word;
    names.set(word, { node, number });
    expect(";", at("end") ? "defined" : "operator");
  }

  if (at("end")) refuse("empty");
  while (at("name") && all[place + 1].kind === "=") define();
  const result = sum();
  expect("end", "operator");
  if (result.node === undefined) refuse("constant", { start: 0, end: last() });
  return checked(nodes, result.node);
}

// A graph that can be drawn, and in which all leads to the result.
function checked(nodes, result) {
  const used = new Set([result, ...nodes.flatMap(({ args }) => args.map(({ node }) => node))]);
  for (const [code, list, limit] of [
    ["unused", nodes.filter((_, i) => !used.has(i)), 0],
    ["many", nodes.filter(({ variable }) => variable), MOST_VARIABLES],
    ["large", nodes.filter(({ op }) => op), MOST_OPERATIONS],
  ]) {
    if (list.length > limit) throw new Fault(code, list[limit].start, list[limit].end, { limit });
  }
  return nodes;
}

// Forward: the value of each node.
export function forward(nodes, variables) {
  const values = [];
  for (const { op, args, variable, start, end } of nodes) {
    const numbers = args.map(({ node, number }) => (node === undefined ? number : values[node]));
    values.push(op ? evaluate(op, numbers, start, end) : variables[variable]);
  }
  return values;
}

// Of each node, the slope by each of its arguments; null for a constant.
export function slopes(nodes, values) {
  return nodes.map(({ op, args, start, end }, i) => {
    const numbers = args.map(({ node, number }) => (node === undefined ? number : values[node]));
    return args.map(({ node }, k) => {
      if (node === undefined) return null;
      const slope = OPERATIONS[op][k + 1](numbers, values[i]);
      if (!Number.isFinite(slope)) throw new Fault("slope", start, end);
      return slope;
    });
  });
}

// Backward, so many operations from the end: of each node what has arrived, in its order, each part
// with the node it comes from and the place of its argument there; the gradient is the sum.
export function backward(nodes, local, count = Infinity) {
  const parts = nodes.map(() => []);
  parts.at(-1).push({ value: 1 });
  const order = operations(nodes).reverse().slice(0, Math.max(0, count));
  for (const from of order) {
    const gradient = total(parts[from]);
    nodes[from].args.forEach(({ node }, k) => {
      if (node === undefined) return;
      const value = gradient * local[from][k];
      parts[node].push({ value, from, k });
      const { start, end } = nodes[from];
      if (!Number.isFinite(total(parts[node]))) throw new Fault("overflow", start, end);
    });
  }
  return parts;
}

export const total = (parts) => parts.reduce((sum, { value }) => sum + value, 0);

// The numbers of the nodes that are computed, in their order.
function operations(nodes) {
  return [...nodes.keys()].filter((i) => nodes[i].op);
}

// How many steps there are: each operation forward, the slope 1 of the result, each one backward.
export const steps = (nodes) => 2 * operations(nodes).length + 1;

// What is seen after so many steps: `values` up to there, `parts` of gradients, and the node that
// moved last, forward or backward; the slope 1 at the end is a step of its own.
export function frame(nodes, values, local, step) {
  const order = operations(nodes);
  const back = step - order.length - 1;
  const known = new Set(order.slice(0, step));
  const seen = values.map((value, i) => (nodes[i].op && !known.has(i) ? null : value));
  const parts = back < 0 ? nodes.map(() => []) : backward(nodes, local, back);
  const phase = step === 0 ? "start" : back < 0 ? "forward" : back === 0 ? "turn" : "backward";
  const moved = { start: null, forward: order[step - 1], turn: nodes.length - 1, backward: order.at(-back) };
  return { phase, moved: moved[phase], values: seen, parts };
}

// What the build compares with PyTorch: the result, and its gradient by each variable.
export function compute({ text, variables }) {
  const nodes = read(text);
  const values = forward(nodes, variables);
  const gradients = backward(nodes, slopes(nodes, values)).map(total);
  const of = nodes.flatMap(({ variable }, i) => (variable ? [[variable, gradients[i]]] : []));
  return { value: values.at(-1), gradients: Object.fromEntries(of) };
}
