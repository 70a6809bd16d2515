"""From an evaluation to the assembled design: components, flows, entities, interfaces, sizing, risks."""

from engine.design.assembling import assemble
from engine.design.model import Design

__all__ = ["Design", "assemble"]
