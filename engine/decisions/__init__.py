"""Decisions: evidence, ledgers and the choice. The simplest design that fits wins."""

from engine.decisions.ledger import Entry, Exclusion, Heard, Ledger, Standing, heard_from, settle

__all__ = ["Entry", "Exclusion", "Heard", "Ledger", "Standing", "heard_from", "settle"]
