"""Decisions: evidence, ledgers and the choice. The simplest design that fits wins."""

from engine.decisions.ledger import Entry, Exclusion, Ledger, Standing, Testimony, settle, testimony

__all__ = ["Entry", "Exclusion", "Ledger", "Standing", "Testimony", "settle", "testimony"]
