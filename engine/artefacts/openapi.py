"""The HTTP interfaces as OpenAPI 3.1: every call with its parameters, bodies, errors and who may make it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from engine.artefacts.case import Case
from engine.artefacts.json_schemas import Schema, Shapes, accepts, of_example
from engine.artefacts.yaml_text import yaml_text
from engine.design.model import Call
from engine.design.words import filled_value
from engine.texts import capitalised, sentence

VERSION = "3.1.0"
KEY = "6f1c0b7e-41d2-4c7a-9a55-0e6f2b8d1c3a"
REQUIRED = frozenset({"q", "from", "to", "lat", "lon", "metric", "variants", "user_ids"})
"""Parameters without which a list or a search has no meaning; every other narrows it down."""
_VARIABLE = re.compile(r"\{(\w+)\}")
_WORD = re.compile(r"[A-Za-z0-9]+")
_NUMBER = re.compile(r"-?\d+(\.\d+)?\Z")
_BINARY = {"mvt": "application/vnd.mapbox-vector-tile"}
ERROR: Schema = {
    "type": "object",
    "required": ["error"],
    "properties": {"error": {"type": "string", "description": "a word that code can test"}},
}


class OpenApi:
    """The description of one design's calls."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.evaluation = case.design.evaluation
        self.shapes: dict[str, Shapes] = {}

    def text(self) -> str:
        design = self.case.design
        return yaml_text(self.document(), f"{design.title}: {len(design.calls)} calls, as in section 5 of the design.")

    def document(self) -> dict[str, Any]:
        case, design = self.case, self.case.design
        used = {call.capability for call in design.calls}
        document: dict[str, Any] = {
            "openapi": VERSION,
            "info": {
                "title": design.title,
                "version": "1.0.0",
                "summary": f"{case.shown('peak_requests')} at peak, p99 {case.shown('latency_p99')}",
                "description": f"The system lets {design.summary}." if design.summary else design.title,
            },
            "servers": [{"url": "https://api.example", "description": "production"}],
            "tags": [{"name": c.title} for c in design.capabilities if c.title in used],
            "paths": self.paths(),
            "components": self.components(),
        }
        return document

    def paths(self) -> dict[str, Any]:
        """Calls by path. Paths that differ only in how they name their variables are one, named as in the first."""
        found: dict[str, dict[str, Any]] = {}
        shapes: dict[str, str] = {}
        names: set[str] = set()
        for call in self.case.design.calls:
            raw = call.path.partition("?")[0]
            path = shapes.setdefault(_VARIABLE.sub("{}", raw), raw)
            methods = found.setdefault(path, {})
            if call.method.lower() in methods:  # two capabilities claim one call: the first one has it
                continue
            methods[call.method.lower()] = self.operation(call, path, names)
        return found

    def operation(
        self, call: Call, path: str, names: set[str] | None = None, *, examples: bool = True
    ) -> dict[str, Any]:
        """One call. `names` are the operation ids that are taken."""
        operation: dict[str, Any] = {
            "operationId": _operation_id(call, path, names if names is not None else set()),
            "tags": [call.capability],
            "summary": sentence(call.does or f"{call.method} {path}").rstrip("."),
        }
        if parameters := [*self.parameters(call, path)]:
            operation["parameters"] = parameters
        if call.form.body is not None:
            operation["requestBody"] = {
                "required": True,
                "content": {"application/json": self.media(call, call.form.body, examples=examples)},
            }
        roles = list(call.form.roles)
        operation["security"] = self.security(roles)
        if roles:
            operation["x-roles"] = roles
        operation["responses"] = self.responses(call, examples=examples)
        return operation

    def security(self, roles: list[str]) -> list[dict[str, Any]]:
        """Nobody has to sign in for what visitors may do; devices prove themselves by their certificates."""
        found: list[dict[str, Any]] = [{}] if not roles or "visitor" in roles else []
        if self.case.chosen("authentication") == "device_certificates" and "device" in roles:
            found.append({"device": []})
        if set(roles) - {"visitor", "device"}:
            found.append({"person": []})
        return found or [{}]

    @functools.cached_property
    def samples(self) -> dict[str, Any]:
        """An example value of each name that a body shows: what a path or a cursor may be filled with."""
        found: dict[str, Any] = {}
        for call in self.case.design.calls:
            for body in (call.form.body, *call.form.answers.values()):
                _gather(body, found)
        return found

    # -- parameters ---------------------------------------------------------------------------------------------------

    def parameters(self, call: Call, path: str) -> Iterator[dict[str, Any]]:
        shapes = self.shapes_of(call)
        for name in _VARIABLE.findall(path):
            schema: Schema = {"type": "string"}
            for declared, _ in shapes.declared(name):
                schema = declared
                break
            parameter = {"name": name, "in": "path", "required": True, "schema": schema}
            sample = self.samples.get(name)
            yield parameter | ({"example": sample} if sample is not None and accepts(schema, sample) else {})
        for pair in filter(None, call.path.partition("?")[2].split("&")):
            name, _, sample = pair.partition("=")
            yield _query(name, sample, shapes)
        idempotent = str(call.form.idempotent_by or "")
        if "Idempotency-Key" in idempotent:
            yield {"$ref": "#/components/parameters/IdempotencyKey"}
        if "If-Match" in idempotent:
            yield {"$ref": "#/components/parameters/IfMatch"}
        for name, value in call.form.headers.items():
            if name not in ("Content-Type", "Accept", "Authorization", "Idempotency-Key", "If-Match"):
                yield {"name": name, "in": "header", "schema": shapes.of(value), "example": value}

    # -- bodies -------------------------------------------------------------------------------------------------------

    def shapes_of(self, call: Call) -> Shapes:
        return self.shapes_in(call.capability)

    def shapes_in(self, capability: str) -> Shapes:
        """Schemas for the bodies of the capability of that title."""
        found = self.shapes.get(capability)
        if found is None:
            own = [e for e in self.case.design.entities if e.capability == capability]
            others = [e for e in self.case.design.entities if e.capability != capability]
            fields: dict[str, list[tuple[str, str]]] = {}
            for entity in own:
                for name, text in entity.form.fields.items():
                    fields.setdefault(name, []).append((entity.name, text))
            for entity in others:  # of other capabilities only what names one thing everywhere
                for name, text in entity.form.fields.items():
                    if name.endswith("_id"):
                        fields.setdefault(name, []).append((entity.name, text))
            found = self.shapes[capability] = Shapes(fields)
        return found

    def media(self, call: Call, body: Any, *, examples: bool = True) -> dict[str, Any]:
        body = filled_value(self.evaluation, body)
        shapes = self.shapes_of(call)
        schema = shapes.object(body, some=call.method != "PATCH") if isinstance(body, dict) else shapes.of(body)
        return {"schema": schema, "example": body} if examples else {"schema": schema}

    def responses(self, call: Call, *, examples: bool = True) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for status, body in sorted(call.form.answers.items(), key=lambda item: str(item[0])):
            found[str(status)] = self.answer(call, str(status), body, examples=examples)
        if not found:
            found["200" if call.method != "DELETE" else "204"] = {"description": "done"}
        if call.form.roles and "visitor" not in call.form.roles:
            found.setdefault("401", {"$ref": "#/components/responses/Unauthorised"})
        found.setdefault("429", {"$ref": "#/components/responses/TooManyRequests"})
        return found

    def answer(self, call: Call, status: str, body: Any, *, examples: bool = True) -> dict[str, Any]:
        answer: dict[str, Any] = {"description": _phrase(status)}
        if not body or status in ("204", "304"):
            return answer
        if not isinstance(body, dict):
            return answer | {"content": {"application/json": self.media(call, body, examples=examples)}}
        if "location" in body and status.startswith("3"):
            names = {"location": "Location", "cache_control": "Cache-Control"}
            return answer | {
                "headers": {
                    names.get(key, key): {"schema": {"type": "string"}, "example": value} for key, value in body.items()
                }
            }
        if set(body) == {"page"}:
            return answer | {"content": {"text/html": {"schema": {"type": "string"}}}}
        suffix = call.path.partition("?")[0].rpartition(".")[2]
        if suffix in _BINARY:
            return answer | {"content": {_BINARY[suffix]: {}}}
        if "error" not in body:
            return answer | {"content": {"application/json": self.media(call, body, examples=examples)}}
        body = filled_value(self.evaluation, body)
        schema: Schema = {"$ref": "#/components/schemas/Error"}
        if more := {key: self.shapes_of(call).of(value, key) for key, value in body.items() if key != "error"}:
            schema = {"allOf": [schema, {"type": "object", "properties": more}]}
        if "retry_after_s" in body:
            answer["headers"] = {"Retry-After": {"$ref": "#/components/headers/RetryAfter"}}
        media = {"schema": schema, "example": body} if examples else {"schema": schema}
        return answer | {"content": {"application/json": media}}

    # -- what is shared -----------------------------------------------------------------------------------------------

    def components(self) -> dict[str, Any]:
        idempotent = " ".join(str(call.form.idempotent_by or "") for call in self.case.design.calls)
        parameters: dict[str, Any] = {}
        if "Idempotency-Key" in idempotent:
            parameters["IdempotencyKey"] = {
                "name": "Idempotency-Key",
                "in": "header",
                "required": True,
                "description": "Chosen by the caller; kept with the answer for a day. A repeat gets the first answer.",
                "schema": {"type": "string", "format": "uuid"},
                "example": KEY,
            }
        if "If-Match" in idempotent:
            parameters["IfMatch"] = {
                "name": "If-Match",
                "in": "header",
                "required": True,
                "description": "The version that the change was made from.",
                "schema": {"type": "string"},
                "example": '"3"',
            }
        error = {"schema": {"$ref": "#/components/schemas/Error"}}
        components: dict[str, Any] = {
            "schemas": {"Error": ERROR},
            "headers": {"RetryAfter": {"description": "seconds", "schema": {"type": "integer"}}},
            "responses": {
                "Unauthorised": {
                    "description": _phrase("401"),
                    "content": {"application/json": error | {"example": {"error": "sign_in_needed"}}},
                },
                "TooManyRequests": {
                    "description": self.limit(),
                    "headers": {"Retry-After": {"$ref": "#/components/headers/RetryAfter"}},
                    "content": {"application/json": error | {"example": {"error": "too_many_requests"}}},
                },
            },
            "securitySchemes": self.schemes(),
        }
        return components | ({"parameters": parameters} if parameters else {})

    def limit(self) -> str:
        address = self.case.shown("rate_limit_per_address")
        person = self.case.shown("rate_limit_per_user")
        if self.case.chosen("rate_limiting") not in ("edge_only", "") and person:
            return f"Beyond {person} a caller"
        return f"Beyond {address} an address" if address else _phrase("429")

    def schemes(self) -> dict[str, Any]:
        match self.case.chosen("authentication"):
            case "sessions" | "sso":
                return {"person": {"type": "apiKey", "in": "cookie", "name": "session"}}
            case "device_certificates":
                device = {"type": "mutualTLS", "description": "the certificate that was put into the device"}
                # People have a session that is looked up at each call, whoever checked their password.
                return {"device": device, "person": {"type": "apiKey", "in": "cookie", "name": "session"}}
        return {"person": _oidc()}


