"""Where and why a template fails, for the person who edits it."""

from __future__ import annotations

import traceback

from jinja2 import TemplateError, TemplateSyntaxError

from engine.findings import Finding
from engine.knowledge.definitions import Knowledge

WIDEST = 200  # characters of a template's line that an excerpt shows


def finding_of(knowledge: Knowledge, section: str, template: str, error: Exception) -> Finding:
    """Why `section` cannot be written: at the line of the innermost template, be it `template` or what it imports."""
    name, line = _where(knowledge, error) or (template, 1)
    lines = knowledge.templates.get(name, "").splitlines()
    excerpt = lines[line - 1][:WIDEST] if line <= len(lines) else ""
    column = len(excerpt) - len(excerpt.lstrip()) + 1
    reason = error.message if isinstance(error, TemplateError) else f"{type(error).__name__}: {error}"
    message = f"{section} cannot be written, as its template fails: {reason}"
    return Finding("template", knowledge.template_place(name, line, column), message, excerpt=excerpt)


def _where(knowledge: Knowledge, error: Exception) -> tuple[str, int] | None:
    """The template and its line. Jinja2 puts frames of templates into tracebacks, under the names of their files."""
    names = {knowledge.template_place(name).path: name for name in knowledge.templates}
    if isinstance(error, TemplateSyntaxError) and error.filename in names:
        return names[error.filename], error.lineno
    frames = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    inside = [(names[path], line) for path, line in frames if path in names]
    return inside[-1] if inside else None
