"""Why, why not and when not any more, in plain words, from a trace alone: an auditor needs no knowledge at hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.explanation.reasons import reasons_for
from engine.findings import InputError
from engine.suggesting import did_you_mean

FLIPS = 5


def why_from_trace(record: Mapping[str, Any], name: str, other: str | None = None, depth: int | None = None) -> str:
    """The tree of reasons behind a decision, fact or component; with `other`, what keeps that option from being chosen.

    Raises InputError for a name or an option that the trace does not have, and for a trace with parts missing.
    """
    try:
        if other is not None:
            return "\n".join(_why_not(record, name, other))
        lines = [*reasons_for(record, name).lines(depth)]
        if name in record["ledgers"]:
            lines += _would_change(record, name)
        return "\n".join(lines)
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(f"the trace is not complete: {error}") from None


def decided(record: Mapping[str, Any], decision: str) -> Mapping[str, Any]:
    """The ledger of a decision of the trace. Raises InputError where it is none."""
    ledgers: Mapping[str, Mapping[str, Any]] = record["ledgers"]
    if decision not in ledgers:
        hint = did_you_mean(decision, ledgers, f"one of {', '.join(ledgers)}", cutoff=0.5)
        raise InputError(f"the trace decides no '{decision}': {hint}")
    return ledgers[decision]


def _would_change(record: Mapping[str, Any], decision: str) -> list[str]:
    flips = record["flips"].get(decision, ())
    if not flips:
        return ["", "No single input, moved anywhere in its range, changes it."]
    more = len(flips) - FLIPS
    lines = ["", "It would change with any one of:", *(f"  {flip['text']}" for flip in flips[:FLIPS])]
    return [*lines, f"  and {more} more (groundplan flips)"] if more > 0 else lines


def _why_not(record: Mapping[str, Any], decision: str, other: str) -> list[str]:
    ledger = decided(record, decision)
    standings = {s["option"]: s for s in ledger["standings"]}
    if other not in standings:
        raise InputError(f"'{other}' is no option of {decision}: one of {', '.join(standings)}")
    places = {f["rule"]: f"{f['place']['path']}:{f['place']['line']}" for f in record["firings"]}
    points = {option: s["points"] for option, s in standings.items()}
    title, choice = standings[other]["title"], standings[ledger["choice"]]["title"]
    if other == ledger["choice"]:
        lines = [f"{ledger['title']}: {title} is the choice{', your own' if ledger.get('pinned') else ''}"]
    else:
        lines = [f"{ledger['title']}: not {title} ({points[other]:+g}), but {choice} ({points[ledger['choice']]:+g})"]
    for out in ledger.get("ruled_out", []):
        if out["option"] == other:
            lines.append(f"  ruled out: {out['why']}  [{out['rule']}, {places.get(out['rule'], '?')}]")
    for option, lead in ((other, f"on {title}:"), (ledger["choice"], f"for {choice}:")):
        evidence = [e for e in ledger["evidence"] if e["option"] == option]
        silent = f"no rule speaks for or against {standings[option]['title']}"
        lines.append(f"  {lead if evidence else silent}")
        for e in sorted(evidence, key=lambda e: -abs(e["points"])):
            lines.append(f"  {e['points']:+g}  {e['because']}  [{e['rule']}, {places.get(e['rule'], '?')}]")
        if other == ledger["choice"]:
            return lines
    to_it = [flip["text"] for flip in record["flips"].get(decision, ()) if flip["becomes"] == other]
    if to_it:
        lines += [f"  {title} would be chosen with any one of:", *(f"    {text}" for text in to_it[:FLIPS])]
    else:
        lines.append(f"  no single input, moved anywhere in its range, brings in {title}")
    return lines
