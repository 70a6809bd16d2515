"""What the section templates say, without running them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from jinja2 import Environment, TemplateSyntaxError, nodes

from engine import texts
from engine.document import rendering
from engine.knowledge import Knowledge


@lru_cache(maxsize=64)
def parsed(text: str) -> nodes.Template | TemplateSyntaxError:
    """The tree of a template, or the reason why it has none."""
    try:
        return Environment(trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True).parse(text)
    except TemplateSyntaxError as error:
        return error


def names(text: str) -> Iterator[str]:
    """Every plain text in the template's expressions, and every name in braces within one."""
    tree = parsed(text)
    if isinstance(tree, TemplateSyntaxError):
        return
    for constant in tree.find_all(nodes.Const):
        if isinstance(constant.value, str):
            yield constant.value
            yield from texts.names(constant.value)


def exported(text: str) -> set[str]:
    """The macros and values that a template gives to whoever imports it."""
    tree = parsed(text)
    if isinstance(tree, TemplateSyntaxError):
        return set()
    return assigned(tree)


def assigned(tree: nodes.Template) -> set[str]:
    """Every name that a template sets, somewhere: variables, loop variables, parameters, macros, imports."""
    found = {name.name for name in tree.find_all(nodes.Name) if name.ctx in ("store", "param")}
    found |= {macro.name for macro in tree.find_all(nodes.Macro)}
    found |= {node.target for node in tree.find_all(nodes.Import)}
    for node in tree.find_all(nodes.FromImport):
        found |= {name if isinstance(name, str) else name[1] for name in node.names}
    return found


def environment(knowledge: Knowledge) -> Environment:
    """The environment that the document is rendered in: its filters and tests are those that there are."""
    return rendering.environment_of(knowledge)


@lru_cache(maxsize=1)
def context_names() -> frozenset[str]:
    """The names that a template is rendered with, see docs/templates.md."""
    methods = {name for name in vars(rendering.Context) if not name.startswith("_")} - {"names", "excerpts"}
    words = ("design", "loop", "self", "super", "caller", "varargs", "kwargs")
    return frozenset({*words, *Environment().globals, *methods})
