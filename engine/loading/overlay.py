"""Lays later documents over earlier ones of the same id: an organisation changes by id what is shipped.

Maps are merged key by key and a key without a value is removed; lists of things with an id are merged by it and
`disabled: true` takes one away; every other list is replaced whole. docs/overlays.md is the guide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from engine.findings import Finding, Place, Severity
from engine.loading.positions import Document, Path
from engine.suggesting import did_you_mean

_NAMED_LISTS = {
    "rules": "id",
    "derive": "id",
    "examples": "name",
    "facts": "fact",
    "components": "id",
    "flows": "name",
    "metrics": "name",
    "alerts": "id",
    "hard_parts": "title",
    "roles": "role",
}
_NAMED_MAPS = {"options": "option", "limits": "limit", "prices": "price", "entities": "entity", "facts": "fact"}
_WORDS = {"rules": "rule", "derive": "rule", "hard_parts": "hard part"}
_KEPT_DISABLED = ("rules", "derive", "facts")  # others may name them: the compiler passes over them, or refuses
_VALUED = ("limits[]", "prices[]", "facts[]")
_OF_A_VALUE = {"value": ("low", "high", "as_of", "source", "note"), "default": ("because", "source")}
"""What is said about a value no longer holds when an overlay replaces the value."""


def lay_over(
    documents: list[tuple[str, Document]], id_fields: dict[str, str], findings: list[Finding]
) -> Iterator[tuple[str, Document, Any]]:
    """Each document with its data, merged where a later folder has the same kind and id.

    A merged document keeps the places of both: a finding names the file that the value came from. What an overlay asks
    for in vain is added to `findings`.
    """
    layers = _Layers(id_fields, findings)
    for kind, document in documents:
        layers.add(kind, document)
    for kind, document in layers.documents():
        yield kind, document, document.data


class _Layers:
    def __init__(self, id_fields: dict[str, str], findings: list[Finding]) -> None:
        self.id_fields, self.findings = id_fields, findings
        self.merged: dict[tuple[str, str], Document] = {}
        self.homes: dict[str, set[str]] = {}

    def documents(self) -> Iterator[tuple[str, Document]]:
        for (kind, _), document in self.merged.items():
            data = document.data
            if kind == "presets" and isinstance(data, dict) and data.get("disabled") is True:
                continue
            yield kind, _without_disabled(document)

    def add(self, kind: str, document: Document) -> None:
        field = self.id_fields.get(kind, "")
        name = document.data.get(field) if isinstance(document.data, dict) else None
        later = any(home != _home(document) for home in self.homes.get(kind, ()))
        self.homes.setdefault(kind, set()).add(_home(document))
        if kind == "vocabulary" and later and isinstance(document.data, dict):
            self.add_vocabulary(document)
            return
        key = (kind, str(name) if name else document.path)
        earlier = self.merged.get(key)
        if earlier is not None and _home(earlier) != _home(document):
            self.merged[key] = self.merge(earlier, document)
        elif earlier is not None:
            self.merged[(kind, document.path)] = document  # twice in one folder: reported as a duplicate later
        elif later and name and "title" not in document.data and kind != "capacity":
            known = [other for of, other in self.merged if of == kind]
            message = f"there is no {field} '{name}' to change"
            self.report(document.finding("overlay-unknown", (field,), message, _nearest(str(name), known)))
        else:
            if later and name:
                self.refuse_disabling_of_nothing(document)
            self.merged[key] = document

    def merge(self, earlier: Document, later: Document) -> Document:
        """`later` over `earlier`, with findings for what it changes nothing by."""
        merge = _Merge(earlier, later, self.named_elsewhere)
        data = merge.value(earlier.data, later.data, (), (), (), "")
        if data == earlier.data and not merge.unknown:
            self.report(later.finding("overlay-no-change", (), f"nothing here differs from {earlier.path}", _DROP))
        else:
            for finding in (*merge.unknown, *merge.idle):
                self.report(finding)
        return _Layered(earlier, later, data, merge.origin)

    def add_vocabulary(self, document: Document) -> None:
        """Facts have no file of their own id: each is merged where it was declared first, the rest stays as it is."""
        facts = document.data.get("facts")
        declared = self.declared_facts(document)
        own: list[tuple[int, Any]] = []
        for number, fact in enumerate(facts if isinstance(facts, list) else ()):
            name = fact.get("fact") if isinstance(fact, dict) else None
            found = declared.get(name) if isinstance(name, str) else None
            if found is None:
                own.append((number, fact))
                continue
            key, index = found
            earlier = self.merged[key]
            path: Path = ("facts", index)
            merge = _Merge(earlier, document, self.named_elsewhere)
            merged = merge.value(earlier.data["facts"][index], fact, path, path, ("facts", number), "facts[]")
            if merged == earlier.data["facts"][index]:
                message = f"the fact '{name}' is the same in {earlier.place((*path, 'fact'))}"
                self.report(document.finding("overlay-no-change", ("facts", number), message, _DROP))
            data = {**earlier.data, "facts": list(earlier.data["facts"])}
            data["facts"][index] = merged
            origin = {**merge.origin, (): (earlier, ()), path: (document, ("facts", number))}
            self.merged[key] = _Layered(earlier, document, data, origin, earlier.path)
        if own or not isinstance(facts, list):
            origin = {(): (document, ())} | {("facts", i): (document, ("facts", n)) for i, (n, _) in enumerate(own)}
            data = {**document.data, "facts": [fact for _, fact in own]} if own else document.data
            self.merged[("vocabulary", document.path)] = _Layered(document, document, data, origin)

    def declared_facts(self, before: Document) -> dict[str, tuple[tuple[str, str], int]]:
        return {
            fact["fact"]: (key, index)
            for key, document in self.merged.items()
            if key[0] == "vocabulary"
            and _home(document) != _home(before)
            and isinstance(document.data, dict)
            and isinstance(document.data.get("facts"), list)
            for index, fact in enumerate(document.data["facts"])
            if isinstance(fact, dict) and isinstance(fact.get("fact"), str)
        }

    def refuse_disabling_of_nothing(self, document: Document) -> None:
        """A file with an id of its own has nothing under it that could be taken away."""
        merge = _Merge(document, document, self.named_elsewhere)
        for key in _NAMED_LISTS:
            merge.adopted(document.data.get(key), (key,), (key,), key)
        for finding in merge.unknown:
            self.report(finding)

    def named_elsewhere(self, key: str, name: str) -> Place | None:
        """Where another document has a thing of that name in a list or map of that key."""
        field = _NAMED_LISTS.get(key)
        rooms = ("rules", "derive") if key in ("rules", "derive") else (key,)
        for document in self.merged.values():
            for room in rooms if isinstance(document.data, dict) else ():
                items = document.data.get(room)
                for number, item in enumerate(items if isinstance(items, list) else ()):
                    if isinstance(item, dict) and item.get(field) == name:
                        return document.place((room, number))
        return None

    def report(self, finding: Finding) -> None:
        self.findings.append(finding)


_DROP = "drop it, or say what is to be different"


class _Layered(Document):
    """A document of several files: each path of its data knows the file and the path there that it came from."""

    def __init__(
        self,
        earlier: Document,
        later: Document,
        data: Any,
        origin: dict[Path, tuple[Document, Path]],
        path: str | None = None,
    ) -> None:
        super().__init__(path if path is not None else later.path, data, {}, later.lines)
        self.origin = origin
        self.marks = {**earlier.marks, **later.marks}

    def finding(
        self, code: str, path: Path, message: str, fix: str = "", *, severity: Severity = "error", word: str = ""
    ) -> Finding:
        document, inner = self.source(path)
        return document.finding(code, inner, message, fix, severity=severity, word=word)

    def place(self, path: Path = ()) -> Place:
        document, inner = self.source(path)
        return document.place(inner)

    def source(self, path: Path) -> tuple[Document, Path]:
        for size in range(len(path), -1, -1):
            found = self.origin.get(path[:size])
            if found is not None:
                document, inner = found
                return document, (*inner, *path[size:])
        raise AssertionError("the root has an origin")


class _Merge:
    """One document over another. `unknown` and `idle` are findings on what the later one asks for in vain."""

    def __init__(self, earlier: Document, later: Document, named_elsewhere: Callable[[str, str], Place | None]) -> None:
        self.earlier, self.later, self.named_elsewhere = earlier, later, named_elsewhere
        self.origin: dict[Path, tuple[Document, Path]] = {(): (later, ())}
        self.unknown: list[Finding] = []
        self.idle: list[Finding] = []

    def value(self, old: Any, new: Any, path: Path, old_path: Path, new_path: Path, key: str) -> Any:
        if isinstance(old, dict) and isinstance(new, dict):
            return self.map(old, new, path, old_path, new_path, key)
        field = _NAMED_LISTS.get(key)
        if isinstance(old, list) and isinstance(new, list) and field:
            return self.named_list(old, new, path, old_path, new_path, key, field)
        self.origin[path] = (self.later, new_path)
        return new

    def map(
        self, old: dict[str, Any], new: dict[str, Any], path: Path, old_path: Path, new_path: Path, key: str
    ) -> dict[str, Any]:
        stale = _stale(old, new) if key in _VALUED else ()
        room = _NAMED_MAPS.get(key)
        result: dict[str, Any] = {}
        for name, value in old.items():
            here = (*path, name)
            if name not in new:
                if name not in stale:
                    result[name] = value
                    self.origin[here] = (self.earlier, (*old_path, name))
            elif new[name] is not None:
                inner = f"{key}[]" if room else name
                result[name] = self.value(value, new[name], here, (*old_path, name), (*new_path, name), inner)
                if room and result[name] == value:
                    self.no_change(room, name, (*old_path, name), (*new_path, name))
        for name, value in new.items():
            if name in old:
                continue
            if value is None or (isinstance(value, dict) and value == {"disabled": True}):
                self.nothing_there(room or "key", key, name, (*new_path, name), list(old))
            else:
                result[name] = self.adopted(value, (*path, name), (*new_path, name), name)
        return result

    def named_list(
        self, old: list[Any], new: list[Any], path: Path, old_path: Path, new_path: Path, key: str, field: str
    ) -> list[Any]:
        items: list[Any] = []
        word = _WORDS.get(key, key.rstrip("s"))
        names = [item.get(field) for item in old if isinstance(item, dict) and _text(item.get(field))]
        changes: dict[Any, int] = {}
        added: list[int] = []
        for m, item in enumerate(new):
            name = item.get(field) if isinstance(item, dict) else None
            if _text(name) and name in names and name not in changes:
                changes[name] = m
            elif isinstance(item, dict) and _only_disables(item, field):
                self.nothing_there(word, key, str(name), (*new_path, m), names)
            else:
                added.append(m)  # among them what stands twice in one file: reported as a duplicate later
        for n, item in enumerate(old):
            here = (*path, len(items))
            name = item.get(field) if isinstance(item, dict) else None
            change = changes.pop(name, None) if _text(name) else None
            if change is None:
                self.origin[here] = (self.earlier, (*old_path, n))
                items.append(item)
                continue
            self.origin[here] = (self.later, (*new_path, change))
            items.append(self.value(item, new[change], here, (*old_path, n), (*new_path, change), f"{key}[]"))
            if items[-1] == item:
                self.no_change(word, str(name), (*old_path, n), (*new_path, change))
        for m in added:
            self.origin[(*path, len(items))] = (self.later, (*new_path, m))
            items.append(new[m])
        return items

    def adopted(self, value: Any, path: Path, new_path: Path, key: str) -> Any:
        """A value that only the later document has; in a list of it, nothing can be disabled."""
        self.origin[path] = (self.later, new_path)
        field = _NAMED_LISTS.get(key)
        for n, item in enumerate(value if field and isinstance(value, list) else ()):
            if isinstance(item, dict) and _only_disables(item, field or ""):
                self.nothing_there(_WORDS.get(key, key.rstrip("s")), key, str(item.get(field)), (*new_path, n), [])
        return value

    def nothing_there(self, word: str, key: str, name: str, path: Path, known: Iterable[Any]) -> None:
        place = self.named_elsewhere(key, name)
        fix = f"it stands in {place}: change it in a file of that id" if place else _nearest(name, known)
        self.unknown.append(
            self.later.finding("overlay-unknown", path, f"there is no {word} '{name}' to disable here", fix)
        )

    def no_change(self, word: str, name: str, old_path: Path, new_path: Path) -> None:
        message = f"the {word} '{name}' is the same in {self.earlier.place(old_path)}"
        self.idle.append(self.later.finding("overlay-no-change", new_path, message, _DROP))


def _without_disabled(document: Document) -> Document:
    """The document without what is disabled in its lists; rules and options stay, for others may name them."""
    if not isinstance(document.data, dict):
        return document
    data, origin = dict(document.data), dict[Path, tuple[Document, Path]]()
    for key in _NAMED_LISTS:
        items = data.get(key)
        if key in _KEPT_DISABLED or not isinstance(items, list):
            continue
        kept = (
            []
            if key == "examples" and _disabled(data)
            else [(n, item) for n, item in enumerate(items) if not _disabled(item)]
        )
        if len(kept) < len(items):
            data[key] = [item for _, item in kept]
            origin |= {(key, m): (document, (key, n)) for m, (n, _) in enumerate(kept)}
    if not origin and data == document.data:
        return document
    return _Layered(document, document, data, {(): (document, ()), **origin})


def _stale(old: dict[str, Any], new: dict[str, Any]) -> set[str]:
    return {word for key, words in _OF_A_VALUE.items() if key in new and new[key] != old.get(key) for word in words}


def _disabled(item: Any) -> bool:
    return isinstance(item, dict) and item.get("disabled") is True


def _only_disables(item: dict[str, Any], field: str) -> bool:
    return _disabled(item) and set(item) <= {field, "disabled"}


def _text(name: Any) -> bool:
    return isinstance(name, str | int | float)


def _home(document: Document) -> str:
    return document.path.rpartition("/")[0]


def _nearest(name: str, known: Iterable[Any]) -> str:
    return did_you_mean(name, map(str, known), "name one that an earlier folder has")
