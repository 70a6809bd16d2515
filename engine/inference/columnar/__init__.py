"""Many evaluations at once: one column a case, each fact an array over the columns, or one value where all agree.

For what moves one case in many ways (flip points, scale curves, smallest changes, the worth of questions): it gives
choices and values, without provenance. That a column is what `evaluate` gives for its case is shown by
tests/engine/inference/test_columnar.py.
"""

from engine.inference.columnar.running import Columns, Move, evaluate_columns

__all__ = ["Columns", "Move", "evaluate_columns"]
