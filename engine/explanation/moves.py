"""A single thing moved: what it is, where it turns, and the words for it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from engine.explanation.axes import Axis, Step, distance, simplest
from engine.explanation.scanning import Turn
from engine.explanation.survey import Survey
from engine.inference.evaluation import Evaluation
from engine.knowledge.definitions import FactDefinition, Value
from engine.knowledge.values import shown
from engine.units import unit

_A_TIME = unit("s").dimension
_RUNS_ON = frozenset(("every", "within", "for", "after", "by", "over", "of", "from"))  # a title that its time ends
OF_A_FLAG, OF_A_CHOICE, OF_A_SET, OF_A_PIN = 2.0, 2.5, 3.0, 4.0  # how far away what has no size is taken to be


@dataclass(frozen=True, slots=True)
class Moved:
    """`fact` (or a decision that is pinned) at `value` instead of `now`.

    `threshold` is where something turns: of a number, between `value` and the last value that changes nothing;
    otherwise the word, the flag or the member that is different. `distance` is the factor from now.
    """

    fact: str
    threshold: Value
    value: Value
    now: Value
    distance: float

    def cause(self, evaluation: Evaluation) -> str:
        """`Events at peak below 20,000/s (now 52,000/s)`; `A device reports every 9 min or less (now 15 min)`."""
        knowledge = evaluation.knowledge
        if self.fact in knowledge.decisions:
            title = knowledge.decisions[self.fact].form.title
            return f"{title}: {knowledge.title(self.fact, str(self.value))} (now {evaluation.shown(self.fact)})"
        fact = knowledge.facts[self.fact]
        if isinstance(self.threshold, float) and fact.unit.dimension == _A_TIME and fact.title.split()[-1] in _RUNS_ON:
            less = "more" if self.up else "less"
            return f"{fact.title} {shown(fact, self.threshold)} or {less} (now {shown(fact, self.now)})"
        colon = "" if isinstance(self.value, float | frozenset) else ":"
        return f"{fact.title}{colon} {self._moved(fact)} (now {shown(fact, self.now)})"

    def _moved(self, fact: FactDefinition) -> str:
        if isinstance(self.threshold, float) and isinstance(self.value, float):
            return self.place(fact)
        if isinstance(self.value, frozenset):
            member = str(self.threshold)
            return f"{'including' if member in self.value else 'without'} {fact.words.get(member, member)}"
        return shown(fact, self.value)

    @property
    def up(self) -> bool | None:
        """Whether a number is raised; None of what is no number."""
        if isinstance(self.value, float) and isinstance(self.now, float | int) and not isinstance(self.now, bool):
            return self.value > self.now
        return None

    def place(self, fact: FactDefinition) -> str:
        """`above 20,000/s`, or `at 20,000/s or more` where the threshold itself is beyond the turning point already.

        `just above 20,000/s` where that is what it is today, as far as it is shown.
        """
        if isinstance(self.now, float) and shown(fact, self.threshold) == shown(fact, self.now):
            return f"just {'above' if self.up else 'below'} {shown(fact, self.threshold)}"
        if self.value == self.threshold:
            return f"at {shown(fact, self.threshold)} or {'more' if self.up else 'less'}"
        return f"{'above' if self.up else 'below'} {self._about(fact)}"

    def _about(self, fact: FactDefinition) -> str:
        """The threshold; of one that follows from sums and that nobody wrote, two digits, unless today is that near.

        It is rounded away from today, so that what is told does turn there. Money is told as it is.
        """
        exact = shown(fact, self.threshold)
        if fact.share or not isinstance(self.threshold, float) or self.distance < 1.2 or self.threshold <= 0:
            return exact
        step = 10.0 ** (math.floor(math.log10(self.threshold / fact.shown_in.factor)) - 1)
        steps = self.threshold / fact.shown_in.factor / step
        whole = round(steps) if abs(steps - round(steps)) < 1e-6 else (math.ceil if self.up else math.floor)(steps)
        near = shown(fact, whole * step * fact.shown_in.factor)
        return exact if near == exact or "$" in exact else f"about {near}"


def turned(evaluation: Evaluation, seen: Survey, row: int) -> Iterator[tuple[Moved, int]]:
    """Every turning point of a topic along every number, nearest on each side first, and every step that changes it.

    Each with the code that the topic has beyond it.
    """
    for scan in seen.scans:
        if scan.now[row] != seen.now[row]:
            continue  # stated, the value means something else than derived
        turning = scan.turning(row)
        for turn in reversed([t for t in turning if t.high <= scan.axis.now]):
            yield moved_past(evaluation, scan.axis, turn, up=False), int(turn.before[row])
        for turn in (t for t in turning if t.low >= scan.axis.now):
            yield moved_past(evaluation, scan.axis, turn, up=True), int(turn.after[row])
    for number, step in enumerate(seen.steps):
        if seen.stepped[row, number] != seen.now[row]:
            yield stepped(evaluation, step), int(seen.stepped[row, number])


def moved_past(evaluation: Evaluation, axis: Axis, turn: Turn, up: bool) -> Moved:
    value = turn.high if up else turn.low
    fact = evaluation.knowledge.facts[axis.name]
    unit = fact.shown_in.factor
    threshold = simplest(turn.low / unit, turn.high / unit) * unit
    if value in (fact.low, fact.high) or abs(threshold - value) <= 1e-12 * abs(value):
        threshold = value
    return Moved(axis.name, threshold, value, axis.now, distance(axis, threshold))


def stepped(evaluation: Evaluation, step: Step) -> Moved:
    fact = evaluation.knowledge.facts.get(step.name)
    far = OF_A_PIN if fact is None else {"flag": OF_A_FLAG, "choice": OF_A_CHOICE}.get(fact.kind, OF_A_SET)
    return Moved(step.name, step.word, step.value, evaluation.state[step.name], far)
