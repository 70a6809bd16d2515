"""Checks on the waivers themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engine.checks.base import Base
from engine.checks.check import Check, Remark
from engine.findings import Severity
from engine.suggesting import did_you_mean


class WrongWaivers(Check):
    code = "waiver"
    severity: ClassVar[Severity] = "error"
    title = "A waiver that cannot be"
    explains = "It names a code that does not exist, or an error: what is surely wrong cannot be waived."
    fix = "see docs/checks.md for the codes"

    def remarks(self, base: Base) -> Iterator[Remark]:
        for waiver in base.waivers.found:
            path = (*waiver.path, "code")
            if waiver.code not in base.severities:
                fix = did_you_mean(waiver.code, sorted(base.severities))
                yield Remark(waiver.part, path, f"there is no finding '{waiver.code}'", fix)
            elif base.severities[waiver.code] == "error":
                message = f"'{waiver.code}' is an error and cannot be waived"
                yield Remark(waiver.part, path, message, "correct what it says")


class IdleWaivers(Check):
    """Runs last: which waivers were needed is known when every other check has run."""

    code = "idle-waiver"
    title = "A waiver that covers nothing"
    explains = "What it was for is not found any more. Left there, it would hide the next finding of that code."
    fix = "remove it"

    def remarks(self, base: Base) -> Iterator[Remark]:
        for waiver in base.waivers.idle:
            if base.severities.get(waiver.code, "error") != "error":
                yield Remark(waiver.part, waiver.path, f"the waiver of '{waiver.code}' covers nothing")
