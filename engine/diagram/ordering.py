"""The order of the items on each row: barycentre sweeps, then swaps of neighbours, for few crossings."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort

from engine.diagram.layering import Link, Stack

STARTS = 6
SWEEPS = 2


def order(stack: Stack, batch: int = 0) -> None:
    """Sort each row of the stack in place so that few links cross and boxes joined by a loop stand close.

    Another `batch` starts from other orders, so it may come to another result, no better as a rule.
    """
    given = best = [list(row) for row in stack.rows]
    best_cost = _cost(stack, stack.positions())
    for start in range(batch * STARTS, (batch + 1) * STARTS):
        stack.rows[:] = [_turned(row, start, r) for r, row in enumerate(given)]
        position = stack.positions()
        for _ in range(SWEEPS):
            if not best_cost:
                break
            for row in stack.rows[1:]:
                _sort(row, stack.above, position)
            for row in reversed(stack.rows[:-1]):
                _sort(row, stack.below, position)
            _swap(stack, position)
            cost = _cost(stack, position)
            if cost < best_cost:
                best, best_cost = [list(row) for row in stack.rows], cost
    stack.rows[:] = best


def crossings(links: list[Link], position: list[int]) -> int:
    """How many pairs of these links cross, the items of both rows standing at these positions."""
    seen: list[int] = []
    count = 0
    for _, lower in sorted([(position[link.upper], position[link.lower]) for link in links]):
        count += len(seen) - bisect_right(seen, lower)
        insort(seen, lower)
    return count


def _turned(row: list[int], start: int, r: int) -> list[int]:
    """The row in another order for each start, since one start may lead past the trap another one falls into."""
    if not start:
        return list(row)
    shift = start * (r + 1) % len(row)
    turned = row[shift:] + row[:shift]
    return turned[::-1] if start % 2 else turned


def _cost(stack: Stack, position: list[int]) -> int:
    crossed = sum(crossings(links, position) for links in stack.links)
    apart = sum(abs(position[loop.source] - position[loop.target]) - 1 for loops in stack.loops for loop in loops)
    return crossed + apart


def _sort(row: list[int], neighbours: list[list[int]], position: list[int]) -> None:
    """Sort the items that have neighbours by the mean position of these; the others keep their places."""
    centres = []
    for item in row:
        if others := neighbours[item]:
            centres.append((sum([position[other] for other in others]) / len(others), position[item], item))
    centres.sort()
    ranked = iter(centres)
    row[:] = [next(ranked)[2] if neighbours[item] else item for item in row]
    for i, item in enumerate(row):
        position[item] = i


def _swap(stack: Stack, position: list[int]) -> None:
    """Swap neighbours as long as this saves crossings or brings loops together."""
    improved = True
    while improved:
        improved = False
        for r, row in enumerate(stack.rows):
            up = [sorted([position[other] for other in stack.above[item]]) for item in row]
            down = [sorted([position[other] for other in stack.below[item]]) for item in row]
            for i in range(len(row) - 1):
                gain = _inversions(up[i], up[i + 1]) + _inversions(down[i], down[i + 1])
                if stack.loops[r]:
                    gain += _loop_gain(stack, r, row[i], row[i + 1], position)
                if gain > 0:
                    position[row[i]], position[row[i + 1]] = i + 1, i
                    row[i], row[i + 1] = row[i + 1], row[i]
                    up[i], up[i + 1] = up[i + 1], up[i]
                    down[i], down[i + 1] = down[i + 1], down[i]
                    improved = True


def _inversions(left: list[int], right: list[int]) -> int:
    """How many crossings fewer there are when two items, linked to these sorted positions, change places."""
    if not left or not right or left[-1] < right[0]:
        return -len(left) * len(right)
    return sum([bisect_left(right, place) - len(right) + bisect_right(right, place) for place in left])


def _loop_gain(stack: Stack, row: int, left: int, right: int, position: list[int]) -> int:
    """How many places nearer loops bring their boxes when `left` and its neighbour `right` change places."""
    gain = 0
    for loop in stack.loops[row]:
        ends = {loop.source, loop.target}
        if len(ends & {left, right}) == 1:
            other = (ends - {left, right}).pop()
            beyond = position[other] > position[right]
            gain += 1 if beyond == (left in ends) else -1
    return gain
