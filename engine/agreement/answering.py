"""What a design answers to the topics of published comparisons."""

from __future__ import annotations

from dataclasses import dataclass

from engine.inference.evaluation import Evaluation


@dataclass(frozen=True)
class Answer:
    """The category of the option that `decision` chose."""

    decision: str
    option: str
    category: str


def answers(evaluation: Evaluation) -> dict[str, Answer]:
    """The answer to each topic that a decision of this design speaks of.

    A decision speaks of its own topic, and its options of further ones (`also`). Where several decisions speak of one
    topic, the one with a `topic_when` that holds goes first, then the topic's own decision; a topic has one answer.
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
    return {topic: min(said, key=lambda ranked: ranked[0])[1] for topic, said in found.items()}
