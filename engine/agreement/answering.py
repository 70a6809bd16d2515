"""What a design answers to the topics of published comparisons."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.inference.evaluation import Evaluation


@dataclass(frozen=True)
class Answer:
    """The category of the option that `decision` chose; `beside` is what other decisions say of the same topic."""

    decision: str
    option: str
    category: str
    beside: frozenset[str] = frozenset()


def answers(evaluation: Evaluation) -> dict[str, Answer]:
    """The answer to each topic that a decision of this design speaks of.

    A decision speaks of its own topic, and its options of further ones (`also`). Where several decisions speak of one
    topic, the one with a `topic_when` that holds goes first, then the topic's own decision; what the others say is
    beside it (the platform is Kubernetes, and whose machines it runs on is another decision: a cloud's).
    """
    found: dict[str, list[tuple[int, Answer]]] = {}
    for name, choice in evaluation.choices.items():
        decision = evaluation.knowledge.decisions[name]
        if decision.speaks is not None and not decision.speaks.holds(evaluation.state):
            continue
        option = decision.options[choice]
        own = {} if decision.form.topic is None else {decision.form.topic: option.category}
        for topic, category in {**own, **option.also}.items():
            rank = 0 if decision.speaks is not None else 1 if topic == decision.form.topic else 2
            found.setdefault(topic, []).append((rank, Answer(name, choice, category)))
    return {topic: _first(said) for topic, said in found.items()}


def _first(said: list[tuple[int, Answer]]) -> Answer:
    ordered = sorted(said, key=lambda ranked: ranked[0])
    beside = frozenset(answer.category for rank, answer in ordered[1:] if rank == 2)
    return replace(ordered[0][1], beside=beside)
