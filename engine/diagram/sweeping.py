"""First columns for all items: sweeps over the rows, each row settling as its neighbours wish."""

from __future__ import annotations

from engine.diagram.layout import Layout, Tie
from engine.diagram.settling import settle

ROUNDS = 2
LANE_WEIGHT = 50.0
"""How much more than a box, which weighs 1 a tie, a lane insists on the column of its edge."""


def sweep(layout: Layout) -> None:
    """Move items above and below what they are linked to, boxes centred over theirs, lanes of an edge in one column."""
    _centre(layout)
    downwards = range(len(layout.stack.rows))
    for _ in range(ROUNDS):
        for r in downwards:
            _settle_row(layout, r, [layout.up], {})
        for r in reversed(downwards):
            _settle_row(layout, r, [layout.down], {})
    for _ in range(ROUNDS):
        columns = _lane_columns(layout)
        for r in (*downwards, *reversed(downwards)):
            _settle_row(layout, r, [layout.up, layout.down], columns)
    for edge in layout.stack.chains:
        _align_lanes(layout, edge)


def _centre(layout: Layout) -> None:
    for row, steps in zip(layout.stack.rows, layout.steps, strict=True):
        x = (layout.first + layout.last - sum(steps) - layout.width[row[-1]]) // 2
        for item, step in zip(row, steps, strict=True):
            x += step
            layout.left[item] = x


def _settle_row(layout: Layout, r: int, ties: list[list[list[Tie]]], columns: dict[int, float]) -> None:
    """Move the row's items as their ties wish, or lanes into the columns given for their edges."""
    wishes, weights = [], []
    row, left = layout.stack.rows[r], layout.left
    for item in row:
        column = columns.get(layout.stack.lane_edge[item])
        if column is not None:
            wishes.append(column)
            weights.append(LANE_WEIGHT)
            continue
        wish = weight = 0.0
        for way in ties:
            for tie in way[item]:
                wish += (left[tie.other] + tie.centred) * tie.weight
                weight += tie.weight
        wishes.append(wish / weight if weight else float(left[item]))
        weights.append(weight or 0.1)
    settled = settle(wishes, weights, layout.steps[r], layout.first, layout.last + 1 - layout.width[row[-1]])
    for item, x in zip(row, settled, strict=True):
        left[item] = x


def _lane_columns(layout: Layout) -> dict[int, float]:
    """For each edge that passes rows one column for all its lanes, below or above a port it can take."""
    columns = {}
    for edge, chain in layout.stack.chains.items():
        column = sum(layout.left[lane] for lane in chain[1:-1]) / (len(chain) - 2)
        one, two = layout.chain_ends(edge)
        low, high = max(one[0], two[0]), min(one[1], two[1])
        if low > high:
            low, high = min(one, two, key=lambda span: max(span[0] - column, column - span[1]))
        columns[edge] = min(max(column, low), high)
    return columns


def _align_lanes(layout: Layout, edge: int) -> None:
    """Put as many lanes of an edge as possible into one column, from the top on, all other items standing still."""
    chain = layout.stack.chains[edge]
    lanes = chain[1:-1]
    upper, lower = layout.chain_ends(edge)
    while lanes:
        low, high = layout.slack(lanes[0])
        count = 1
        for lane in lanes[1:]:
            slack = layout.slack(lane)
            if max(low, slack[0]) > min(high, slack[1]):
                break
            low, high = max(low, slack[0]), min(high, slack[1])
            count += 1
        for end, is_near in ((upper, lanes[0] == chain[1]), (lower, count == len(lanes))):
            if is_near and max(low, end[0]) <= min(high, end[1]):
                low, high = max(low, end[0]), min(high, end[1])
        mean = sum(layout.left[lane] for lane in lanes[:count]) / count
        for lane in lanes[:count]:
            layout.left[lane] = min(max(int(mean + 0.5), low), high)
        lanes = lanes[count:]
