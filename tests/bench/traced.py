"""What the trace costs beside what it records. Each round has numbers of users never seen, so no text is ready."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.design import Design, assemble
from engine.document import render
from engine.inference import Evaluation, Givens, evaluate
from engine.inference.given import givens_from
from engine.knowledge import Knowledge
from engine.trace import Trace, trace_text
from engine.trace.recording import EVALUATED
from tests.bench.measuring import Call, in_turn, milliseconds
from tests.bench.networks import cold

BAR = 1.5


@dataclass(frozen=True)
class Traced:
    """Milliseconds of something without the trace and with it."""

    what: str
    off: float
    on: float

    @property
    def ratio(self) -> float:
        return self.on / self.off


def traced(knowledge: Knowledge, givens: Givens) -> Iterator[Traced]:
    """The trace on and off, in each meaning that this can have, from what a person waits for to the strictest."""

    def users(number: int) -> Givens:
        return givens.with_value("daily_active_users", 2e6 * 1.07 ** (number + 2))

    def designed(number: int) -> tuple[Evaluation, Design]:
        evaluation = cold(knowledge, users(number))
        return evaluation, assemble(evaluation)

    def document_traced(number: int) -> None:
        evaluation, design = designed(number)
        trace_text(evaluation, render(design), design.title)

    def designs(number: int) -> tuple[Call, ...]:
        return (
            lambda: render(designed(number)[1]),
            lambda: document_traced(number),
            lambda: designed(number),
            lambda: trace_text(designed(number)[0]),
        )

    def evaluations(number: int) -> tuple[Call, ...]:
        return (
            lambda: cold(knowledge, users(number)),
            lambda: Trace(cold(knowledge, users(number))).text(EVALUATED),
            lambda: evaluate(knowledge, users(number)),
            lambda: Trace(evaluate(knowledge, users(number))).text(EVALUATED),
        )

    document, document_on, design, design_on = in_turn(12, designs)
    yield Traced("a design with its document, and the whole trace", document, document_on)
    yield Traced("evaluate and assemble, and the whole trace", design, design_on)
    first, first_on, again, again_on = in_turn(60, evaluations)
    yield Traced("evaluate, atoms never seen, and its record", first, first_on)
    yield Traced("evaluate, the same atoms again, and its record", again, again_on)
    other, other_on = in_turn(len(knowledge.presets) - 1, lambda number: others(knowledge, number + 1))
    yield Traced("evaluate, another system each time, and its record", other, other_on)


def others(knowledge: Knowledge, number: int) -> tuple[Call, ...]:
    """Cases of which the record before had hardly anything."""
    givens = givens_from(knowledge, {}, None, list(knowledge.presets)[number])
    return (lambda: cold(knowledge, givens), lambda: Trace(cold(knowledge, givens)).text(EVALUATED))


def first_trace(knowledge: Knowledge, givens: Givens) -> float:
    """Milliseconds of the first trace by a knowledge base, for which all that stands in it is written."""
    evaluation = evaluate(knowledge, givens)
    for made in ("trace-standing", "trace-kept", "trace-texts"):
        knowledge.memo.pop(made, None)
    return milliseconds(lambda: Trace(evaluation).text(EVALUATED))


def recorded(knowledge: Knowledge, givens: Givens) -> int:
    """Bytes of the record."""
    return len(Trace(evaluate(knowledge, givens)).text(EVALUATED).encode())
