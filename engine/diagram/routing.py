"""Tracks: the rows of a channel on which its lines run sideways, one line a track wherever two would meet."""

from __future__ import annotations

from typing import NamedTuple

from engine.diagram.placing import Net
from engine.diagram.spacing import TooTight


class Wire(NamedTuple):
    """A part of a net with one sideways run at most: from column `a` to column `b` on `track`.

    `a_up` and `b_up` tell whether the line goes up from that end of the run (else down). Tracks count from 1 downwards;
    a straight wire has `a == b` and track 0.
    """

    edge: int
    a: int
    a_up: bool
    b: int
    b_up: bool
    track: int = 0


class Route(NamedTuple):
    """A net and its wires: one, or two that meet in a column of their own."""

    net: Net
    wires: list[Wire]


def route(nets: list[Net], first: int, last: int) -> list[Route]:
    """Find tracks for the nets of one channel, with few crossings and few tracks.

    Where nets stand in each other's way in a ring, one of them takes a detour by a free column in `first` to `last`.

    Raises:
        TooTight: there is no free column.
    """
    wires = [Wire(net.edge, net.a.x, net.a.upper, net.b.x, net.b.upper) for net in nets]
    straight = [wire for wire in wires if wire.a == wire.b]
    bent = [wire for wire in wires if wire.a != wire.b]
    used = [x for wire in wires for x in (wire.a, wire.b)]
    while (order := _order(bent)) is None:
        stuck = _stuck(bent)
        spare = _spare(bent[stuck], used, first, last)
        used.append(spare)
        bent[stuck : stuck + 1] = [bent[stuck]._replace(b=spare, b_up=False), bent[stuck]._replace(a=spare, a_up=True)]
    by_edge: dict[int, list[Wire]] = {wire.edge: [wire] for wire in straight}
    for wire, track in zip(bent, _tracks(bent, order), strict=True):
        by_edge.setdefault(wire.edge, []).append(wire._replace(track=track))
    return [Route(net, by_edge[net.edge]) for net in nets]


def _gap(one: Wire, two: Wire) -> int:
    """How many tracks `two` must stay below `one` (0: it need not), where one's line from above stands over two's."""
    if one.edge == two.edge:
        return 2 if one.b == two.a else 0
    gap = 0
    for x, up in ((one.a, one.a_up), (one.b, one.b_up)):
        if up:
            for y, also_up in ((two.a, two.a_up), (two.b, two.b_up)):
                if not also_up and abs(x - y) <= 1:
                    gap = max(gap, 2 - abs(x - y))
    return gap


def _meet(one: Wire, two: Wire) -> bool:
    """Whether the two, on one track, would have no blank between them."""
    return min(one.a, one.b) <= max(two.a, two.b) + 1 and min(two.a, two.b) <= max(one.a, one.b) + 1


def _crossings(one: Wire, two: Wire) -> int:
    """How often the two cross when `one` runs above `two`."""
    low, high = min(one.a, one.b), max(one.a, one.b)
    count = (two.a_up and low < two.a < high) + (two.b_up and low < two.b < high)
    low, high = min(two.a, two.b), max(two.a, two.b)
    return count + (not one.a_up and low < one.a < high) + (not one.b_up and low < one.b < high)


def _order(wires: list[Wire]) -> list[int] | None:
    """Wires from top to bottom with few crossings; None when some would have to be both above and below others."""
    count = len(wires)
    under: list[list[int]] = [[] for _ in wires]  # who must run below
    waits = [0] * count  # for how many that must run above
    excess = [[0] * count for _ in wires]  # crossings more when i runs above j than when below
    for i, one in enumerate(wires):
        for j in range(i):
            two = wires[j]
            for above, below in ((i, j), (j, i)):
                if _gap(wires[above], wires[below]):
                    under[above].append(below)
                    waits[below] += 1
            if _meet(one, two):
                excess[i][j] = _crossings(one, two) - _crossings(two, one)
                excess[j][i] = -excess[i][j]
    cost = [sum(row) for row in excess]
    order: list[int] = []
    left = list(range(count))
    while left:
        ready = [i for i in left if not waits[i]]
        if not ready:
            return None
        best = min(ready, key=cost.__getitem__)
        left.remove(best)
        order.append(best)
        for i in under[best]:
            waits[i] -= 1
        for i in left:
            cost[i] -= excess[i][best]
    return order


def _stuck(wires: list[Wire]) -> int:
    """A wire, best a short one, on a ring of wires each of which must run above the next."""
    left = set(range(len(wires)))
    while True:
        loose = {i for i in left if not any(_gap(wires[j], wires[i]) for j in left)}
        loose |= {i for i in left if not any(_gap(wires[i], wires[j]) for j in left)}
        if not loose:
            return min(left, key=lambda i: (wires[i].a_up == wires[i].b_up, abs(wires[i].a - wires[i].b), i))
        left -= loose


def _spare(wire: Wire, used: list[int], first: int, last: int) -> int:
    """The free column nearest to the middle of the wire's run."""
    free = [x for x in range(first, last + 1) if all(abs(x - other) > 1 for other in used)]
    if not free or wire.a_up == wire.b_up:
        raise TooTight
    return min(free, key=lambda x: (abs(2 * x - wire.a - wire.b), x))


def _tracks(wires: list[Wire], order: list[int]) -> list[int]:
    """The highest track for each wire below all that come before it in the order and would meet it."""
    tracks = [0] * len(wires)
    for k, i in enumerate(order):
        track = 1
        for j in order[:k]:
            gap = _gap(wires[j], wires[i]) or _meet(wires[j], wires[i])
            if gap:
                track = max(track, tracks[j] + gap)
        tracks[i] = track
    return tracks
