"""The JSON record of an evaluation: enough to audit every step, to replay it, and to compare two of them."""

from engine.trace.reading import givens_of, read_trace
from engine.trace.recording import trace, trace_text

__all__ = ["givens_of", "read_trace", "trace", "trace_text"]
