"""Lays later documents over earlier ones of the same id: maps by key, rules and examples by id, other lists whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.loading.positions import Document, Path

_KEYED_LISTS = {"rules": "id", "derive": "id", "examples": "name", "facts": "fact", "components": "id"}


def lay_over(documents: list[tuple[str, Document]], id_fields: dict[str, str]) -> Iterator[tuple[str, Document, Any]]:
    """Each document with its data, merged where a later folder has the same kind and id.

    A merged document keeps the places of both: a finding names the file that the value came from.
    """
    merged: dict[tuple[str, str], Document] = {}
    facts: dict[str, Document] = {}
    for kind, document in documents:
        data = document.data
        name = str(data.get(id_fields.get(kind, ""), "")) if isinstance(data, dict) else ""
        key = (kind, name or document.path)
        if kind == "vocabulary" and isinstance(data, dict):
            _replace_facts(document, facts)
        earlier = merged.get(key)
        if earlier is None or not name:
            merged[key] = document
        elif earlier.path.rpartition("/")[0] == document.path.rpartition("/")[0]:
            merged[(kind, document.path)] = document  # twice in one folder: reported as a duplicate later
        else:
            merged[key] = _merge(earlier, document)
    for (kind, _), document in merged.items():
        yield kind, document, document.data


def _replace_facts(document: Document, seen: dict[str, Document]) -> None:
    """A fact declared again in a later folder replaces the earlier declaration, wherever that stands."""
    facts = document.data.get("facts")
    if not isinstance(facts, list):
        return
    for fact in facts:
        if not isinstance(fact, dict) or "fact" not in fact:
            continue
        earlier = seen.get(fact["fact"])
        if earlier is not None and earlier.path.rpartition("/")[0] != document.path.rpartition("/")[0]:
            kept = [f for f in earlier.data["facts"] if not (isinstance(f, dict) and f.get("fact") == fact["fact"])]
            base = next(f for f in earlier.data["facts"] if isinstance(f, dict) and f.get("fact") == fact["fact"])
            for key, value in base.items():
                fact.setdefault(key, value)
            earlier.data["facts"] = kept
        seen[fact["fact"]] = document


class _Merged(Document):
    """A document of two files: places of the later file win where it has them."""

    def __init__(
        self, earlier: Document, later: Document, data: Any, origin: dict[Path, tuple[Document, Path]]
    ) -> None:
        super().__init__(later.path, data, {}, later.lines)
        self.earlier, self.later, self.origin = earlier, later, origin
        self.marks = {**earlier.marks, **later.marks}

    def finding(self, code: str, path: Path, message: str, fix: str = "", *, warning: bool = False) -> Any:
        document, inner = self._origin(path)
        return document.finding(code, inner, message, fix, warning=warning)

    def place(self, path: Path = ()) -> Any:
        document, inner = self._origin(path)
        return document.place(inner)

    def _origin(self, path: Path) -> tuple[Document, Path]:
        for size in range(len(path), -1, -1):
            found = self.origin.get(path[:size])
            if found is not None:
                document, inner = found
                return document, (*inner, *path[size:])
        return self.later, path


def _merge(earlier: Document, later: Document) -> Document:
    origin: dict[Path, tuple[Document, Path]] = {(): (later, ())}
    data = _merge_value(earlier.data, later.data, (), (), (), earlier, later, origin, "")
    return _Merged(earlier, later, data, origin)


def _merge_value(
    old: Any,
    new: Any,
    path: Path,
    old_path: Path,
    new_path: Path,
    earlier: Document,
    later: Document,
    origin: dict[Path, tuple[Document, Path]],
    key: str,
) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        result: dict[str, Any] = {}
        for name, value in old.items():
            here = (*path, name)
            if name in new:
                result[name] = _merge_value(
                    value, new[name], here, (*old_path, name), (*new_path, name), earlier, later, origin, name
                )
            else:
                result[name] = value
                origin[here] = (earlier, (*old_path, name))
        for name, value in new.items():
            if name not in old:
                result[name] = value
                origin[(*path, name)] = (later, (*new_path, name))
        return result
    id_field = _KEYED_LISTS.get(key)
    if isinstance(old, list) and isinstance(new, list) and id_field:
        items: list[Any] = []
        news = {item[id_field]: i for i, item in enumerate(new) if isinstance(item, dict) and id_field in item}
        for i, item in enumerate(old):
            here = (*path, len(items))
            name = item.get(id_field) if isinstance(item, dict) else None
            if name in news:
                j = news.pop(name)
                merged = _merge_value(item, new[j], here, (*old_path, i), (*new_path, j), earlier, later, origin, "")
                origin[here] = (later, (*new_path, j))
                items.append(merged)
            else:
                origin[here] = (earlier, (*old_path, i))
                items.append(item)
        for j, item in enumerate(new):
            if not (isinstance(item, dict) and item.get(id_field) not in news and id_field in item):
                origin[(*path, len(items))] = (later, (*new_path, j))
                items.append(item)
        return items
    origin[path] = (later, new_path)
    return new
