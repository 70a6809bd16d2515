"""What a capability keeps."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from engine.knowledge.models.form import Form
from engine.knowledge.models.types import FactName, Names, Scalar, StoreName, Text, Texts, When


class Exclusion(Form):
    """No two rows with equal values may overlap in time."""

    equal: str
    overlaps: Annotated[list[str], Field(min_length=2, max_length=2)]
    where: str | None = None


class Entity(Form):
    """Something the capability keeps."""

    note: Text = ""
    when: When = None
    key: str | list[str] = Field(
        description="Field, or list of fields: the first is the partition key where the store has one"
    )
    fields: dict[str, str] = Field(
        description="Type of each field: id, text(500), time, list(id), a question mark for optional"
    )
    index: list[list[str] | str] = Field(default=[], description="Further access paths, each a list of fields")
    unique: list[list[str] | str] = []
    checks: Texts = []
    exclude: Exclusion | None = None
    store: StoreName = Field(default="primary_store", description="Role that keeps it")
    partition: str | list[str] | None = Field(default=None, description="Field that it is sharded by")
    owner: Annotated[str, Names("capability")] | None = Field(
        default=None, description="Capability that describes it where both are in use"
    )
    written: FactName | None = Field(default=None, description="Fact: writes a second")
    read: FactName | None = Field(default=None, description="Fact: reads a second")
    size: Scalar | None = Field(default=None, description="Of one row, such as 1 kB")
    kept: Text = Field(default="forever", description="How long")
    rebuilt_from: Text | None = Field(default=None, description="What it can be rebuilt from, if it is a copy")

    @property
    def keys(self) -> list[str]:
        return [self.key] if isinstance(self.key, str) else self.key
