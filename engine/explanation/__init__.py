"""Why, why not, and when it would change its mind: views on an evaluation."""

from engine.explanation.arithmetic import in_numbers
from engine.explanation.changes import Change, changes_to
from engine.explanation.conflicts import Conflict, conflicts
from engine.explanation.flips import Flip, Nearest, flips, robustness, telling_flips

__all__ = [
    "Change",
    "Conflict",
    "Flip",
    "Nearest",
    "changes_to",
    "conflicts",
    "flips",
    "in_numbers",
    "robustness",
    "telling_flips",
]
