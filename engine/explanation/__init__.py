"""Why, why not, and when it would change its mind: views on an evaluation that never touch inference."""

from engine.explanation.arithmetic import in_numbers
from engine.explanation.flips import Flip, flips

__all__ = ["Flip", "flips", "in_numbers"]
