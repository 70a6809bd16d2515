"""Technologies with their limits and prices."""

from __future__ import annotations

from pydantic import Field

from engine.knowledge.models.form import Form, Source, Waiver
from engine.knowledge.models.types import Identifier, Scalar, Text


class Constant(Form):
    """A limit or a price: one number with where it comes from."""

    value: Scalar = Field(description="Such as 5k/s or 420 USD/month")
    unit: str | None = None
    low: Scalar | None = Field(default=None, description="Lowest value that is plausible")
    high: Scalar | None = Field(default=None, description="Highest value that is plausible")
    as_of: Text | None = Field(default=None, description="Day for which the value holds")
    source: Source | None = None
    note: Text | None = Field(default=None, description="Under which conditions")
    title: Text | None = None
    waive: list[Waiver] = []


class Technology(Form):
    """Limits and unit prices of one technology or service."""

    technology: Identifier
    title: Text
    category: str | None = None
    limits: dict[Identifier, Constant] = {}
    prices: dict[Identifier, Constant] = {}
