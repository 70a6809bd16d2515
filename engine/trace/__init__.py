"""The JSON record of an evaluation: enough to audit every step, to replay it, and to compare two of them."""

from engine.trace.reading import givens_of, read_trace
from engine.trace.recording import Trace, dumped, trace, trace_text

__all__ = ["Trace", "dumped", "givens_of", "read_trace", "trace", "trace_text"]
