// Where the nodes of a graph are drawn, from left to right: in columns, few edges crossing, each
// node near those that it is joined with. Pure functions of nodes as `read` gives them.

const SWEEPS = 8;
// How much room a bend of an edge needs, as a share of a node's.
const BEND = 0.5;

// The column of each node: behind its arguments, and a variable right before what uses it first.
function columns(nodes) {
  const found = [];
  nodes.forEach(({ op, args }, i) => {
    found[i] = op ? 1 + Math.max(...args.map(({ node }) => found[node] ?? 0)) : 0;
  });
  nodes.forEach(({ op }, i) => {
    const users = found.filter((_, j) => nodes[j].args.some(({ node }) => node === i));
    if (!op && users.length) found[i] = Math.min(...users) - 1;
  });
  return found;
}

// The result: of each node its [column, row]; of each edge, from the argument `node` to the node
// `to`, its place `k` there, and as `way` the [column, row] that it goes through.
export function layout(nodes) {
  const spots = columns(nodes).map((column) => ({ column, room: 1, before: [], after: [] }));
  const edges = nodes.flatMap(({ args }, to) =>
    args.flatMap(({ node }, k) => (node === undefined ? [] : { node, to, k, way: join(spots, node, to) })),
  );
  const lanes = [];
  for (const i of walk(spots, nodes.length - 1)) (lanes[spots[i].column] ??= []).push(i);
  for (let sweep = 0; sweep < SWEEPS; sweep++) order(lanes, spots, sweep % 2);
  for (let sweep = 0; sweep < 6 * SWEEPS; sweep++) {
    for (const lane of turned(lanes, sweep % 2)) spread(lane, spots, sweep);
  }
  const top = Math.min(...spots.map(({ row }) => row));
  const place = (i) => [spots[i].column, spots[i].row - top];
  return {
    places: nodes.map((_, i) => place(i)),
    edges: edges.map((edge) => ({ ...edge, way: edge.way.map(place) })),
  };
}

// An edge through several columns bends in each of them, at a spot of its own.
function join(spots, from, to) {
  const way = [from];
  for (let column = spots[from].column + 1; column < spots[to].column; column++) {
    way.push(spots.push({ column, room: BEND, before: [], after: [] }) - 1);
  }
  way.push(to);
  way.slice(1).forEach((spot, i) => {
    spots[spot].before.push(way[i]);
    spots[way[i]].after.push(spot);
  });
  return way;
}

// All spots, from the result back, each argument with what is before it.
function walk(spots, i, seen = new Set()) {
  seen.add(i);
  for (const j of spots[i].before) if (!seen.has(j)) walk(spots, j, seen);
  return seen;
}

const mean = (numbers) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
const turned = (lanes, back) => (back ? [...lanes].reverse() : lanes);

// The spots of each lane in the order of their neighbors at one side.
function order(lanes, spots, back) {
  for (const lane of turned(lanes, back)) {
    const beside = lanes[spots[lane[0]].column + (back ? 1 : -1)];
    const wishes = new Map(lane.map((i, rank) => {
      const near = back ? spots[i].after : spots[i].before;
      return [i, near.length ? mean(near.map((j) => beside.indexOf(j))) : rank];
    }));
    lane.sort((a, b) => wishes.get(a) - wishes.get(b));
  }
}

// Each spot as near to its neighbors as order and room allow; at first, at its place in the lane.
// Spots that would come too near to each other are moved together, by as much up as down.
function spread(lane, spots, sweep) {
  let top = 0;
  const blocks = [];
  const offsets = lane.map((i, rank) => {
    const { room, row, before, after } = spots[i];
    const near = [...before, ...after].map((j) => spots[j].row);
    if (rank) top += (room + spots[lane[rank - 1]].room) / 2;
    const wish = !sweep ? rank - lane.length / 2 : near.length ? mean(near) : row;
    let block = { sum: wish - top, count: 1 };
    while (blocks.length && blocks.at(-1).sum / blocks.at(-1).count > block.sum / block.count) {
      const other = blocks.pop();
      block = { sum: other.sum + block.sum, count: other.count + block.count };
    }
    blocks.push(block);
    return top;
  });
  const shifts = blocks.flatMap(({ sum, count }) => Array(count).fill(sum / count));
  lane.forEach((i, rank) => (spots[i].row = shifts[rank] + offsets[rank]));
}
