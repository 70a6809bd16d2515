"""From facts to an evaluation: which rules fire, what follows, what is chosen."""

from engine.inference.evaluating import evaluate
from engine.inference.evaluation import Evaluation, FactValue, Firing, Problem
from engine.inference.given import Given, Givens

__all__ = ["Evaluation", "FactValue", "Firing", "Given", "Givens", "Problem", "evaluate"]