def _gather(body: Any, found: dict[str, Any]) -> None:
    """The plain values of a body by their names; the first of each name stays."""
    if isinstance(body, dict):
        for key, value in body.items():
            if isinstance(value, str | int) and not isinstance(value, bool):
                found.setdefault(str(key), value)
            else:
                _gather(value, found)
    elif isinstance(body, list):
        for item in body:
            _gather(item, found)


def _oidc() -> dict[str, Any]:
    return {"type": "openIdConnect", "openIdConnectUrl": "https://id.example/.well-known/openid-configuration"}


def _operation_id(call: Call, path: str, taken: set[str]) -> str:
    words = [word for part in path.split("/") if part != "v1" for word in _WORD.findall(part)]
    name = call.method.lower() + "".join(map(capitalised, words))
    found, number = name, 2
    while found in taken:
        found, number = f"{name}{number}", number + 1
    taken.add(found)
    return found


def _query(name: str, sample: str, shapes: Shapes) -> dict[str, Any]:
    """A parameter of the query, from the sample that the path shows."""
    parameter: dict[str, Any] = {"name": name, "in": "query"}
    if name == "limit" and sample.isdigit():
        most = max(100, int(sample))
        return parameter | {"schema": {"type": "integer", "minimum": 1, "maximum": most, "default": int(sample)}}
    if name in ("after", "before") and not _NUMBER.match(sample):
        declared = [schema for schema, _ in shapes.declared(sample)]
        return parameter | {
            "description": "where the page before ended; without it the first page",
            "schema": declared[0] if declared else {"type": "string"},
        }
    if name in REQUIRED:
        parameter["required"] = True
    if "," in sample:
        items: Schema = {"type": "number" if all(map(_NUMBER.match, sample.split(","))) else "string"}
        schema: Schema = {"type": "array", "items": items}
        numbers = [float(part) for part in sample.split(",")] if items["type"] == "number" else sample.split(",")
        return parameter | {"style": "form", "explode": False, "schema": schema, "example": numbers}
    if _NUMBER.match(sample):
        number = float(sample) if "." in sample else int(sample)
        kind = "number" if isinstance(number, float) else "integer"
        return parameter | {"schema": {"type": kind}, "example": number}
    return parameter | {"schema": of_example(sample)} | ({"example": sample} if sample else {})


@functools.lru_cache(maxsize=64)
def _phrase(status: str) -> str:
    try:
        return HTTPStatus(int(status)).phrase
    except ValueError:
        return "answer"
