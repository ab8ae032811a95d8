// Differences of some functions, in doubles, rounded as torch rounds them.

export const EPSILON = 2 ** -52;

// sin(t) / t − 1 from its series: nothing cancels. For |t| ≤ 1.
function sincLess(t) {
  let sum = 0;
  for (let n = 7; n > 0; n--) sum = (-t * t * (1 + sum)) / (2 * n * (2 * n + 1));
  return sum;
}

// Each with its derivative, and with what exact quotients have too much: their truncation error,
// written so that nothing cancels there. Sums, products and quotients are rounded alike everywhere;
// a sine or a root of torch may differ from ours in its last bit.
export const FUNCTIONS = {
  sine: {
    symbol: "sin x",
    at: 1,
    domain: [-1, 4],
    f: Math.sin,
    slope: Math.cos,
    forward: (x, h) =>
      -2 * Math.sin(x + h / 4) * Math.sin(h / 4) * (1 + sincLess(h / 2)) +
      Math.cos(x) * sincLess(h / 2),
    central: (x, h) => Math.cos(x) * sincLess(h),
  },
  cube: {
    symbol: "x³",
    at: 1.3,
    domain: [-2, 2],
    f: (x) => x * x * x,
    slope: (x) => 3 * x * x,
    forward: (x, h) => 3 * x * h + h * h,
    central: (x, h) => h * h,
  },
  reciprocal: {
    symbol: "1/x",
    at: 1.7,
    domain: [1.25, 4],
    f: (x) => 1 / x,
    slope: (x) => -1 / (x * x),
    forward: (x, h) => h / (x * x * (x + h)),
    central: (x, h) => -(h * h) / (x * x * (x - h) * (x + h)),
  },
  root: {
    symbol: "√x",
    at: 1.7,
    domain: [1.25, 4],
    f: Math.sqrt,
    slope: (x) => 1 / (2 * Math.sqrt(x)),
    forward(x, h) {
      const [here, above] = [Math.sqrt(x), Math.sqrt(x + h)];
      return -h / (2 * here * (here + above) ** 2);
    },
    central(x, h) {
      const [below, here, above] = [x - h, x, x + h].map(Math.sqrt);
      const sum = below + above;
      return (h * h) / (here * sum * (2 * here + sum) * (x + below * above));
    },
  },
};

// The step that is made when h is asked for: x + h is rounded.
export const made = (x, h) => Math.abs(x) + h - Math.abs(x);

// A step at which both errors are about equally large.
export const goodStep = (x, kind) =>
  EPSILON ** (kind === "central" ? 1 / 3 : 1 / 2) * Math.max(1, Math.abs(x));

// The quotient and its error in two parts, or null where no step is left.
export function measure(name, kind, x, h) {
  const one = FUNCTIONS[name];
  const step = made(x, h);
  if (!(step > 0)) return null;
  const central = kind === "central";
  const ends = [central ? x - step : x, x + step];
  const [low, high] = ends.map(one.f);
  const width = central ? 2 * step : step;
  const quotient = (high - low) / width;
  const error = quotient - one.slope(x);
  const truncation = one[kind](x, step);
  return { step, ends, low, high, quotient, error, truncation, rounding: error - truncation };
}

// How far rounding may shift a quotient: each of its two values may be off by ε |f(x)|.
export function roundingAtMost(name, kind, x, h) {
  return (2 * EPSILON * Math.abs(FUNCTIONS[name].f(x))) / (kind === "central" ? 2 * h : h);
}

// What is measured at steps that are evenly spaced in the logarithm, from 1e-16 to 1.
export function sweep(name, kind, x, count) {
  return Array.from({ length: count }, (_, i) => 10 ** ((16 * i) / (count - 1) - 16)).map((h) => ({
    h,
    ...measure(name, kind, x, h),
  }));
}

// The quotients and the slope that they are to have, for the comparison with torch.
export const compute = ({ name, kind, x, steps }) => ({
  slope: FUNCTIONS[name].slope(x),
  quotients: steps.map((h) => measure(name, kind, x, h).quotient),
});
