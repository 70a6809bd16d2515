"""Mutated knowledge files must give a knowledge base or findings: never a traceback, never a hang."""
