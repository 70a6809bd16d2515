"""JSON Schemas of the knowledge files for editors: generated from the models, with the names that the knowledge has.

A key that takes a name offers those of the knowledge at hand and takes any other, since an overlay may add one: whether
a name exists is for `groundplan check` to say. Files of an overlay name only what they change; theirs are `overlay/`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from engine.knowledge import models
from engine.knowledge.definitions import Knowledge

Json = dict[str, Any]
WIDTH = 160
DIALECT = "https://json-schema.org/draft/2020-12/schema"
FILES = {
    "vocabulary": "vocabulary",
    "capacity": "capacity",
    "capabilities": "capability",
    "decisions": "decision",
    "technologies": "technology",
    "presets": "preset",
}
_IDS = ("fact", "id", "name", "decision", "capacity", "capability", "technology", "preset", "title", "role", "code")
_TITLE_IS_ID = ("HardPart",)
_LISTED = ("Flow", "Metric", "Alert", "HardPart", "Role")


def schemas(knowledge: Knowledge) -> dict[str, str]:
    """The text of each schema file, by its path under `schema/`."""
    found: dict[str, str] = {}
    for kind, name in FILES.items():
        names = _Names(knowledge, bare_options=name == "decision")
        for overlay in (False, True):
            path = f"overlay/{name}.json" if overlay else f"{name}.json"
            found[path] = text_of(_schema(models.KINDS[kind], names, overlay))
    return found


def text_of(schema: Json) -> str:
    """What fits on a line stands on one: small, and readable as a diff."""
    return _laid_out(schema, 0) + "\n"


def _laid_out(value: Any, depth: int) -> str:
    line = json.dumps(value, ensure_ascii=False)
    if len(line) + depth <= WIDTH or not isinstance(value, dict | list) or not value:
        return line
    inner = "\n" + " " * (depth + 1)
    if isinstance(value, dict):
        entries = [f"{json.dumps(k, ensure_ascii=False)}: {_laid_out(v, depth + 1)}" for k, v in value.items()]
        return "{" + inner + f",{inner}".join(entries) + "\n" + " " * depth + "}"
    return "[" + inner + f",{inner}".join(_laid_out(v, depth + 1) for v in value) + "\n" + " " * depth + "]"


def outdated(folder: Path, wanted: dict[str, str]) -> list[str]:
    """The files in `folder` that are missing, differ, or are no schema of these."""
    there = {str(f.relative_to(folder)) for f in folder.rglob("*.json")} if folder.is_dir() else set()
    differing = [
        path for path, text in wanted.items() if path not in there or (folder / path).read_text("utf-8") != text
    ]
    return [*differing, *sorted(there - wanted.keys())]


def write(folder: Path, wanted: dict[str, str]) -> None:
    for path, text in wanted.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


class _Names:
    """The names that each marked key takes, with a line on each."""

    def __init__(self, knowledge: Knowledge, *, bare_options: bool) -> None:
        facts = {
            name: f"{fact.title} ({fact.unit.text})" if fact.kind == "quantity" else fact.title
            for name, fact in knowledge.facts.items()
        }
        sums = {n for n, f in knowledge.facts.items() if f.accumulates or f.kind == "set"}
        decisions = {name: d.form.title for name, d in knowledge.decisions.items()}
        components = {
            c.id: c.title or c.id for form in knowledge.capabilities.values() for c in form.components if c.id
        }
        events = (i.event for form in knowledge.capabilities.values() for i in form.interfaces if i.event)
        options = {
            f"{name}.{option}": form.title
            for name, decision in knowledge.decisions.items()
            for option, form in decision.options.items()
        }
        if bare_options:
            bare: dict[str, list[str]] = {}
            for name, decision in knowledge.decisions.items():
                for option in decision.options:
                    bare.setdefault(option, []).append(name)
            options = {option: f"of {', '.join(owners)}" for option, owners in bare.items()} | options
        self.of: dict[str, dict[str, str]] = {
            "fact": facts,
            "set_fact": {name: text for name, text in facts.items() if name not in sums or name == "capabilities"},
            "add_fact": {name: text for name, text in facts.items() if name in sums},
            "decision": decisions,
            "option": options,
            "capability": {name: form.title for name, form in knowledge.capabilities.items()},
            "technology": {name: form.title for name, form in knowledge.technologies.items()},
            "component": components,
            "role": {**{place: place for place in ("client", "edge", "gateway")}, **decisions, **components},
            "event": dict.fromkeys(events, ""),
            "store": {n: t for n, t in decisions.items() if knowledge.decisions[n].form.section == "storage"},
            "rule": {rule.id: str(rule.place.path) for rule in knowledge.rules if rule.kind == "rule"},
        }


def _schema(model: type[models.Form], names: _Names, overlay: bool) -> Json:
    raw = model.model_json_schema(by_alias=True)
    definitions = raw.pop("$defs", {})
    parts = {name: _definition(name, d, overlay) for name, d in definitions.items()}
    whole = _definition(model.__name__, raw, overlay)
    walked = _Walk(names, overlay)
    whole = walked.value(whole)
    parts = {name: walked.value(d) for name, d in parts.items()}
    parts |= walked.definitions()
    title = f"Groundplan: {model.__name__.lower()}" + (" (overlay)" if overlay else "")
    return {"$schema": DIALECT, **whole, "title": title, "$defs": parts}


def _definition(name: str, definition: Json, overlay: bool) -> Json:
    """In an overlay only what says which thing is meant is required, and things of lists can be disabled."""
    if not overlay or "properties" not in definition:
        return definition
    ids = [k for k in definition.get("required", ()) if k in _IDS and (k != "title" or name in _TITLE_IS_ID)]
    changed = {k: v for k, v in definition.items() if k != "required"}
    if ids and name not in ("Option", "Source", "Waiver"):
        changed["required"] = ids[:1]
    if name in _LISTED:
        changed["properties"] = {**changed["properties"], "disabled": {"type": "boolean"}}
    return changed


class _Walk:
    """Puts names in for marks, and takes out what says nothing to an editor."""

    def __init__(self, names: _Names, overlay: bool) -> None:
        self.names, self.overlay = names, overlay
        self.used: set[str] = set()
        self.maps: list[tuple[str, Any]] = []

    def value(self, node: Any) -> Any:
        if isinstance(node, list):
            return [self.value(item) for item in node]
        if not isinstance(node, dict):
            return node
        node = dict(node)
        properties = node.pop("properties", None)
        marked = node.pop("x-names", None)
        keys = node.pop("propertyNames", None)
        if "default" in node and not node["default"]:
            node.pop("default")
        if isinstance(node.get("anyOf"), list):
            node["anyOf"] = self.alternatives(node["anyOf"])
            if len(node["anyOf"]) == 1:
                node = {**node.pop("anyOf")[0], **node}
                marked = marked or node.pop("x-names", None)
        result = {key: self.value(item) for key, item in node.items()}
        if "patternProperties" in result:
            result.setdefault("additionalProperties", False)
        if isinstance(keys, dict) and "x-names" in keys:
            return self.named_keys(result, str(keys["x-names"]))
        if marked is not None:
            self.used.add(marked)
            result.pop("type", None)
            result["$ref"] = f"#/$defs/{marked}_name"
        if properties is not None:
            result["properties"] = {name: self.value(item) for name, item in properties.items()}
        return result

    def alternatives(self, found: list[Any]) -> list[Any]:
        """Without `null`, which only an overlay writes, to take something away; without what is said twice."""
        flat: list[Any] = []
        for item in found:
            inner = item.get("anyOf") if isinstance(item, dict) and set(item) == {"anyOf"} else None
            flat.extend(self.alternatives(inner) if inner is not None else [item])
        unique = [item for n, item in enumerate(flat) if item not in flat[:n]]
        return [item for item in unique if self.overlay or item != {"type": "null"}]

    def named_keys(self, result: Json, of: str) -> Json:
        """A map by name: each name is a property with a line on it, so that editors complete and explain it."""
        values = result.pop("additionalProperties", {})
        if self.overlay:
            values = {"anyOf": [values, {"type": "null"}]}
        if (of, values) not in self.maps:
            self.maps.append((of, values))
        result["$ref"] = f"#/$defs/{of}_map_{self.maps.index((of, values))}"
        return result

    def definitions(self) -> Json:
        """The maps and lists of names that were met."""
        found: Json = {}
        for number, (of, values) in enumerate(self.maps):
            value = {"$ref": f"#/$defs/{of}_value_{number}"}
            found[f"{of}_value_{number}"] = values
            found[f"{of}_map_{number}"] = {
                "properties": {
                    name: {**value, "description": text} if text else value
                    for name, text in sorted(self.names.of[of].items())
                },
                "additionalProperties": value,
            }
        for name in sorted(self.used):
            found[f"{name}_name"] = {"anyOf": [{"enum": sorted(self.names.of[name])}, {"type": "string"}]}
        return found
