"""`make check-documents`: writes the document of every preset and checks its numbers, sums and code blocks."""

from __future__ import annotations

import sys

from engine.design import assemble
from engine.document.checking import check_document
from engine.document.rendering import render
from engine.inference import evaluate
from engine.inference.given import givens_from
from engine.loading import load


def main() -> int:
    """Prints each finding under its preset; 1 if there is any."""
    knowledge = load()
    wrong = 0
    for name in sorted(knowledge.presets):
        document = render(assemble(evaluate(knowledge, givens_from(knowledge, {}, preset=name))))
        findings = check_document(document)
        wrong += len(findings)
        print(f"{name}: {len(document.splitlines()):,} lines, {len(findings)} findings")
        for finding in findings:
            print(f"  {finding}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
