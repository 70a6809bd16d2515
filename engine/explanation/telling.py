"""Why and why not, in plain words, from a trace alone: an auditor needs no knowledge base at hand."""

from __future__ import annotations

from typing import Any

from engine.findings import InputError
from engine.suggesting import did_you_mean


def why_from_trace(record: dict[str, Any], decision: str, other: str | None = None) -> str:
    """The reasons behind a decision, or against an option of it, with the rules' files and lines.

    Raises InputError for a decision or an option that the trace does not have, and for a trace with parts missing.
    """
    try:
        return _told(record, decision, other)
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(f"the trace is not complete: {error}") from None


def _told(record: dict[str, Any], decision: str, other: str | None) -> str:
    ledgers = record["ledgers"]
    if decision not in ledgers:
        hint = did_you_mean(decision, ledgers, f"one of {', '.join(ledgers)}", cutoff=0.5)
        raise InputError(f"the trace decides no '{decision}': {hint}")
    ledger = ledgers[decision]
    places = {f["rule"]: f"{f['place']['path']}:{f['place']['line']}" for f in record["firings"]}
    options = [s["option"] for s in ledger["standings"]]
    if other is not None and other not in options:
        raise InputError(f"'{other}' is no option of {decision}: one of {', '.join(options)}")
    subject = other or ledger["choice"]
    points = {s["option"]: s["points"] for s in ledger["standings"]}
    lines = [f"{decision}: {ledger['choice']}" + (" (your own choice)" if ledger.get("pinned") else "")]
    lines.append("  points: " + ", ".join(f"{o} {points[o]:+g}" for o in options))
    if other is not None and other == ledger["choice"]:
        lines.append(f"  {other} was chosen:")
    elif other is not None:
        lines.append(f"  against {other}:" if points[other] < points[ledger["choice"]] else f"  on {other}:")
    for out in ledger.get("ruled_out", []):
        if out["option"] == subject:
            lines.append(f"  ruled out: {out['why']}  [{out['rule']}, {places.get(out['rule'], '?')}]")
    evidence = [e for e in ledger["evidence"] if e["option"] == subject]
    for entry in sorted(evidence, key=lambda e: -abs(e["points"])):
        lines.append(f"  {entry['points']:+g}  {entry['because']}  [{entry['rule']}, {places.get(entry['rule'], '?')}]")
    if not evidence and subject == ledger["choice"]:
        lines.append("  nothing in this case asks for more, and it is listed as the simplest")
    elif not evidence:
        lines.append(f"  no rule speaks for or against {subject} in this case")
    if other is not None and other != ledger["choice"]:
        lines.append(f"  for {ledger['choice']}:")
        for entry in ledger["evidence"]:
            if entry["option"] == ledger["choice"]:
                place = places.get(entry["rule"], "?")
                lines.append(f"  {entry['points']:+g}  {entry['because']}  [{entry['rule']}, {place}]")
    return "\n".join(lines)
