"""Where an atom holds, over columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.expressions import Atom, Condition
from engine.expressions.atoms import OPERATORS
from engine.inference.columnar.values import Mask, Members, Words, both, either, known, negated

State = Mapping[str, Any]


def holds(atom: Atom, state: State) -> Mask:
    """Where `atom` is true; unknown is not true."""
    value = state.get(atom.key)
    if value is None:
        return False
    match atom.test:
        case "number":
            return _compared(atom.operator, value, atom.operand)
        case "facts":
            other = state.get(atom.operand)
            return False if other is None else _compared(atom.operator, value, other)
        case "known":
            return known(value)
        case "member":
            if not isinstance(value, Members):
                return (atom.operand in value) == (atom.operator == "==")
            inside = value.has(atom.operand)
            return both(inside if atom.operator == "==" else negated(inside), value.there)
        case "flag":
            return value.among(frozenset([atom.operand])) if isinstance(value, Words) else bool(value == atom.operand)
        case "word":
            if not isinstance(value, Words):
                return (value in atom.operand) == (atom.operator == "==")
            inside = value.among(atom.operand)
            return inside if atom.operator == "==" else both(negated(inside), value.known())


def _compared(sign: str, left: Any, right: Any) -> Mask:
    answer: Any = OPERATORS[sign](left, right)
    if isinstance(answer, np.ndarray):
        return both(both(answer, known(left)), known(right)) if sign == "!=" else answer
    return bool(answer)


def condition_holds(condition: Condition, state: State) -> Mask:
    """Where one of the condition's alternatives holds."""
    found: Mask = False
    for atoms in condition.alternatives:
        every: Mask = True
        for atom in atoms:
            every = both(every, holds(atom, state))
            if every is False:
                break
        found = either(found, every)
        if found is True:
            break
    return found
