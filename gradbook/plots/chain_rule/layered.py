"""Where the nodes of a graph go: rows by the longest path, few crossings, short edges."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise
from statistics import fmean
from typing import NamedTuple

SWEEPS = 8
HEAVY = 8  # an edge between operations against one from a leaf
BEND = 0.08  # the room on either side of an edge that passes through a row

Rows = list[list[int]]
Segment = tuple[int, int]


class Edge(NamedTuple):
    """An arrow from a node to the one it enters, with a point (x, row) in every row it meets."""

    source: int
    target: int
    points: list[tuple[float, int]]


class Layout(NamedTuple):
    """Every node's x and row, 0 for the result, 1 for what enters it and so on; the edges."""

    x: list[float]
    row: list[int]
    edges: list[Edge]


def layered(
    inputs: Sequence[Sequence[int]], extents: Sequence[tuple[float, float]], gap: float = 0.15
) -> Layout:
    """Lay out a graph whose last node is the result.

    Parameters
    ----------
    inputs : sequence of sequences of int
        For each node the nodes that enter it, all with lower numbers, from left to right.
    extents : sequence of (float, float)
        How far each node reaches to the left and to the right of its center.
    gap : float
        The least distance between neighbors in a row.
    """
    row = _longest_paths(inputs)
    chains, vertex_rows = _with_bends(inputs, row)
    segments = [segment for chain in chains for segment in pairwise(chain)]
    rows = _ordered(vertex_rows, segments)
    reach = [*extents, *[(BEND, BEND)] * (len(vertex_rows) - len(inputs))]
    x = _aligned(rows, segments, reach, gap)
    edges = [
        Edge(chain[0], chain[-1], [(x[vertex], vertex_rows[vertex]) for vertex in chain])
        for chain in chains
    ]
    return Layout(x[: len(inputs)], row, edges)


def _longest_paths(inputs: Sequence[Sequence[int]]) -> list[int]:
    row = [0] * len(inputs)
    for node in reversed(range(len(inputs))):
        for source in inputs[node]:
            row[source] = max(row[source], row[node] + 1)
    return row


def _with_bends(
    inputs: Sequence[Sequence[int]], row: Sequence[int]
) -> tuple[list[list[int]], list[int]]:
    """Return each edge as a chain of vertices in neighboring rows, and all vertices' rows."""
    vertex_rows, chains = list(row), []
    for node, sources in enumerate(inputs):
        for source in sources:
            passed = range(row[source] - 1, row[node], -1)
            first = len(vertex_rows)
            vertex_rows.extend(passed)
            chains.append([source, *range(first, len(vertex_rows)), node])
    return chains, vertex_rows


def _ordered(vertex_rows: Sequence[int], segments: Sequence[Segment]) -> Rows:
    """Return the vertices of each row in an order with few crossings (barycenters)."""
    rows: Rows = [[] for _ in range(max(vertex_rows) + 1)]
    rows[0] = [vertex for vertex, row in enumerate(vertex_rows) if row == 0]
    for below, above in pairwise(rows):
        entering = [a for vertex in below for a, b in segments if b == vertex]
        above.extend(dict.fromkeys(entering))
    best = rows
    for sweep in range(SWEEPS):
        place = {vertex: i for row in rows for i, vertex in enumerate(row)}
        # Even sweeps look at the row below, odd ones at the row above.
        toward = [(a, b) if sweep % 2 == 0 else (b, a) for a, b in segments]
        wish = {
            vertex: fmean([place[b] for a, b in toward if a == vertex] or [place[vertex]])
            for vertex in place
        }
        rows = [sorted(row, key=wish.__getitem__) for row in rows]
        best = min(best, rows, key=lambda option: _crossings(option, segments))
    return best


def _crossings(rows: Rows, segments: Sequence[Segment]) -> int:
    row_of = {vertex: number for number, row in enumerate(rows) for vertex in row}
    place = {vertex: i for row in rows for i, vertex in enumerate(row)}
    return sum(
        (place[a] - place[c]) * (place[b] - place[d]) < 0
        for (a, b), (c, d) in combinations(segments, 2)
        if row_of[a] == row_of[c]
    )


def _aligned(
    rows: Rows, segments: Sequence[Segment], reach: Sequence[tuple[float, float]], gap: float
) -> list[float]:
    """Return x of each vertex: near the mean of its neighbors, apart from those beside it."""
    x = [0.0] * len(reach)
    entered = {target for _, target in segments}
    neighbors: list[list[int]] = [[] for _ in reach]
    for a, b in segments:
        # Leaves count less, so that chains of operations run straight.
        weight = HEAVY if a in entered else 1
        neighbors[a] += [b] * weight
        neighbors[b] += [a] * weight
    for sweep in range(20 * SWEEPS):
        for row in rows if sweep % 2 == 0 else rows[::-1]:
            wish = [fmean([x[v] for v in neighbors[vertex]] or [0.0]) for vertex in row]
            steps = [reach[a][1] + gap + reach[b][0] for a, b in pairwise(row)]
            weights = [len(neighbors[vertex]) for vertex in row]
            for vertex, value in zip(row, spread(wish, steps, weights), strict=True):
                x[vertex] = value
    return x


def spread(wish: Sequence[float], steps: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Return the numbers nearest to `wish` (weighted squares) that rise at least by `steps`."""
    offsets = [sum(steps[:i]) for i in range(len(wish))]
    blocks: list[tuple[float, float, int]] = []  # mean, weight, count
    for value, offset, weight in zip(wish, offsets, weights, strict=True):
        blocks.append((value - offset, weight, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (mean, heavy, count), (other, more, extra) = blocks[-2:]
            total = heavy + more
            merged = (mean * heavy + other * more) / total
            blocks[-2:] = [(merged, total, count + extra)]
    means = [mean for mean, _, count in blocks for _ in range(count)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]
