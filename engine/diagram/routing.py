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
    """A net and its wires: one, or several of which each meets the next, lower down, in a column of its own."""

    net: Net
    wires: list[Wire]


_Rules = dict[tuple[int, int], int]
"""How many tracks wire i must run above wire j at least, by (i, j)."""


def route(nets: list[Net], first: int, last: int) -> list[Route]:
    """Find tracks for the nets of one channel, with few crossings and few tracks.

    Where nets stand in each other's way in a ring, one of them takes a detour by another column in `first` to `last`.

    Raises:
        TooTight: no column parts the ring.
    """
    wires = [Wire(net.edge, net.a.x, net.a.upper, net.b.x, net.b.upper) for net in nets]
    straight = [wire for wire in wires if wire.a == wire.b]
    bent = [wire for wire in wires if wire.a != wire.b]
    barred = {wire.a + i for wire in straight for i in (-1, 0, 1)}
    free = [x for x in range(first, last + 1) if x not in barred]
    while ring := _ring(bent):
        bent = _detour(bent, ring, free)
    by_edge: dict[int, list[Wire]] = {wire.edge: [wire] for wire in straight}
    for wire, track in zip(bent, _tracks(bent), strict=True):
        by_edge.setdefault(wire.edge, []).append(wire._replace(track=track))
    return [Route(net, by_edge[net.edge]) for net in nets]


def _rules(wires: list[Wire]) -> _Rules:
    """Wires with a line from above run above those with a line down in the same column, or in the next one."""
    down: dict[int, list[int]] = {}
    for j, wire in enumerate(wires):
        for x, up in ((wire.a, wire.a_up), (wire.b, wire.b_up)):
            if not up:
                down.setdefault(x, []).append(j)
    rules: _Rules = {}
    for i, wire in enumerate(wires):
        for x, up in ((wire.a, wire.a_up), (wire.b, wire.b_up)):
            for shift in (-1, 0, 1) if up else ():
                for j in down.get(x + shift, ()):
                    if j == i - 1 and wires[j].edge == wire.edge and not shift:
                        rules[j, i] = 2  # the two parts of a detour, which do meet
                    elif i != j:
                        rules[i, j] = max(rules.get((i, j), 0), 2 - abs(shift))
    return rules


def _ring(wires: list[Wire]) -> set[int]:
    """The wires on rings of wires each of which must run above the next, and those in between; empty if all is well."""
    rules = list(_rules(wires))
    while True:
        above, below = {i for i, _ in rules}, {j for _, j in rules}
        kept = [(i, j) for i, j in rules if i in below and j in above]
        if len(kept) == len(rules):
            return above
        rules = kept


def _detour(wires: list[Wire], ring: set[int], free: list[int]) -> list[Wire]:
    """The wires with one of them taking a detour, so that fewer are left in rings."""
    for i in sorted(ring, key=lambda i: (abs(wires[i].a - wires[i].b), i)):
        wire = wires[i]
        if wire.a_up and not wire.b_up:
            for x in sorted(free, key=lambda x: (abs(2 * x - wire.a - wire.b), x)):
                if min(abs(x - wire.a), abs(x - wire.b)) > 1:
                    parts = [wire._replace(b=x, b_up=False), wire._replace(a=x, a_up=True)]
                    changed = wires[:i] + parts + wires[i + 1 :]
                    if len(_ring(changed)) < len(ring):
                        return changed
    raise TooTight


def _meet(one: Wire, two: Wire) -> bool:
    """Whether the two, on one track, would have no blank between them."""
    return min(one.a, one.b) <= max(two.a, two.b) + 1 and min(two.a, two.b) <= max(one.a, one.b) + 1


def _crossings(one: Wire, two: Wire) -> int:
    """How often the two cross when `one` runs above `two`."""
    low, high = min(one.a, one.b), max(one.a, one.b)
    count = (two.a_up and low < two.a < high) + (two.b_up and low < two.b < high)
    low, high = min(two.a, two.b), max(two.a, two.b)
    return count + (not one.a_up and low < one.a < high) + (not one.b_up and low < one.b < high)


def _tracks(wires: list[Wire]) -> list[int]:
    """A track for each wire: an order with few crossings from top to bottom, then for each the highest track free."""
    rules = _rules(wires)
    count = len(wires)
    waits = [0] * count  # for how many wires that must run above
    for _, j in rules:
        waits[j] += 1
    meets = [[j for j in range(count) if j != i and _meet(wires[i], wires[j])] for i in range(count)]
    excess: list[dict[int, int]] = [{} for _ in wires]  # crossings more when i runs above j than when below
    for i in range(count):
        for j in meets[i]:
            if j < i:
                excess[i][j] = _crossings(wires[i], wires[j]) - _crossings(wires[j], wires[i])
                excess[j][i] = -excess[i][j]
    cost = [sum(row.values()) for row in excess]
    tracks = [0] * count
    left = list(range(count))
    while left:
        best = min((i for i in left if not waits[i]), key=cost.__getitem__)
        left.remove(best)
        tracks[best] = 1 + max((tracks[j] for j in meets[best]), default=0)
        for (i, j), gap in rules.items():
            if j == best:
                tracks[best] = max(tracks[best], tracks[i] + gap)
            elif i == best:
                waits[j] -= 1
        for j in meets[best]:
            cost[j] -= excess[j][best]
    return tracks
