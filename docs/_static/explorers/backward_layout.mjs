// Where the nodes of a graph are drawn, from left to right: in columns, few edges crossing, each
// node near those that it is joined with. Pure functions of nodes as `read` gives them.

const SWEEPS = 8;
// How much room a bend of an edge needs, as a share of a node's.
const BEND = 0.5;

// The column of each node: behind its arguments, and a variable right before what uses it first.
export function columns(nodes) {
  const found = [];
  nodes.forEach(({ op, args }, i) => {
    found[i] = op ? 1 + Math.max(...args.map(({ node }) => found[node] ?? 0)) : 0;
  });
  nodes.forEach(({ op }, i) => {
    const users = nodes.flatMap(({ args }, j) => (args.some(({ node }) => node === i) ? [j] : []));
    if (!op && users.length) found[i] = Math.min(...users.map((j) => found[j])) - 1;
  });
  return found;
}

// The result: of each node its `column` and its `row`, of each edge, from the argument `node` to
// the node `to`, its place `k` there and the [column, row] that it goes through.
export function layout(nodes) {
  const spots = columns(nodes).map((column) => ({ column, near: [], room: 1 }));
  const edges = [];
  nodes.forEach(({ args }, to) => {
    args.forEach(({ node }, k) => {
      if (node !== undefined) edges.push({ node, to, k, way: join(spots, node, to) });
    });
  });
  const lanes = [];
  for (const i of walk(spots, nodes.length - 1)) (lanes[spots[i].column] ??= []).push(i);
  const best = ordered(lanes, spots);
  rows(best, spots);
  const top = Math.min(...spots.map(({ row }) => row));
  const place = (i) => [spots[i].column, spots[i].row - top];
  return {
    places: nodes.map((_, i) => place(i)),
    edges: edges.map(({ way, ...edge }) => ({ ...edge, way: way.map(place) })),
  };
}

// An edge through several columns bends in each of them, at a spot of its own.
function join(spots, from, to) {
  const way = [from];
  for (let column = spots[from].column + 1; column < spots[to].column; column++) {
    way.push(spots.push({ column, near: [], room: BEND }) - 1);
  }
  way.push(to);
  for (let i = 1; i < way.length; i++) {
    spots[way[i]].near.push(way[i - 1]);
    spots[way[i - 1]].near.push(way[i]);
  }
  return way;
}

// All spots, from the result back, each argument with what is before it.
function walk(spots, start) {
  const seen = new Set();
  const visit = (i) => {
    if (seen.has(i)) return;
    seen.add(i);
    spots[i].near.forEach(visit);
  };
  visit(start);
  return seen;
}

const mean = (numbers) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

// The lanes, in each of them the spots in the order of their neighbors, with the fewest crossings.
function ordered(lanes, spots) {
  let now = lanes.map((lane) => [...lane]);
  let best = now;
  let fewest = crossings(now, spots);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    now = now.map((lane) => [...lane]);
    const side = sweep % 2 ? 1 : -1;
    for (const lane of side < 0 ? now : [...now].reverse()) {
      const beside = now[spots[lane[0]].column + side] ?? [];
      const rank = new Map([...beside, ...lane].map((i, place) => [i, place]));
      const wish = (i) => {
        const there = spots[i].near.filter((j) => spots[j].column === spots[i].column + side);
        return there.length ? mean(there.map((j) => rank.get(j))) : rank.get(i) - beside.length;
      };
      const wishes = new Map(lane.map((i) => [i, wish(i)]));
      lane.sort((a, b) => wishes.get(a) - wishes.get(b));
    }
    const count = crossings(now, spots);
    if (count < fewest) [best, fewest] = [now, count];
  }
  return best;
}

function crossings(lanes, spots) {
  const rank = new Map(lanes.flatMap((lane) => lane.map((i, place) => [i, place])));
  let count = 0;
  for (const lane of lanes) {
    const pairs = lane.flatMap((i) =>
      spots[i].near.filter((j) => spots[j].column > spots[i].column).map((j) => [rank.get(i), rank.get(j)]),
    );
    pairs.forEach(([a, b]) => pairs.forEach(([c, d]) => (count += a < c && b > d)));
  }
  return count;
}

// Each spot as near to its neighbors as the order and the room of its lane allow.
function rows(lanes, spots) {
  for (const lane of lanes) spread(lane, spots, (i) => lane.indexOf(i) - lane.length / 2);
  for (let sweep = 0; sweep < 12 * SWEEPS; sweep++) {
    for (const lane of sweep % 2 ? [...lanes].reverse() : lanes) {
      spread(lane, spots, (i) => mean((spots[i].near.length ? spots[i].near : [i]).map((j) => spots[j].row)));
    }
  }
}

// Spots that would come too near to each other are moved together, by as much up as down.
function spread(lane, spots, wish) {
  const wishes = lane.map(wish);
  const before = [];
  lane.forEach((i, place) => {
    const above = lane[place - 1];
    before.push(place ? before.at(-1) + (spots[above].room + spots[i].room) / 2 : 0);
  });
  const blocks = [];
  lane.forEach((_, place) => {
    let block = { sum: wishes[place] - before[place], count: 1 };
    while (blocks.length && blocks.at(-1).sum / blocks.at(-1).count > block.sum / block.count) {
      const other = blocks.pop();
      block = { sum: other.sum + block.sum, count: other.count + block.count };
    }
    blocks.push(block);
  });
  const shifts = blocks.flatMap(({ sum, count }) => Array(count).fill(sum / count));
  lane.forEach((i, place) => (spots[i].row = shifts[place] + before[place]));
}
