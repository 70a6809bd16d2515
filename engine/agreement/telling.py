"""An agreement in words: a table by topic, then the disagreements with our reasons."""

from __future__ import annotations

import io
from collections.abc import Mapping

from rich.console import Console
from rich.table import Table

from engine.agreement.scoring import Agreement, Disagreement, Weighed
from engine.knowledge.definitions import Knowledge

WIDTH = 120
REASONS = 3  # for our choice, and again for what speaks against the best other


def told(knowledge: Knowledge, agreement: Agreement) -> str:
    """For a terminal, or a file."""
    console = Console(file=io.StringIO(), width=WIDTH, color_system=None, highlight=False)
    console.print(
        f"{agreement.cases} cases: {agreement.core.agree} of {agreement.core.n} core decisions agree "
        f"({agreement.core.value:.1%}), {agreement.all.agree} of {agreement.all.n} in all ({agreement.all.value:.1%})"
    )
    console.print(_table(agreement))
    if agreement.disagreements:
        console.print("Disagreements\n")
    for disagreement in agreement.disagreements:
        console.print("\n".join(_words(knowledge, disagreement)), markup=False, soft_wrap=True)
        console.print()
    return console.file.getvalue().rstrip() + "\n"  # type: ignore[attr-defined,no-any-return]


def remarks(ignored: Mapping[str, tuple[str, ...]]) -> list[str]:
    """What was not taken of each case."""
    return [f"{case}: ignored {'; '.join(reasons)}" for case, reasons in ignored.items()]


def _table(agreement: Agreement) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("topic")
    for name in ("cases", "agree", "share"):
        table.add_column(name, justify="right")
    for topic, share in agreement.by_topic.items():
        table.add_row(topic, str(share.n), str(share.agree), f"{share.value:.0%}")
    return table


def _words(knowledge: Knowledge, found: Disagreement) -> list[str]:
    published = " or ".join(found.published)
    head = f"{found.case}, {found.topic} ({found.strength}): published {published}, "
    if found.answer is None:
        return [head + "ours undecided"]
    title = knowledge.title(found.answer.decision, found.answer.option)
    lines = [head + f"ours {found.answer.category} ({title})"]
    own = [line for line in found.ledger if line.option == found.answer.option and (line.points or 0) > 0]
    lines += [f"  {_line(line)}" for line in own[:REASONS]] or ["  nothing speaks for another, and it is the simplest"]
    others = [line for line in found.ledger if line.option != found.answer.option and (line.points or 0) <= 0]
    lines += [f"  {line.option}: {_line(line)}" for line in others[:REASONS]]
    return lines


def _line(line: Weighed) -> str:
    return f"{'out' if line.points is None else format(line.points, '+g')} {line.because} [{line.rule}]"
