"""Tracks: the rows on which the lines of one channel run sideways."""

from __future__ import annotations

from typing import NamedTuple

from engine.diagram.placing import Net, TooTight


class Wire(NamedTuple):
    """A part of a net with at most one sideways run: from column `a` to column `b` on `track`.

    `a_up` and `b_up` tell whether the line goes up from that end of the run (else down). `track` counts from 1 under the
    upper boxes; a straight wire has `a == b` and track 0.
    """

    net: Net
    a: int
    a_up: bool
    b: int
    b_up: bool
    track: int = 0


def route(nets: list[Net], first: int, last: int) -> tuple[list[list[Wire]], int]:
    """Give each net its wires (one, or two that meet in a free column), and tell the number of tracks.

    Raises:
        TooTight: no free column is left to part nets that stand in each other's way.
    """
    straight = [net for net in nets if net.a.x == net.b.x]
    bent = [[Wire(net, net.a.x, net.a.upper, net.b.x, net.b.upper)] for net in nets if net.a.x != net.b.x]
    wires = [wire for parts in bent for wire in parts]
    used = [x for net in nets for x in (net.a.x, net.b.x)]
    while True:
        order = _order(wires)
        if order is not None:
            break
        stuck = _stuck(wires)
        wire = wires[stuck]
        spare = _spare(wire, used, first, last)
        used.append(spare)
        wires[stuck : stuck + 1] = [
            wire._replace(b=spare, b_up=False),
            wire._replace(a=spare, a_up=True),
        ]
    tracks = _levels(wires, order)
    result = [[Wire(net, net.a.x, True, net.b.x, False)] for net in straight]
    by_edge: dict[int, list[Wire]] = {}
    for wire, track in zip(wires, tracks, strict=True):
        by_edge.setdefault(wire.net.edge, []).append(wire._replace(track=track))
    return result + list(by_edge.values()), max(tracks, default=0)


def _gap(one: Wire, two: Wire) -> int:
    """How many tracks `two` must stay below `one` (0: need not)."""
    gap = 0
    if one.net.edge == two.net.edge:
        return 2 if one.b == two.a else 0
    for x, up in ((one.a, one.a_up), (one.b, one.b_up)):
        for y, also in ((two.a, two.a_up), (two.b, two.b_up)):
            if up and not also and abs(x - y) <= 1:
                gap = max(gap, 2 if x == y else 1)
    return gap


def _overlap(one: Wire, two: Wire) -> bool:
    return min(one.a, one.b) <= max(two.a, two.b) + 1 and min(two.a, two.b) <= max(one.a, one.b) + 1


def _crossings(one: Wire, two: Wire) -> int:
    """How often the two cross when `one` runs above `two`."""
    low, high = sorted((one.a, one.b))
    count = sum(low < x < high for x, up in ((two.a, two.a_up), (two.b, two.b_up)) if up)
    low, high = sorted((two.a, two.b))
    return count + sum(low < x < high for x, up in ((one.a, one.a_up), (one.b, one.b_up)) if not up)


def _order(wires: list[Wire]) -> list[int] | None:
    """Wires from top to bottom with few crossings; None when some must be both above and below others."""
    count = len(wires)
    waits = [sum(_gap(two, one) > 0 for two in wires if two is not one) for one in wires]
    cost = [
        sum(
            _crossings(one, two) - _crossings(two, one) for two in wires if two is not one and _overlap(one, two)
        )
        for one in wires
    ]
    order: list[int] = []
    left = set(range(count))
    while left:
        ready = [i for i in left if not waits[i]]
        if not ready:
            return None
        best = min(ready, key=lambda i: (cost[i], i))
        left.remove(best)
        order.append(best)
        for i in left:
            waits[i] -= _gap(wires[best], wires[i]) > 0
            if _overlap(wires[i], wires[best]):
                cost[i] -= _crossings(wires[i], wires[best]) - _crossings(wires[best], wires[i])
    return order


def _stuck(wires: list[Wire]) -> int:
    """A wire on a ring of wires each of which must run above the next."""
    left = set(range(len(wires)))
    while True:
        free = {i for i in left if not any(_gap(wires[j], wires[i]) for j in left if j != i)}
        free |= {i for i in left if not any(_gap(wires[i], wires[j]) for j in left if j != i)}
        if not free:
            return min(left, key=lambda i: (wires[i].a_up == wires[i].b_up, abs(wires[i].a - wires[i].b), i))
        left -= free


def _spare(wire: Wire, used: list[int], first: int, last: int) -> int:
    """The free column nearest to the wire's run."""
    low, high = sorted((wire.a, wire.b))
    free = [x for x in range(first, last + 1) if all(abs(x - other) > 1 for other in used)]
    if not free or wire.a_up == wire.b_up:
        raise TooTight(-1)
    return min(free, key=lambda x: (max(low - x, 0, x - high), abs(2 * x - low - high), x))


def _levels(wires: list[Wire], order: list[int]) -> list[int]:
    tracks = [0] * len(wires)
    for k, i in enumerate(order):
        track = 1
        for j in order[:k]:
            gap = max(_gap(wires[j], wires[i]), 1 if _overlap(wires[j], wires[i]) else 0)
            if gap:
                track = max(track, tracks[j] + gap)
        tracks[i] = track
    return tracks
