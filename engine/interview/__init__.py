"""The interview: facts from a conversation, and the few questions whose answers would change the design."""

from engine.interview.changing import WELCOME, generate, pin, restart, set_fact, skip, unset_fact
from engine.interview.dialogue import Dialogue, givens, start
from engine.interview.hearing import hear
from engine.interview.panel import facts_shown
from engine.interview.questions import next_question
from engine.interview.turns import Question, Reply, Shown, Turn

__all__ = [
    "WELCOME",
    "Dialogue",
    "Question",
    "Reply",
    "Shown",
    "Turn",
    "facts_shown",
    "generate",
    "givens",
    "hear",
    "next_question",
    "pin",
    "restart",
    "set_fact",
    "skip",
    "start",
    "unset_fact",
]
