"""Agreement: how often the rules choose what the builders of real systems published that they chose."""

from engine.agreement.cases import Case, CaseFile, Entry, read_cases
from engine.agreement.scoring import Agreement, Disagreement, agreement_of

__all__ = ["Agreement", "Case", "CaseFile", "Disagreement", "Entry", "agreement_of", "read_cases"]
