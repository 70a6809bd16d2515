"""The decisions of a design over the size of the system, as the page draws them."""

from __future__ import annotations

import math

from engine.explanation.scaling import Stretch, counted, lanes, people_at, reach
from engine.inference import Evaluation
from engine.texts import lower_first
from web import protocol as wire

APART = 0.3  # decades between the first or last tick and its neighbour, so that their words have room
SHARES = {-3: "1/1000", -2: "1/100", -1: "1/10", 0: "today", 1: "10 times", 2: "100 times", 3: "1000 times"}


def scaled(design: str, evaluation: Evaluation) -> wire.Scaled:
    """Each decision's stretches within the sizes that make sense, by how near their nearest change is to today."""
    first, last = reach(evaluation)
    drawn = [_lane(evaluation, name, stretches, first, last) for name, stretches in lanes(evaluation).items()]
    return wire.Scaled(
        design=design,
        counted=_counted(evaluation),
        now=_size(evaluation, 1.0),
        ticks=[wire.TickView(factor=at, text=_size(evaluation, at)) for at in _ticks(first, last)],
        lanes=sorted(drawn, key=_distance),
    )


def _lane(
    evaluation: Evaluation, name: str, stretches: tuple[Stretch, ...], first: float, last: float
) -> wire.LaneView:
    decision = evaluation.knowledge.decisions[name]
    ledger = evaluation.ledgers.get(name)
    views = []
    for stretch in stretches:
        low, high = max(stretch.low, first), min(stretch.high, last)
        if low >= high:
            continue
        views.append(
            wire.StretchView(
                low=low,
                high=high,
                low_text=_size(evaluation, low),
                high_text=_size(evaluation, high),
                option=stretch.option,
                title=evaluation.knowledge.title(name, stretch.option) if stretch.option else "not needed",
                now=stretch.low <= 1 < stretch.high,
            )
        )
    return wire.LaneView(
        decision=name, title=decision.form.title, pinned=ledger is not None and ledger.pinned, stretches=views
    )


def _distance(lane: wire.LaneView) -> float:
    """Decades from today to the nearest change; infinite without one."""
    return min((abs(math.log10(stretch.low)) for stretch in lane.stretches[1:]), default=math.inf)


def _ticks(first: float, last: float) -> list[float]:
    """Each tenfold of today's size, and both ends where they are not too near to one."""
    decades = [10.0**n for n in SHARES]
    inner = [at for at in decades if (math.log10(at / first) >= APART and math.log10(last / at) >= APART) or at == 1]
    return sorted({first, *inner, last})


def _counted(evaluation: Evaluation) -> str:
    if not _is_counted(evaluation):
        return ""
    return lower_first(evaluation.knowledge.facts[counted(evaluation)].title)


def _size(evaluation: Evaluation, factor: float) -> str:
    """How many people or devices; where none are counted, the share of today's size."""
    if _is_counted(evaluation):
        return people_at(evaluation, factor)
    decades = math.log10(factor)
    if abs(decades - round(decades)) < 1e-9:
        return SHARES[round(decades)]
    return f"{factor:.3g} times"


def _is_counted(evaluation: Evaluation) -> bool:
    return evaluation.number(counted(evaluation)) > 0
