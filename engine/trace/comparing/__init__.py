"""Two traces side by side: what differs, and which difference caused which.

For every choice that differs the way is walked back: the evidence that differs, the rules that fired in one trace only,
the conditions that held in one only, the facts behind them, down to what was given, a pin, or an edit of the knowledge.
"""

from engine.trace.comparing.comparison import Cause, Comparison
from engine.trace.comparing.differences import compare
from engine.trace.comparing.telling import told

__all__ = ["Cause", "Comparison", "compare", "told"]
