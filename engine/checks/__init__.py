"""Checks on a whole knowledge base, beyond what loading refuses. `groundplan check` runs them all.

A check is a small class that documents itself: docs/checks.md is made from `CHECKS`.
"""

from __future__ import annotations

from engine.checks.check import Check
from engine.checks.coverage import Coverage, coverage
from engine.checks.running import CHECKS, check, inspect

__all__ = ["CHECKS", "Check", "Coverage", "check", "coverage", "inspect"]
