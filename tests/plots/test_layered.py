"""Where `layered` puts nodes."""

from itertools import combinations

import pytest

from gradbook.plots.chain_rule.layered import layered, spread

SIZE = (0.2, 0.2)
# 0 and 1 enter 2; 2 and 3 enter 4; 0 enters 5, which takes 4 as well.
INPUTS = [[], [], [0, 1], [], [2, 3], [0, 4]]


def lay_out(inputs, gap=0.15):
    return layered(inputs, [SIZE] * len(inputs), gap)


def test_the_result_is_in_row_0_and_inputs_lie_above_their_consumers():
    row = lay_out(INPUTS).row
    assert row[5] == 0
    assert all(row[source] > row[node] for node, sources in enumerate(INPUTS) for source in sources)


def test_rows_follow_the_longest_path_to_the_result():
    assert lay_out(INPUTS).row == [3, 3, 2, 2, 1, 0]  # by hand


def test_neighbors_in_a_row_keep_the_gap():
    layout = lay_out(INPUTS, gap=0.3)
    for a, b in combinations(range(len(INPUTS)), 2):
        if layout.row[a] == layout.row[b]:
            assert abs(layout.x[a] - layout.x[b]) >= 0.4 + 0.3 - 1e-9


def test_every_input_has_an_edge_with_a_point_in_each_row_it_meets():
    edges = lay_out(INPUTS).edges
    assert [(edge.source, edge.target) for edge in edges] == [
        (0, 2), (1, 2), (2, 4), (3, 4), (0, 5), (4, 5),
    ]  # fmt: skip
    assert [row for _, row in edges[4].points] == [3, 2, 1, 0]


def test_a_long_edge_keeps_clear_of_the_nodes_it_passes():
    layout = lay_out(INPUTS)
    for x, row in layout.edges[4].points[1:-1]:
        beside = [layout.x[node] for node in range(6) if layout.row[node] == row]
        assert all(abs(x - other) > SIZE[0] for other in beside)


def test_a_node_that_enters_twice_has_two_edges():
    assert len(lay_out([[], [0, 0]]).edges) == 2


def test_a_chain_is_straight():
    x = lay_out([[], [0], [1], [2]]).x
    assert max(x) - min(x) < 1e-9


def test_crossed_pairs_are_uncrossed():
    # a and b feed c and d the wrong way round: in the order found, both edges would cross.
    layout = lay_out([[], [], [1], [0], [2, 3]])
    assert (layout.x[1] - layout.x[0]) * (layout.x[2] - layout.x[3]) > 0


def test_spread_leaves_what_is_far_enough_apart():
    assert spread([0.0, 2.0, 5.0], [1.0, 1.0], [1, 1, 1]) == [0.0, 2.0, 5.0]


def test_spread_moves_the_heavier_number_less():
    # Least squares of 3 (a − 0)² + (b − 0)² with b = a + 1: a = −1/4.
    assert spread([0.0, 0.0], [1.0], [3, 1]) == pytest.approx([-0.25, 0.75])
