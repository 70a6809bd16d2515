"""Moves that turn bent links into straight ones, then centre boxes as far as straight links allow."""

from __future__ import annotations

from engine.diagram.layout import Layout, Tie

ROUNDS = 2


def straighten(layout: Layout) -> None:
    """Move boxes and lanes, and what stands in their way, as long as this leaves fewer links bent."""
    for _ in range(ROUNDS):
        for box in range(layout.stack.boxes):
            _move_box(layout, box)
        for edge in layout.stack.chains:
            _move_lanes(layout, edge)
    rows = layout.stack.rows
    for box in [item for row in reversed(rows) for item in row if layout.stack.is_box(item)]:
        _centre(layout, box, layout.down[box])
    for box in [item for row in rows for item in row if layout.stack.is_box(item)]:
        if not layout.down[box]:
            _centre(layout, box, layout.up[box])


def _move_box(layout: Layout, box: int) -> None:
    """Move the box to where one more of its links is straight."""
    here = layout.left[box]
    choices = set()
    for tie in layout.up[box] + layout.down[box]:
        there = layout.left[tie.other]
        choices.add(min(max(here, there + tie.first), there + tie.last))
    for x in sorted(choices - {here}, key=lambda x: (abs(x - here), x)):
        if _try(layout, {box: x}):
            return


def _move_lanes(layout: Layout, edge: int) -> None:
    """Move all lanes of the edge into one column, alone or with the box at an end of the edge."""
    left = layout.left
    chain = layout.stack.chains[edge]
    lanes = chain[1:-1]
    choices = {left[lane] for lane in lanes}
    for low, high in layout.chain_ends(edge):
        choices |= {min(max(left[lane], low), high) for lane in lanes}
    for x in sorted(choices):
        moves = dict.fromkeys(lanes, x)
        if _try(layout, moves):
            continue
        for box, upper in ((chain[0], False), (chain[-1], True)):
            low, high = layout.rails[box, upper].reach(edge)
            beside = min(max(left[box], x - high), x - low)
            if beside != left[box] and _try(layout, moves | {box: beside}):
                break


def _centre(layout: Layout, box: int, ties: list[Tie]) -> None:
    """Move the box towards the middle of these ties, bending no straight link and pushing nothing."""
    if not ties:
        return
    here = layout.left[box]
    low, high = layout.slack(box)
    for tie in layout.up[box] + layout.down[box]:
        there = layout.left[tie.other]
        if tie.is_straight(here, there):
            low, high = max(low, there + tie.first), min(high, there + tie.last)
    middle = sum(layout.left[tie.other] + tie.centred for tie in ties) / len(ties)
    layout.left[box] = min(max(int(middle + 0.5), low), high)


def _try(layout: Layout, moves: dict[int, int]) -> bool:
    """Move items, at most one of a row, to these columns and push others aside, if fewer links are bent then."""
    new = dict(moves)
    for item, x in moves.items():
        if x != layout.left[item] and not _push(layout, item, x, new):
            return False
    bent_now = bent_then = 0
    for item, x in new.items():
        here = layout.left[item]
        ties = layout.up[item] + [tie for tie in layout.down[item] if tie.other not in new]
        for tie in ties:
            there = layout.left[tie.other]
            bent_now += not tie.is_straight(here, there)
            bent_then += not tie.is_straight(x, new.get(tie.other, there))
    if bent_then >= bent_now:
        return False
    for item, x in new.items():
        layout.left[item] = x
    return True


def _push(layout: Layout, item: int, x: int, new: dict[int, int]) -> bool:
    """Add to `new` where the neighbours go when the item moves to x; False if the row has no room for that."""
    r = layout.stack.row_of[item]
    row, steps, i = layout.stack.rows[r], layout.steps[r], layout.position[item]
    at = x
    for k in range(i - 1, -1, -1):
        at -= steps[k + 1]
        if layout.left[row[k]] <= at:
            break
        new[row[k]] = at
    at = x
    for k in range(i + 1, len(row)):
        at += steps[k]
        if layout.left[row[k]] >= at:
            break
        new[row[k]] = at
    first, last = row[0], row[-1]
    return (
        new.get(first, layout.left[first]) >= layout.first
        and new.get(last, layout.left[last]) + layout.width[last] - 1 <= layout.last
    )
