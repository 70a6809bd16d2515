"""Writes the trace: `sections` puts together what the other modules write of facts, rules and decisions."""

from engine.trace.recording.sections import EVALUATED, FORMAT, Trace, trace, trace_text
from engine.trace.recording.writing import dumped

__all__ = ["EVALUATED", "FORMAT", "Trace", "dumped", "trace", "trace_text"]
