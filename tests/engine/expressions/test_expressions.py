"""Conditions and formulas: what they mean, and how wrong ones are explained."""

from __future__ import annotations

from typing import Any

import pytest

from engine.expressions import ExpressionError, Symbol, Symbols, compile_condition, compile_formula
from engine.units import unit

RATE, BYTES = unit("1/s").dimension, unit("B").dimension
SYMBOLS = Symbols(
    [
        Symbol("events", "quantity", RATE),
        Symbol("consumers", "quantity"),
        Symbol("data", "quantity", BYTES),
        Symbol("limit", "quantity", RATE),
        Symbol("consistency", "choice", words=frozenset({"strong", "eventual"})),
        Symbol("capabilities", "set", words=frozenset({"feed", "chat"})),
        Symbol("offline", "flag"),
        Symbol("kafka.max", "quantity", RATE, constant=True),
    ]
)
STATE: dict[str, Any] = {
    "events": 100.0,
    "consumers": 2.0,
    "limit": 50.0,
    "consistency": "strong",
    "capabilities": frozenset({"feed"}),
    "offline": False,
    "kafka.max": 30.0,
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("events > 20/s and consumers >= 2", True),
        ("events > 20/s and consumers > 2", False),
        ("events > limit", True),
        ("20 < consumers or events == 100/s", True),
        ("consistency == strong", True),
        ("consistency in [eventual]", False),
        ("consistency not in [eventual]", True),
        ("not (consistency == strong or events > 20/s)", False),
        ("feed in capabilities and chat not in capabilities", True),
        ("not offline", True),
        ("offline", False),
        ("known(events)", True),
        ("known(data)", False),
        ("given.events > 1/s", False),
        ("kafka.max < 31/s", True),
    ],
)
def test_conditions(text: str, expected: bool) -> None:
    assert compile_condition(text, SYMBOLS).holds(STATE) is expected


@pytest.mark.parametrize(
    "text", ["data > 1 TB", "not (data > 1 TB)", "data <= 1 TB", "data != 1 TB", "data > 1 TB or data <= 1 TB"]
)
def test_an_unknown_fact_satisfies_no_comparison_nor_its_negation(text: str) -> None:
    assert not compile_condition(text, SYMBOLS).holds(STATE)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("events * 0.4 + 5/s", 45),
        ("ceil(events / kafka.max) + 1", 5),
        ("if(consistency == strong, 3, 2) * consumers", 6),
        ("max(consumers, 7)", 7),
        ("events * 1 day / 2", 4_320_000),
        ("count(capabilities)", 1),
        ("sqrt(consumers * 8)", 4),
        ("(1 + consumers) ^ 2", 9),
    ],
)
def test_formulas(text: str, value: float) -> None:
    assert compile_formula(text, SYMBOLS)(STATE) == pytest.approx(value)


@pytest.mark.parametrize("text", ["events / (consumers - 2)", "data * 2", "log2(consumers - 2)"])
def test_a_formula_without_an_answer_is_unknown_not_an_error(text: str) -> None:
    assert compile_formula(text, SYMBOLS)(STATE) is None


@pytest.mark.parametrize(
    ("text", "at", "message", "fix"),
    [
        ("event > 3/s", 0, "unknown name 'event'", "did you mean events?"),
        ("events > 3", 9, "3 is a plain number", "give 3 a unit"),
        ("events = 3/s", 7, "'=' is no comparison", "write =="),
        ("chat in capabilitys", 8, "unknown name", "did you mean capabilities?"),
        ("consistency == stron", 15, "no value of consistency", "did you mean strong?"),
        ("events * 2 > 3/s", 0, "arithmetic stands in a condition", "derive a named fact"),
        ("events > 3/s and", 16, "ends too early", "complete it"),
        ("not known(data)", 10, "'not known' cannot be asked", "default"),
        ("events", 0, "not a flag", "compare it"),
    ],
)
def test_a_wrong_condition_says_where_and_what_instead(text: str, at: int, message: str, fix: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        compile_condition(text, SYMBOLS)
    assert caught.value.at == at
    assert message in caught.value.message
    assert fix in caught.value.fix


@pytest.mark.parametrize(
    "text", ["data + events", "min(data, events)", "log2(data)", "if(offline, data, events)", "2 ^ data"]
)
def test_dimensions_are_checked(text: str) -> None:
    with pytest.raises(ExpressionError):
        compile_formula(text, SYMBOLS)


def test_a_condition_with_too_many_parts_is_refused() -> None:
    wide = " and ".join(f"(events > {n}/s or consumers > {n})" for n in range(9))
    with pytest.raises(ExpressionError, match="alternatives"):
        compile_condition(wide, SYMBOLS)
    with pytest.raises(ExpressionError, match="nests too deep"):
        compile_condition("(" * 70 + "offline" + ")" * 70, SYMBOLS)
