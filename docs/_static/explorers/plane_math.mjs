// Momentum on a bowl: p ← p − η b with b ← β b + g, as torch.optim.SGD does.

// Along an eigenvector of curvature λ, the distances from the minimum obey
// x₊₊ = (1 + β − η λ) x₊ − β x. These are the roots of z² − (1 + β − η λ) z + β.
export function roots(eta, beta, curvature) {
  const sum = 1 + beta - eta * curvature;
  const square = sum * sum - 4 * beta;
  if (square < 0) {
    const im = Math.sqrt(-square) / 2;
    return [{ re: sum / 2, im }, { re: sum / 2, im: -im }];
  }
  // The larger root loses no digits, and the product of both is β.
  const large = (sum + Math.sign(sum || 1) * Math.sqrt(square)) / 2;
  return [{ re: large, im: 0 }, { re: large ? beta / large : 0, im: 0 }];
}

// By which factor a step shortens the slowest way, in the long run.
export function rate(eta, beta, curvatures) {
  const sizes = curvatures.flatMap((curvature) =>
    roots(eta, beta, curvature).map(({ re, im }) => Math.hypot(re, im)),
  );
  return Math.max(...sizes);
}

// Where 0 < η λ < 2 + 2β for all curvatures, every walk ends in the minimum.
export const converges = (eta, beta, curvatures) =>
  beta < 1 &&
  curvatures.every((curvature) => 0 < eta * curvature && eta * curvature < 2 + 2 * beta);

// The learning rate and the momentum with the lowest rate, Polyak's.
export function best([low, high]) {
  const [slow, fast] = [Math.sqrt(low), Math.sqrt(high)];
  return { eta: (2 / (slow + fast)) ** 2, beta: ((fast - slow) / (fast + slow)) ** 2 };
}

// All (η, β) with a rate of at most r: a polygon, or nothing below the best rate.
// Both roots of z² − s z + β lie within r where β ≤ r² and |s| ≤ r + β / r.
export function level(r, [low, high]) {
  const [slow, fast] = [(1 - r) / low, (1 + r) / high];
  const floor = Math.max(0, (r * (slow - fast)) / (slow + fast));
  if (floor > r * r) return [];
  const left = (beta) => [slow * (1 - beta / r), beta];
  const right = (beta) => [fast * (1 + beta / r), beta];
  const bottom = floor > 0 ? [left(floor)] : [left(0), right(0)];
  return [...bottom, right(r * r), left(r * r)];
}

// The matrix of the bowl ½ pᵀ A p, whose flat axis is turned by some degrees from that of x.
export function bowl([low, high], degrees) {
  const angle = (degrees * Math.PI) / 180;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const mixed = (low - high) * c * s;
  return [[low * c * c + high * s * s, mixed], [mixed, low * s * s + high * c * c]];
}

// The points of a walk, its start included.
export function walk([[a, b], [c, d]], start, eta, beta, steps) {
  let [x, y] = start;
  let [u, v] = [0, 0];
  const points = [[x, y]];
  for (let step = 0; step < steps; step++) {
    [u, v] = [beta * u + (a * x + b * y), beta * v + (c * x + d * y)];
    [x, y] = [x - eta * u, y - eta * v];
    points.push([x, y]);
  }
  return points;
}

// A rate, the best point and a walk, for the comparison with torch.
export const compute = ({ curvatures, degrees, start, eta, beta, steps }) => ({
  rate: rate(eta, beta, curvatures),
  best: best(curvatures),
  walk: walk(bowl(curvatures, degrees), start, eta, beta, steps),
});
