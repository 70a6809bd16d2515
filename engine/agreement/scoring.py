"""The comparison itself: every topic that a case lists against the category of the chosen option."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from engine.agreement.answering import Answer, answers
from engine.agreement.cases import Case, Strength
from engine.agreement.describing import described
from engine.agreement.equivalence import agree, widened
from engine.inference import Evaluation, evaluate
from engine.knowledge.definitions import Knowledge


@dataclass(frozen=True)
class Weighed:
    """One line of a ledger: a rule's points for or against an option, or that it ruled it out."""

    option: str
    points: float | None
    rule: str
    because: str

    def as_dict(self) -> dict[str, Any]:
        said = {"points": self.points} if self.points is not None else {"ruled_out": True}
        return {"option": self.option, **said, "rule": self.rule, "because": self.because}


@dataclass(frozen=True)
class Disagreement:
    """A topic on which the rules and the builders differ; `ours` is None where no decision speaks of it."""

    case: str
    topic: str
    strength: Strength
    published: tuple[str, ...]
    answer: Answer | None
    ledger: tuple[Weighed, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return {
            "case": self.case,
            "topic": self.topic,
            "strength": self.strength,
            "published": " | ".join(self.published),
            "ours": self.answer.category if self.answer else None,
            "ledger": [line.as_dict() for line in self.ledger],
        }


@dataclass(frozen=True)
class Share:
    n: int
    agree: int

    @property
    def value(self) -> float:
        return self.agree / self.n if self.n else 1.0


@dataclass(frozen=True)
class Agreement:
    """How far the rules choose what was published, with each case's tags and keys that were `ignored`."""

    cases: int
    core: Share
    all: Share
    by_topic: dict[str, Share]
    unanswered: tuple[tuple[str, str], ...]
    disagreements: tuple[Disagreement, ...]
    ignored: dict[str, tuple[str, ...]]

    def as_dict(self) -> dict[str, Any]:
        return {
            "cases": self.cases,
            "core_agreement": round(self.core.value, 4),
            "agreement": round(self.all.value, 4),
            "by_topic": {topic: {"n": s.n, "agree": s.agree} for topic, s in self.by_topic.items()},
            "unanswered": [{"case": case, "topic": topic} for case, topic in self.unanswered],
            "disagreements": [d.as_dict() for d in self.disagreements],
        }


def agreement_of(knowledge: Knowledge, cases: Iterable[Case]) -> Agreement:
    """Evaluates every case with the durable engine and compares. A topic that nothing decides is a disagreement."""
    compared: list[tuple[str, Strength, bool]] = []
    disagreements: list[Disagreement] = []
    ignored: dict[str, tuple[str, ...]] = {}
    count = 0
    for case in cases:
        count += 1
        what = described(knowledge, case)
        if what.ignored:
            ignored[case.id] = what.ignored
        differing = _differing(evaluate(knowledge, what.givens), case)
        disagreements += differing
        wrong = {d.topic for d in differing}
        compared += [(topic, entries[0].strength, topic not in wrong) for topic, entries in case.topics().items()]
    topics = sorted({topic for topic, _, _ in compared})
    return Agreement(
        cases=count,
        core=_share(right for _, strength, right in compared if strength == "core"),
        all=_share(right for _, _, right in compared),
        by_topic={topic: _share(right for name, _, right in compared if name == topic) for topic in topics},
        unanswered=tuple((d.case, d.topic) for d in disagreements if d.answer is None),
        disagreements=tuple(disagreements),
        ignored=ignored,
    )


def _share(rights: Iterable[bool]) -> Share:
    listed = list(rights)
    return Share(len(listed), sum(listed))


def _differing(evaluation: Evaluation, case: Case) -> list[Disagreement]:
    ours = answers(evaluation)
    topics = case.topics()
    our_all = {topic: frozenset({answer.category}) for topic, answer in ours.items()}
    their_all = {topic: frozenset(e.category for e in entries) for topic, entries in topics.items()}
    found = []
    for topic, entries in topics.items():
        answer = ours.get(topic)
        if answer is not None:
            our_side = widened(topic, answer.category, our_all)
            if any(agree(our_side, widened(topic, entry.category, their_all)) for entry in entries):
                continue
        published = tuple(dict.fromkeys(entry.category for entry in entries))
        ledger = _ledger(evaluation, answer.decision) if answer else ()
        found.append(Disagreement(case.id, topic, entries[0].strength, published, answer, ledger))
    return found


def _ledger(evaluation: Evaluation, decision: str) -> tuple[Weighed, ...]:
    """All that the rules said, the strongest for the choice first."""
    ledger = evaluation.ledgers[decision]
    options = sorted(ledger.tally, key=lambda option: (option != ledger.choice, -ledger.points(option)))
    lines = []
    for option in options:
        lines += [Weighed(option, e.points, e.rule.id, evaluation.because(e.rule)) for e in ledger.entries_for(option)]
        lines += [
            Weighed(option, None, e.rule.id, evaluation.text(e.why) or evaluation.because(e.rule))
            for e in ledger.exclusions_of(option)
        ]
    return tuple(lines)
