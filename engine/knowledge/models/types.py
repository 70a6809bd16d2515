"""What the forms are made of: texts, conditions, and names that an editor can complete."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import BeforeValidator, Field, GetJsonSchemaHandler, StringConstraints
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema


@dataclass(frozen=True)
class Names:
    """Marks a text as the name of something, so that an editor can complete it; `loading.schemas` knows the names."""

    of: str

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(core), "x-names": self.of}


@dataclass(frozen=True)
class Also:
    """Marks a value for which files may also write another JSON type, which is converted on reading."""

    types: tuple[str, ...]

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [handler(core), *({"type": name} for name in self.types)]}


Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
RuleId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,79}$")]
Text = Annotated[
    str,
    BeforeValidator(lambda v: str(v) if isinstance(v, int | float) and not isinstance(v, bool) else v),
    Also(("number",)),
]
Scalar = str | bool | int | float
Status = Literal["draft", "stable", "deprecated"]
FactName = Annotated[str, Names("fact")]
RoleName = Annotated[str, Names("role")]
EventName = Annotated[str, Names("event")]
ComponentName = Annotated[str, Names("component")]
DecisionName = Annotated[str, Names("decision")]
OptionName = Annotated[str, Names("option")]
CapabilityName = Annotated[Identifier, Names("capability")]
TechnologyName = Annotated[str, Names("technology")]
RuleName = Annotated[str, Names("rule")]
StoreName = Annotated[str, Names("store")]
Disabled = Annotated[bool, Field(description="In an overlay: takes away what an earlier folder has under the same id.")]
When = Annotated[
    str | None,
    Field(
        description="Condition: comparisons joined by and, or, not. An unknown fact satisfies none.",
        examples=["peak_events > 20k/s and event_consumers >= 2", "feed in capabilities", "hosting == on_prem"],
    ),
]
Because = Annotated[
    Text | None,
    Field(description="Why, for the reader of the design; facts in braces are shown with their unit: {peak_events}."),
]
Section = Literal[
    "goals",
    "architecture",
    "components",
    "storage",
    "apis",
    "scalability",
    "security",
    "observability",
    "delivery",
    "infrastructure",
    "tradeoffs",
]
SECTIONS: tuple[Section, ...] = get_args(Section)
SECTION_TITLES: dict[Section, str] = {
    "goals": "Problem definition & goals",
    "architecture": "High-level architecture",
    "components": "Component design",
    "storage": "Data modelling & storage",
    "apis": "APIs & communication",
    "scalability": "Scalability & performance",
    "security": "Security",
    "observability": "Observability & monitoring",
    "delivery": "Testing & CI/CD",
    "infrastructure": "Infrastructure & deployment",
    "tradeoffs": "Trade-offs & alternatives",
}
Layer = Literal["client", "edge", "gateway", "service", "async", "data"]
LAYERS: tuple[str, ...] = get_args(Layer)


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Item = TypeVar("Item")
OneOrMore = Annotated[list[Item], BeforeValidator(_as_list), Also(("string",))]
Texts = OneOrMore[Text]
FactValues = dict[FactName, Scalar | list[Scalar]]
