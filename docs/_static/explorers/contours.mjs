// Contour lines of a function of two variables, as pieces of straight lines.

// Levels between low and high, evenly spaced in their cube root: denser where the function is low.
export function levels(low, high, count) {
  const places = Array.from({ length: count }, (_, n) => (n + 1) / (count + 1));
  return places.map((place) => low + (high - low) * place ** 3);
}

// For each level its pieces [x1, y1, x2, y2], found between the points of a grid.
export function contours(value, [left, right], [low, high], count, size = 64) {
  const at = (from, to, n) => from + ((to - from) * n) / size;
  const heights = Array.from({ length: size + 1 }, (_, row) =>
    Array.from({ length: size + 1 }, (_, column) => value(at(left, right, column), at(low, high, row))),
  );
  const all = heights.flat();
  return levels(Math.min(...all), Math.max(...all), count).map((level) => {
    const pieces = [];
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        const found = crossings(heights, row, column, level);
        for (let n = 0; n + 1 < found.length; n += 2) {
          const ends = [found[n], found[n + 1]];
          pieces.push(ends.flatMap(([x, y]) => [at(left, right, x), at(low, high, y)]));
        }
      }
    }
    return pieces;
  });
}

// Where a level crosses the four sides of a cell of the grid.
function crossings(heights, row, column, level) {
  const corners = [[row, column], [row, column + 1], [row + 1, column + 1], [row + 1, column]];
  const found = [];
  for (let side = 0; side < 4; side++) {
    const [[r, c], [s, d]] = [corners[side], corners[(side + 1) % 4]];
    const [one, two] = [heights[r][c] - level, heights[s][d] - level];
    if (one < 0 === two < 0) continue;
    const part = one / (one - two);
    found.push([c + part * (d - c), r + part * (s - r)]);
  }
  return found;
}
