"""Pydantic's complaints in the words of a rule writer, with the place in the file."""

from __future__ import annotations

import functools

from pydantic import ValidationError

from engine.findings import Finding
from engine.knowledge.models import Form
from engine.loading.positions import MAX_FINDINGS, Document
from engine.suggesting import did_you_mean


def findings_of(error: ValidationError, document: Document) -> list[Finding]:
    """One finding for each mistake; a value that fits no form of several is reported once."""
    seen: dict[tuple[str | int, ...], Finding] = {}
    keys = {part for path in document.marks for part in path}
    for detail in error.errors(include_url=False, include_context=False):
        if len(seen) >= MAX_FINDINGS:
            break
        kind, key = detail["type"], str(detail["loc"][-1])
        known = keys | {detail["loc"][-1]} if kind == "missing" else keys
        path = tuple(part for part in detail["loc"] if part in known)  # pydantic names the members of unions too
        if kind == "extra_forbidden":
            finding = document.finding("unknown-key", path, f"'{key}' is no key here", _key_fix(key))
        elif kind == "missing":
            finding = document.finding("missing-key", path, f"'{key}' is missing", f"add {key}: ...")
        elif kind == "string_pattern_mismatch":
            finding = document.finding(
                "name", path, f"{detail['input']!r} is no name", "lower-case letters, digits and _ (in rule ids -)"
            )
        else:
            shown = repr(detail["input"])[:60]
            finding = document.finding("shape", path, f"{shown}: {detail['msg'][0].lower()}{detail['msg'][1:]}")
        seen.setdefault(path, finding)
    return list(seen.values())


@functools.cache
def _known_keys() -> tuple[str, ...]:
    return tuple(sorted({i.alias or f for form in Form.__subclasses__() for f, i in form.model_fields.items()}))


def _key_fix(key: str) -> str:
    if " " in key:
        return "in braces, put text that holds a comma in double quotes"
    return did_you_mean(key, _known_keys(), "see docs/rule-language.md for the keys", cutoff=0.7)
