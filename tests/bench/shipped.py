"""What an interaction costs on the shipped knowledge, for the Netflix preset."""

from __future__ import annotations

from engine.design import assemble
from engine.document import sections
from engine.explanation.axes import axes
from engine.explanation.flips import flips
from engine.explanation.scaling import scale_shift
from engine.explanation.scanning import Topics, scan
from engine.inference import Givens, evaluate
from engine.inference.columnar import evaluate_columns
from engine.knowledge import Knowledge
from tests.bench.measuring import median_ms, megabytes
from tests.bench.networks import both

SWEPT = [1e3 * 1.012**n for n in range(1_000)]
"""Daily users from a thousand to 150 million."""

ONE_BY_ONE = "1,000 values of one input, counting, one by one"
BY_COLUMNS = "the same by columns, which is what a sweep runs"


def shipped(knowledge: Knowledge, givens: Givens) -> dict[str, float]:
    """Milliseconds by what was done."""
    rows = {f"evaluate, {name}": value for name, value in both(knowledge, givens, 200).items()}
    evaluation = evaluate(knowledge, givens)
    rows |= swept(knowledge, givens)
    rows |= explained(knowledge, givens)
    rows["assemble, with the flips"] = median_ms(10, lambda: assemble(evaluate(knowledge, givens)))
    design = assemble(evaluation)
    list(sections(design))
    rows["eleven sections"] = median_ms(10, lambda: list(sections(design)))
    rows["from facts to the first section"] = median_ms(
        10, lambda: next(iter(sections(assemble(evaluate(knowledge, givens)))))
    )
    rows["from facts to the last section"] = median_ms(
        10, lambda: list(sections(assemble(evaluate(knowledge, givens))))
    )
    before = megabytes()
    for n in range(10_000):
        evaluate(knowledge, givens.with_value("daily_active_users", SWEPT[n % 1_000]), "counting")
    rows["memory grown over 10,000 evaluations, MB"] = megabytes() - before
    return rows


def swept(knowledge: Knowledge, givens: Givens) -> dict[str, float]:
    """A thousand values of one input: one evaluation at a time, and at once, as `groundplan sweep` and the page do."""

    def one_by_one() -> None:
        for value in SWEPT:
            evaluate(knowledge, givens.with_value("daily_active_users", value), "counting")

    (users,) = [axis for axis in axes(evaluate(knowledge, givens)) if axis.name == "daily_active_users"]
    moves = [users.move(value) for value in SWEPT]
    return {
        ONE_BY_ONE: median_ms(3, one_by_one),
        BY_COLUMNS: median_ms(5, lambda: evaluate_columns(knowledge, givens, moves)),
    }


def explained(knowledge: Knowledge, givens: Givens) -> dict[str, float]:
    """Flip points and scale shift, by columns and, for scale, by durable-rules alone, one evaluation at a time."""

    def every_flip() -> None:
        evaluation = evaluate(knowledge, givens, "counting")
        for decision in evaluation.ledgers:
            flips(evaluation, decision)

    evaluation = evaluate(knowledge, givens)
    inputs = [axis for axis in axes(evaluation) if knowledge.facts[axis.name].form.input]
    (users,) = [axis for axis in inputs if axis.name == "daily_active_users"]
    topics = Topics(tuple(knowledge.decisions))
    moves = [users.move(value) for value in users.points]
    return {
        "numeric inputs": float(len(inputs)),
        "flips of all decisions over all numeric inputs": median_ms(5, lambda: scan(knowledge, givens, inputs, topics)),
        "the same with derived numbers, choices and pins": median_ms(5, every_flip),
        f"{len(moves)} points of one input, columns": median_ms(5, lambda: evaluate_columns(knowledge, givens, moves)),
        f"{len(moves)} points of one input, durable-rules": median_ms(
            3, lambda: [evaluate(knowledge, givens.with_value(users.name, value)) for value in users.points]
        ),
        "scale shift": median_ms(10, lambda: scale_shift(evaluate(knowledge, givens, "counting"))),
    }
