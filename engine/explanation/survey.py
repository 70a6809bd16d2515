"""The survey of a case: every number moved over its range, every word through its others, and what turns with it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.explanation.axes import Step, axes, steps
from engine.explanation.scanning import Scan, Topics, scan
from engine.inference.columnar import evaluate_columns
from engine.inference.evaluation import Evaluation
from engine.knowledge.definitions import CannotHold, Knowledge


@dataclass(frozen=True, slots=True)
class Survey:
    """`scans` of numbers; `stepped` holds the codes of all topics after each step: shape (topics, steps)."""

    topics: Topics
    scans: tuple[Scan, ...]
    steps: tuple[Step, ...]
    stepped: npt.NDArray[np.int16]
    now: npt.NDArray[np.int16]


def topics_of(knowledge: Knowledge) -> Topics:
    """All decisions, and all that may be in trouble: decisions without an option, pins that are ruled out, facts that
    cannot all hold."""
    troubles = [f"{trouble}:{d}" for trouble in ("unsatisfiable", "barred") for d in knowledge.decisions]
    troubles += [r.id for r in knowledge.rules if r.counts and any(isinstance(e, CannotHold) for e in r.effects)]
    return Topics(tuple(knowledge.decisions), tuple(troubles))


def survey(evaluation: Evaluation) -> Survey:
    """Worked out at the first call for an evaluation, and kept with it."""
    made: Survey | None = evaluation.memo.get("survey")
    if made is None:
        made = evaluation.memo["survey"] = _survey(evaluation)
    return made


def _survey(evaluation: Evaluation) -> Survey:
    knowledge, givens = evaluation.knowledge, evaluation.givens
    topics = topics_of(knowledge)
    scans = scan(knowledge, givens, axes(evaluation), topics)
    moves = steps(evaluation)
    columns = evaluate_columns(knowledge, givens, [{}, *(step.move for step in moves)])
    codes = topics.codes(columns)
    return Survey(topics, scans, moves, codes[:, 1:], codes[:, 0])
