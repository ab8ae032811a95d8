// Walks downhill as torch.optim takes them, in float64.

// Each landscape: its function, its gradient, the part of the plane that is drawn, its minima.
export const surfaces = {
  himmelblau: {
    value: (x, y) => (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2,
    gradient(x, y) {
      const u = x * x + y - 11;
      const v = x + y * y - 7;
      return [4 * x * u + 2 * v, 2 * u + 4 * y * v];
    },
    x: [-6, 6],
    y: [-6, 6],
    minima: [
      [3, 2],
      [-2.805118086952745, 3.131312518250573],
      [-3.779310253377747, -3.2831859912861696],
      [3.5844283403304917, -1.8481265269644036],
    ],
  },
  bowl: {
    value: (x, y) => x * x / 2 + 5 * y * y,
    gradient: (x, y) => [x, 10 * y],
    x: [-3, 3],
    y: [-3, 3],
    minima: [[0, 0]],
  },
  rosenbrock: {
    value: (x, y) => (1 - x) ** 2 + 100 * (y - x * x) ** 2,
    gradient: (x, y) => [2 * (x - 1) - 400 * (x * (y - x * x)), 200 * (y - x * x)],
    x: [-2, 2],
    y: [-1, 3],
    minima: [[1, 1]],
  },
};

// Each optimizer: from a rate and a momentum, what makes one step from a point and its gradient.
export const optimizers = {
  descent: (rate) => () => (point, gradient) => point - rate * gradient,
  momentum: (rate, beta) => () => {
    let velocity = 0;
    return (point, gradient) => {
      velocity = beta * velocity + gradient;
      return point - rate * velocity;
    };
  },
  nesterov: (rate, beta) => () => {
    let velocity = 0;
    return (point, gradient) => {
      velocity = beta * velocity + gradient;
      return point - rate * (gradient + beta * velocity);
    };
  },
  // β₁ is the momentum; β₂ and ε are those of torch.
  adam: (rate, beta) => () => {
    const [second, tiny] = [0.999, 1e-8];
    let [mean, square, step] = [0, 0, 0];
    return (point, gradient) => {
      step += 1;
      mean += (1 - beta) * (gradient - mean);
      square = second * square + (1 - second) * gradient * gradient;
      const size = Math.sqrt(square) / Math.sqrt(1 - second ** step) + tiny;
      return point - (rate / (1 - beta ** step)) * (mean / size);
    };
  },
};

// The points of a walk, the start first; the last one is no longer finite where it diverges.
export function walk({ surface, optimizer, rate, beta, steps }, start) {
  const { gradient } = surfaces[surface];
  const step = [0, 1].map(optimizers[optimizer](rate, beta));
  const path = [start];
  for (let n = 0; n < steps; n++) {
    const [x, y] = path[n];
    const slope = gradient(x, y);
    path.push([step[0](x, slope[0]), step[1](y, slope[1])]);
    if (!path[n + 1].every(Number.isFinite)) break;
  }
  return path;
}

// The minimum that a point is near to, or -1.
export function reached(surface, [x, y], near = 0.1) {
  return surfaces[surface].minima.findIndex(([a, b]) => Math.hypot(x - a, y - b) < near);
}

// What the build compares with torch: the path, and the values along it.
export function compute(given) {
  const path = walk(given, given.start);
  return { path, values: path.map(([x, y]) => surfaces[given.surface].value(x, y)) };
}
