"""Groundplan's engine: from text and knowledge to a system design. Imports nothing of `web`.

The rooms, by the way of the data:

    loading → expressions, units → strata → inference → decisions → design → diagram, document
    reading → interview                                    └→ explanation, trace
"""

__version__ = "0.1.0"
