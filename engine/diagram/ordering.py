"""The order of the items on each row: barycentre sweeps, then swaps of neighbours, for few crossings."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort

from engine.diagram.layering import Link, Stack

STARTS = 6
SWEEPS = 2


def order(stack: Stack) -> None:
    """Sort each row of the stack in place so that few links cross and boxes joined by a loop stand close."""
    above, below = stack.neighbours()
    given = best = [list(row) for row in stack.rows]
    best_cost = _cost(stack)
    for start in range(STARTS):
        stack.rows[:] = [_turned(row, start, r) for r, row in enumerate(given)]
        for _ in range(SWEEPS):
            if not best_cost:
                break
            for row in stack.rows[1:]:
                _sort(row, above, _positions(stack.rows))
            for row in reversed(stack.rows[:-1]):
                _sort(row, below, _positions(stack.rows))
            _swap(stack, above, below)
            cost = _cost(stack)
            if cost < best_cost:
                best, best_cost = [list(row) for row in stack.rows], cost
    stack.rows[:] = best


def _turned(row: list[int], start: int, r: int) -> list[int]:
    """Another order to start from: a local optimum found from one start may be avoided from another."""
    if not start:
        return list(row)
    shift = start * (r + 1) % len(row)
    turned = row[shift:] + row[:shift]
    return turned[::-1] if start % 2 else turned


def crossings(links: list[Link], position: dict[int, int]) -> int:
    """How many pairs of these links cross, the items of both rows standing at these positions."""
    seen: list[int] = []
    count = 0
    for _, lower in sorted((position[link.upper], position[link.lower]) for link in links):
        count += len(seen) - bisect_right(seen, lower)
        insort(seen, lower)
    return count


def _positions(rows: list[list[int]]) -> dict[int, int]:
    return {item: i for row in rows for i, item in enumerate(row)}


def _cost(stack: Stack) -> int:
    position = _positions(stack.rows)
    crossed = sum(crossings(links, position) for links in stack.links)
    apart = sum(abs(position[loop.source] - position[loop.target]) - 1 for loops in stack.loops for loop in loops)
    return crossed + apart


def _sort(row: list[int], neighbours: list[list[int]], position: dict[int, int]) -> None:
    """Sort the items that have neighbours by the mean position of these; the others keep their places."""
    linked = [item for item in row if neighbours[item]]
    centre = {item: sum(position[other] for other in neighbours[item]) / len(neighbours[item]) for item in linked}
    ranked = iter(sorted(linked, key=centre.__getitem__))
    row[:] = [next(ranked) if neighbours[item] else item for item in row]


def _swap(stack: Stack, above: list[list[int]], below: list[list[int]]) -> None:
    """Swap neighbours as long as this saves crossings or brings loops together."""
    position = _positions(stack.rows)
    improved = True
    while improved:
        improved = False
        for r, row in enumerate(stack.rows):
            up = {item: sorted(position[other] for other in above[item]) for item in row}
            down = {item: sorted(position[other] for other in below[item]) for item in row}
            for i in range(len(row) - 1):
                left, right = row[i], row[i + 1]
                gain = _inversions(up[left], up[right]) + _inversions(down[left], down[right])
                gain += _loop_gain(stack, r, left, right, position)
                if gain > 0:
                    row[i], row[i + 1] = right, left
                    position[left], position[right] = i + 1, i
                    improved = True


def _inversions(left: list[int], right: list[int]) -> int:
    """How many crossings fewer there are when two items, linked to these sorted positions, change places."""
    return sum(bisect_left(right, place) - (len(right) - bisect_right(right, place)) for place in left)


def _loop_gain(stack: Stack, row: int, left: int, right: int, position: dict[int, int]) -> int:
    """How many places nearer loops bring their boxes when `left` and its neighbour `right` change places."""
    gain = 0
    for loop in stack.loops[row]:
        ends = {loop.source, loop.target}
        if len(ends & {left, right}) == 1:
            other = (ends - {left, right}).pop()
            beyond = position[other] > position[right]
            gain += 1 if beyond == (left in ends) else -1
    return gain
