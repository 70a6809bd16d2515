"""Schema examples that run: each entity of a design, written for the engine that keeps it.

`schema` does it for a design, `statement` for one entity in any store; one module here for each engine.
"""

from engine.design.schema.statement import Kept, Setting, Statement
from engine.design.schema.table import read_table
from engine.design.schema.writing import kept, schema, statement

__all__ = ["Kept", "Setting", "Statement", "kept", "read_table", "schema", "statement"]
