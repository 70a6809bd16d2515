"""Reads knowledge folders, lays later ones over earlier ones, and compiles the result."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from engine.findings import Finding, KnowledgeError, Place
from engine.knowledge.definitions import Knowledge, Part
from engine.knowledge.models import KINDS
from engine.loading.compiling import compile_knowledge
from engine.loading.explaining import findings_of
from engine.loading.overlay import lay_over
from engine.loading.positions import MAX_BYTES, Document, read_document

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "knowledge"
ID_FIELDS = {"capacity": "capacity", "capabilities": "capability", "decisions": "decision"} | {
    "technologies": "technology",
    "presets": "preset",
}


@dataclass(slots=True)
class Sources:
    """The text of every file that makes a knowledge base, by its shown path; of a section template, by its name."""

    files: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    templates: dict[str, str] = field(default_factory=dict)
    template_paths: dict[str, str] = field(default_factory=dict)

    @property
    def revision(self) -> str:
        """A digest over all files: the same knowledge has the same revision on every machine."""
        digest = hashlib.sha256()
        for path in sorted(self.files):
            digest.update(f"{path}\0{self.files[path]}\0".encode())
        for path in sorted(self.templates):
            digest.update(f"{path}\0{self.templates[path]}\0".encode())
        return digest.hexdigest()[:16]


def load(folders: Sequence[Path | str] = (), *, shipped: bool = True) -> Knowledge:
    """The knowledge of the shipped folder with each of `folders` laid over it.

    Raises KnowledgeError with every finding of all files in one run.
    """
    base = [SHIPPED] if shipped else []
    return build(gather([*base, *map(Path, folders)]))


def gather(folders: Iterable[Path]) -> Sources:
    """The files of the folders. Presets lie in `presets` of the folder or, for the shipped one, beside it."""
    sources = Sources()
    for folder in folders:
        if not folder.is_dir():
            raise KnowledgeError([Finding("no-folder", Place(str(folder)), "there is no such folder", "name a folder")])
        for kind in KINDS:
            room = folder / kind
            if kind == "presets" and not room.is_dir() and folder == SHIPPED:
                room = folder.parent / "presets"
            for file in _files(room, "*.yaml", "*.yml"):
                shown = _shown(file)
                sources.files[shown] = _text(file)
                sources.kinds[shown] = kind
        for file in _files(folder / "sections", "*.j2"):
            sources.templates[file.name] = _text(file)
            sources.template_paths[file.name] = _shown(file)
    return sources


def _files(room: Path, *patterns: str) -> list[Path]:
    """The files of a folder, sorted; not hidden ones, which editors and systems put beside those that people write."""
    return sorted(f for pattern in patterns for f in room.glob(pattern) if not f.name.startswith("."))


def _text(file: Path) -> str:
    """No more of the file than tells that it is too large. Raises KnowledgeError where it cannot be read."""
    try:
        if file.is_fifo():  # would wait for somebody to write
            raise OSError("it is a pipe")
        with file.open(encoding="utf-8") as opened:
            return opened.read(MAX_BYTES + 1)
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError([Finding("unreadable", Place(_shown(file)), f"cannot be read: {error}")]) from None


def _shown(file: Path) -> str:
    try:
        return str(file.resolve().relative_to(ROOT))
    except (ValueError, OSError, RuntimeError):  # outside, or a link that leads to itself
        return str(file)


def build(sources: Sources) -> Knowledge:
    """The knowledge in `sources`. Raises KnowledgeError with every finding of all files."""
    with _uncollected():
        return _build(sources)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without garbage collection: nearly all that is made here stays, and to look through it again and again costs a
    third of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _build(sources: Sources) -> Knowledge:
    findings: list[Finding] = []
    documents: list[tuple[str, Document]] = []
    for path, text in sources.files.items():
        try:
            documents.append((sources.kinds[path], _read(path, text)))
        except KnowledgeError as error:
            findings.extend(error.findings)
    parts: list[Part] = []
    for kind, document, data in lay_over(documents, ID_FIELDS, findings):
        part = _part(kind, document, data, findings)
        if part is not None:
            parts.append(part)
    return compile_knowledge(parts, findings, sources.revision, sources.templates, sources.template_paths)


@lru_cache(maxsize=1_024)
def _read(path: str, text: str) -> Document:
    """A file is parsed once: after an edit only what was edited is read again. Nobody changes a document."""
    return read_document(path, text)


def _part(kind: str, document: Document, data: Any, findings: list[Finding]) -> Part | None:
    if not isinstance(data, dict):
        findings.append(document.finding("shape", (), "the file is empty or no map", "see docs/rule-language.md"))
        return None
    try:
        return Part(kind, KINDS[kind].model_validate(data), document)
    except ValidationError as error:
        findings.extend(findings_of(error, document))
        return None
