"""Benchmarks: `make bench`. Ratios in one run, saved as JSON."""
