"""What a knowledge base is made of: the shape of its files, its compiled form, and the values of facts."""

from engine.knowledge.definitions import Knowledge, Value

__all__ = ["Knowledge", "Value"]
