// Walks downhill as torch.optim takes them, in float64.

// Each landscape: its function, its derivatives, the usual start, the part of the plane that is drawn, its minima.
export const surfaces = {
  himmelblau: {
    value: (x, y) => (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2,
    dx: (x, y) => 4 * x * (x * x + y - 11) + 2 * (x + y * y - 7),
    dy: (x, y) => 2 * (x * x + y - 11) + 4 * y * (x + y * y - 7),
    x: [-6, 6],
    y: [-6, 6],
    start: { x: 0, y: 0, rate: 0.01, steps: 100 },
    minima: [
      [3, 2],
      [-2.805118086952745, 3.131312518250573],
      [-3.779310253377747, -3.2831859912861696],
      [3.5844283403304917, -1.8481265269644036],
    ],
  },
  bowl: {
    value: (x, y) => x * x / 2 + 5 * y * y,
    dx: (x) => x,
    dy: (_x, y) => 10 * y,
    x: [-3, 3],
    y: [-3, 3],
    start: { x: -2.5, y: 1.5, rate: 0.1, steps: 100 },
    minima: [[0, 0]],
  },
  rosenbrock: {
    value: (x, y) => (1 - x) ** 2 + 100 * (y - x * x) ** 2,
    dx: (x, y) => 2 * (x - 1) - 400 * (x * (y - x * x)),
    dy: (x, y) => 200 * (y - x * x),
    x: [-2, 2],
    y: [-1, 3],
    start: { x: -1.5, y: 2, rate: 0.0003, steps: 1000 },
    minima: [[1, 1]],
  },
};

// A walker is an array: its place, what it remembers of each coordinate, and its steps.
const [MEAN, SQUARE, STEPS] = [2, 4, 6];
// β₂ and ε of Adam are those of torch; β₁ is the momentum.
const [BETA, EPSILON] = [0.999, 1e-8];

// Each optimizer moves a walker along one coordinate, 0 or 1, with the derivative there.
export const optimizers = {
  descent(walker, along, derivative, rate) {
    walker[along] -= rate * derivative;
  },
  momentum(walker, along, derivative, rate, beta) {
    walker[along + MEAN] = beta * walker[along + MEAN] + derivative;
    walker[along] -= rate * walker[along + MEAN];
  },
  nesterov(walker, along, derivative, rate, beta) {
    walker[along + MEAN] = beta * walker[along + MEAN] + derivative;
    walker[along] -= rate * (derivative + beta * walker[along + MEAN]);
  },
  adam(walker, along, derivative, rate, beta, first, second) {
    walker[along + MEAN] += (1 - beta) * (derivative - walker[along + MEAN]);
    walker[along + SQUARE] = BETA * walker[along + SQUARE] + (1 - BETA) * derivative * derivative;
    const size = Math.sqrt(walker[along + SQUARE]) / second[walker[STEPS]] + EPSILON;
    walker[along] -= (rate / first[walker[STEPS]]) * (walker[along + MEAN] / size);
  },
};

// What makes one step with a walker.
function stepper({ surface, optimizer, rate, beta, steps }) {
  const { dx, dy } = surfaces[surface];
  const move = optimizers[optimizer];
  // By what Adam corrects its means after each number of steps.
  const first = Float64Array.from({ length: steps + 1 }, (_, n) => 1 - beta ** n);
  const second = Float64Array.from({ length: steps + 1 }, (_, n) => Math.sqrt(1 - BETA ** n));
  return (walker) => {
    const [across, up] = [dx(walker[0], walker[1]), dy(walker[0], walker[1])];
    walker[STEPS] += 1;
    move(walker, 0, across, rate, beta, first, second);
    move(walker, 1, up, rate, beta, first, second);
  };
}

// The points of a walk, the start first; the last one is no longer finite where it diverges.
export function walk(setting, start) {
  const step = stepper(setting);
  const walker = Float64Array.of(...start, 0, 0, 0, 0, 0);
  const path = [start];
  for (let n = 0; n < setting.steps && path[n].every(Number.isFinite); n++) {
    step(walker);
    path.push([walker[0], walker[1]]);
  }
  return path;
}

// Where a walk is that has left for good.
const FAR = 1e3;

// Which minimum a walk has come near to, with its number; what it has become if it is none.
export const NOWHERE = -1;
export const AWAY = -2;

export function reached(surface, [x, y], near = 0.1) {
  if (!(Math.abs(x) < FAR && Math.abs(y) < FAR)) return AWAY;
  return surfaces[surface].minima.findIndex(([a, b]) => Math.hypot(x - a, y - b) < near);
}

// For the starts of a grid, row by row from the top, what their walks have reached.
export function* basins(setting, size) {
  const { x, y } = surfaces[setting.surface];
  const at = ([from, to], n) => from + ((to - from) * (n + 0.5)) / size;
  const step = stepper(setting);
  const walker = new Float64Array(STEPS + 1);
  for (let row = 0; row < size; row++) {
    const found = [];
    for (let column = 0; column < size; column++) {
      walker.fill(0);
      [walker[0], walker[1]] = [at(x, column), at(y, size - 1 - row)];
      let n = 0;
      while (n++ < setting.steps && Math.abs(walker[0]) < FAR && Math.abs(walker[1]) < FAR) step(walker);
      found.push(reached(setting.surface, walker));
    }
    yield found;
  }
}

// What the build compares with torch: the path, and the values along it.
export function compute(given) {
  const path = walk(given, given.start);
  return { path, values: path.map(([x, y]) => surfaces[given.surface].value(x, y)) };
}
