"""Section templates that do not parse, fail, or name what does not exist: trees are walked, presets rendered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import ClassVar

from jinja2 import TemplateSyntaxError, nodes

from engine import texts
from engine.checks import jinja
from engine.checks.base import Base
from engine.checks.check import Check, TemplateRemark
from engine.findings import KnowledgeError, Severity
from engine.knowledge import Knowledge
from engine.knowledge.models import SECTIONS
from engine.knowledge.spread import spread
from engine.suggesting import did_you_mean


class TemplateSyntax(Check):
    code = "template-syntax"
    severity: ClassVar[Severity] = "error"
    title = "A template that is no Jinja2"
    explains = "The template cannot be parsed, so no document can be written."
    fix = "correct this line or the one before"

    def remarks(self, base: Base) -> Iterator[TemplateRemark]:
        for name, text in base.knowledge.templates.items():
            tree = jinja.parsed(text)
            if isinstance(tree, TemplateSyntaxError):
                yield TemplateRemark(name, tree.lineno, f"no Jinja2: {tree.message}")


class TemplateNames(Check):
    code = "template-name"
    severity: ClassVar[Severity] = "error"
    title = "A template that names what does not exist"
    explains = (
        "It calls `v`, `line`, `has`, `chosen`, `cap` ... with a fact, decision, option, capability or section that "
        "there is not, or uses a name, filter, test or macro that there is not. Its text "
        "would be empty, or the document fail."
    )
    fix = "name one that exists, see docs/templates.md"

    def remarks(self, base: Base) -> Iterator[TemplateRemark]:
        seen: set[tuple[str, int, str]] = set()
        for name, text in base.knowledge.templates.items():
            tree = jinja.parsed(text)
            if isinstance(tree, TemplateSyntaxError):
                continue
            for remark in _Walker(base.knowledge, name, tree).remarks():
                key = (remark.template, remark.line, remark.message)
                if key not in seen:
                    seen.add(key)
                    yield remark


class TemplateFails(Check):
    code = "template"
    severity: ClassVar[Severity] = "error"
    title = "A template that fails for a preset"
    explains = (
        "Presets that differ most in what they do and in size are designed and their documents rendered, as a person "
        "would see them. This one could not be."
    )
    fix = "guard what may be missing in a case"

    def remarks(self, base: Base) -> Iterator[TemplateRemark]:
        from engine.design import assemble
        from engine.document import render
        from engine.inference import evaluate
        from engine.inference.given import givens_from

        if not {f"{n:02}_{section}.md.j2" for n, section in enumerate(SECTIONS, 1)} <= base.knowledge.templates.keys():
            return
        presets: dict[tuple[str, int, str], list[str]] = defaultdict(list)
        for preset in spread(base.knowledge):
            evaluation = evaluate(base.knowledge, givens_from(base.knowledge, {}, None, preset))
            try:
                render(assemble(evaluation))
            except KnowledgeError as error:
                for finding in error.findings:
                    name = finding.place.path.rpartition("/")[2]
                    presets[name, finding.place.line, finding.message].append(preset)
        for (name, line, message), failing in presets.items():
            others = f" and {len(failing) - 1} more of those tried" if len(failing) > 1 else ""
            yield TemplateRemark(name, line, f"{message} (preset {failing[0]}{others})")


class _Walker:
    """Walks the tree of one template. `choices` are the variables that were set to the choice of a decision."""

    def __init__(self, knowledge: Knowledge, template: str, tree: nodes.Template) -> None:
        self.knowledge, self.template, self.tree = knowledge, template, tree
        self.values = {a.target.name: a.node for a in tree.find_all(nodes.Assign) if isinstance(a.target, nodes.Name)}
        facts, decisions = knowledge.facts, knowledge.decisions
        self.takes: dict[str, tuple[str, Callable[[str], bool], Iterable[str]]] = {
            "v": ("fact, decision or limit", self.is_symbol, knowledge.symbols),
            "has": ("fact, decision or limit", self.is_symbol, knowledge.symbols),
            "num": ("fact or limit", self.is_symbol, knowledge.symbols),
            "line": ("fact", facts.__contains__, facts),
            "lines": ("fact", facts.__contains__, facts),
            "chosen": ("decision", decisions.__contains__, decisions),
            "option": ("decision", decisions.__contains__, decisions),
            "decision": ("decision", decisions.__contains__, decisions),
            "cap": ("capability", knowledge.capabilities.__contains__, knowledge.capabilities),
            "decisions_of": ("section", SECTIONS.__contains__, SECTIONS),
        }

    def is_symbol(self, name: str) -> bool:
        return name in self.knowledge.symbols or name.removeprefix("given.") in self.knowledge.symbols

    def remarks(self) -> Iterator[TemplateRemark]:
        yield from self.unknown_variables()
        for node in self.tree.find_all((nodes.Filter, nodes.Test)):
            known = jinja.environment(self.knowledge)
            table: Iterable[str] = known.filters if isinstance(node, nodes.Filter) else known.tests
            if node.name not in table:
                yield self.unknown("filter" if isinstance(node, nodes.Filter) else "test", node.name, table, node)
        for call in self.tree.find_all(nodes.Call):
            yield from self.call(call)
        for compare in self.tree.find_all(nodes.Compare):
            yield from self.compare(compare)
        for item in self.tree.find_all(nodes.Getitem):
            if isinstance(item.node, nodes.Dict):
                yield from self.table(item.node, item.arg)
        yield from self.imports()

    def unknown_variables(self) -> Iterator[TemplateRemark]:
        """Names that are read and nowhere set, given by the renderer or asked for with `is defined`."""
        guarded = {
            test.node.name
            for test in self.tree.find_all(nodes.Test)
            if test.name == "defined" and isinstance(test.node, nodes.Name)
        }
        known = jinja.context_names() | jinja.assigned(self.tree) | guarded
        for name in self.tree.find_all(nodes.Name):
            if name.ctx == "load" and name.name not in known:
                yield self.unknown("name", name.name, jinja.context_names(), name)

    def unknown(self, what: str, name: str, known: Iterable[str], node: nodes.Node, fix: str = "") -> TemplateRemark:
        fix = fix or did_you_mean(name, sorted(known))
        return TemplateRemark(self.template, node.lineno, f"there is no {what} '{name}'", fix, name)

    def call(self, call: nodes.Call) -> Iterator[TemplateRemark]:
        if isinstance(call.node, nodes.Getattr) and call.node.attr == "get" and call.args:
            if isinstance(call.node.node, nodes.Dict):
                yield from self.table(call.node.node, call.args[0])
            return
        if not isinstance(call.node, nodes.Name):
            return
        given = [constant for argument in (*call.args, *self.spread(call)) for constant in _constants(argument)]
        if call.node.name == "text":
            for constant in given:
                for name in texts.names(constant.value):
                    if not self.is_symbol(name):
                        yield self.unknown("fact", name, self.knowledge.symbols, constant)
        elif call.node.name in self.takes:
            what, exists, known = self.takes[call.node.name]
            for constant in given:
                if not exists(constant.value):
                    yield self.unknown(what, constant.value, known, constant)

    def spread(self, call: nodes.Call) -> list[nodes.Node]:
        """The list behind `lines(*NAMES)`, where the template sets it by that name."""
        of: nodes.Node | None = call.dyn_args
        if isinstance(of, nodes.Name):
            of = self.values.get(of.name)
        return [of] if of is not None else []

    def decision_of(self, node: nodes.Node | None) -> str | None:
        """The decision whose chosen option `node` is: `chosen('cache')`, or a variable that was set to it."""
        call = self.values.get(node.name) if isinstance(node, nodes.Name) else node
        if isinstance(call, nodes.Call) and isinstance(call.node, nodes.Name) and call.node.name == "chosen":
            constants = [c.value for a in call.args for c in _constants(a)]
            return constants[0] if constants and constants[0] in self.knowledge.decisions else None
        return None

    def words_of(self, node: nodes.Node) -> tuple[str, Iterable[str]] | None:
        """What the values of `node` can be: ids of options, or the titles that `v` shows of a choice."""
        decision = self.decision_of(node)
        if decision is not None:
            return f"option of {decision}", self.knowledge.decisions[decision].form.options
        if isinstance(node, nodes.Name):
            node = self.values.get(node.name, node)
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name == "v" and node.args:
            name = getattr(node.args[0], "value", "")
            fact = self.knowledge.facts.get(name)
            if fact is not None and fact.kind == "choice":
                return f"title of a value of {name}", fact.words.values()
        return None

    def compare(self, compare: nodes.Compare) -> Iterator[TemplateRemark]:
        sides = [compare.expr, *(operand.expr for operand in compare.ops)]
        for side in sides:
            words = self.words_of(side)
            if words is None:
                continue
            for other in sides:
                if other is not side and isinstance(other, nodes.Const | nodes.List | nodes.Tuple):
                    yield from self.among(_constants(other), *words)

    def table(self, table: nodes.Dict, by: nodes.Node) -> Iterator[TemplateRemark]:
        words = self.words_of(by)
        if words is not None:
            yield from self.among((c for pair in table.items for c in _constants(pair.key)), *words)

    def among(self, constants: Iterable[nodes.Const], what: str, known: Iterable[str]) -> Iterator[TemplateRemark]:
        for constant in constants:
            if constant.value and constant.value not in known:
                yield self.unknown(what, constant.value, known, constant)

    def imports(self) -> Iterator[TemplateRemark]:
        """`{% import 'x' as m %}`: the template exists, and so does every `m.name`."""
        exported: dict[str, set[str]] = {}
        for node in self.tree.find_all((nodes.Import, nodes.FromImport, nodes.Include, nodes.Extends)):
            name = getattr(getattr(node, "template", None), "value", None)
            if not isinstance(name, str):
                continue
            if name not in self.knowledge.templates:
                yield self.unknown("template", name, self.knowledge.templates, node)
            elif isinstance(node, nodes.Import):
                exported[node.target] = jinja.exported(self.knowledge.templates[name])
        for attribute in self.tree.find_all(nodes.Getattr):
            if isinstance(attribute.node, nodes.Name) and attribute.node.name in exported:
                known = exported[attribute.node.name]
                if attribute.attr not in known:
                    yield self.unknown("macro or value", attribute.attr, known, attribute)


def _constants(node: nodes.Node) -> Iterator[nodes.Const]:
    """The plain texts that a value is made of; conditions within it are none."""
    if isinstance(node, nodes.Const):
        if isinstance(node.value, str):
            yield node
    elif isinstance(node, nodes.CondExpr):
        yield from _constants(node.expr1)
        if node.expr2 is not None:
            yield from _constants(node.expr2)
    elif isinstance(node, nodes.List | nodes.Tuple):
        for item in node.items:
            yield from _constants(item)
    elif isinstance(node, nodes.Add):
        yield from _constants(node.left)
        yield from _constants(node.right)
