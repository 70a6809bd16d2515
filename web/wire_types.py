"""Writes the page's TypeScript types from the models of the wire: `python -m web.wire_types`.

With `--check` it writes nothing and exits 1 when the committed file is not up to date.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from web.protocol import CLIENT_MESSAGE, SERVER_EVENT

TARGET = Path(__file__).parent / "client" / "src" / "wire.ts"
HEADER = "// Written by `python -m web.wire_types` from web/protocol.py: do not edit.\n"
PRIMITIVES = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}

Schema = dict[str, Any]


def wire_types() -> str:
    """The whole file. What the page sends may leave out fields with a default; what it receives is always complete."""
    parts = [
        *_declarations("ClientMessage", CLIENT_MESSAGE, "validation"),
        *_declarations("ServerEvent", SERVER_EVENT, "serialization"),
    ]
    return "\n".join([HEADER, *dict.fromkeys(parts)])


def _declarations(name: str, adapter: TypeAdapter[Any], mode: JsonSchemaMode) -> Iterator[str]:
    schema = adapter.json_schema(mode=mode)
    for title, definition in schema["$defs"].items():
        yield _interface(title, definition, complete=mode == "serialization")
    yield f"export type {name} = {_type(schema)};\n"


def _interface(name: str, schema: Schema, *, complete: bool) -> str:
    required = set(schema.get("required", ()))
    lines = [*_comment(schema, ""), f"export interface {name} {{"]
    for field, inner in schema.get("properties", {}).items():
        optional = "" if complete or field in required or "const" in inner else "?"
        lines += [*_comment(inner, "  "), f"  {field}{optional}: {_type(inner)};"]
    return "\n".join([*lines, "}", ""])


def _comment(schema: Schema, indent: str) -> list[str]:
    words = " ".join(schema.get("description", "").split())
    return [f"{indent}/** {words} */"] if words else []


def _type(schema: Schema) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return " | ".join(json.dumps(value) for value in schema["enum"])
    for union in ("oneOf", "anyOf"):
        if union in schema:
            return " | ".join(dict.fromkeys(_type(inner) for inner in schema[union]))
    if schema.get("type") == "array":
        inner = _type(schema["items"])
        return f"({inner})[]" if " | " in inner else f"{inner}[]"
    if schema.get("type") == "object":
        return f"Record<string, {_type(schema['additionalProperties'])}>"
    try:
        return PRIMITIVES[schema["type"]]
    except KeyError:
        raise ValueError(f"web.wire_types knows no TypeScript for {schema}") from None


def main(arguments: list[str]) -> int:
    text = wire_types()
    if "--check" not in arguments:
        TARGET.write_text(text, encoding="utf-8")
        return 0
    if TARGET.exists() and TARGET.read_text(encoding="utf-8") == text:
        return 0
    print(f"{TARGET}: not up to date with web/protocol.py: run python -m web.wire_types", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
