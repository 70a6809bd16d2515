"""The document: eleven sections of Markdown from Jinja2 templates over a design."""

from engine.document.page import as_html
from engine.document.rendering import SectionText, render, sections, written

__all__ = ["SectionText", "as_html", "render", "sections", "written"]
