"""Renders the section templates of the knowledge base in a sandbox."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from engine.artefacts.excerpts import Excerpts
from engine.design.model import Alert, Call, Component, DecisionView, Design, Line
from engine.design.schema import Statement, schema
from engine.diagram import Edge, Graph, Node
from engine.diagram import render as render_diagram
from engine.document.failing import finding_of
from engine.document.lines import line
from engine.explanation.flips import robustness
from engine.explanation.scaling import people_at, scale_shift, told
from engine.findings import Finding, KnowledgeError
from engine.knowledge.definitions import Knowledge
from engine.knowledge.models import SECTION_TITLES, SECTIONS
from engine.texts import listed, lower_first, rate_of, sentence, singular

FAR = 250.0  # flip points at more than this factor are of no use to anybody
_AT_OR_BEYOND = re.compile(r" (?:just )?(?:above|below|at)(?= (?:about )?\d)| or (?:more|less)(?= \()")
_BLANKS = re.compile(r"\n{3,}")
_BELOW_HEADING = re.compile(r"^(#{2,4} .*)\n\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SectionText:
    """A finished section: `number` counts from 1, `markdown` begins with its heading."""

    number: int
    id: str
    title: str
    markdown: str


def render(design: Design, finished: list[SectionText] | None = None) -> str:
    """The whole document, with a title and a table of contents; of sections that are `finished`, if they are."""
    parts = [f"# {design.title}: system design\n"]
    finished = finished if finished is not None else list(sections(design))
    contents = " · ".join(f"[{s.number}. {s.title}](#{_anchor(f'{s.number}. {s.title}')})" for s in finished)
    return "\n".join([*parts, f"Sections: {contents}", "", *(s.markdown for s in finished)])


def written(design: Design) -> tuple[list[SectionText], KnowledgeError | None]:
    """The eleven sections, with what is wrong with the templates of those that cannot be written."""
    found: list[SectionText] = []
    try:
        for section in sections(design):
            found.append(section)
    except KnowledgeError as error:
        return found, error
    return found, None


def sections(design: Design) -> Iterator[SectionText]:
    """The eleven sections in order, each as soon as it is ready.

    A section whose template fails says so in its place. Raises KnowledgeError with all that failed, after the last one.
    """
    knowledge = design.evaluation.knowledge
    environment = environment_of(knowledge)
    context = Context(design).names()
    broken: list[Finding] = []
    cause: Exception | None = None
    for number, section in enumerate(SECTIONS, 1):
        name, title = f"{number:02}_{section}.md.j2", SECTION_TITLES[section]
        try:
            body = environment.get_template(name).render(context)
        except Exception as error:  # a template is a program of whoever tunes the rules: it fails in any way
            cause = cause or error
            broken.append(finding_of(knowledge, f"section {number}, {title},", name, error))
            body = f"**This section cannot be written.**\n\n```text\n{broken[-1].shown()}\n```"
        markdown = _BLANKS.sub("\n\n", f"## {number}. {title}\n\n{body.strip()}\n")
        markdown = _counted(_BELOW_HEADING.sub(r"\1\n", markdown))
        yield SectionText(number, section, title, markdown)
    if broken:
        raise KnowledgeError(broken) from cause


def _counted(markdown: str) -> str:
    """`markdown` with the noun after a 1 in the singular: what templates write is written for several."""
    parts = markdown.split("```")
    return "```".join(part if n % 2 else singular(part) for n, part in enumerate(parts))


def _anchor(heading: str) -> str:
    return re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-")


class _Sandbox(ImmutableSandboxedEnvironment):
    """The sandbox, with its verdicts remembered: they depend on the type and the name of an attribute alone."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.verdicts: dict[tuple[type, str], bool] = {}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        key = (type(obj), attr)
        verdict = self.verdicts.get(key)
        if verdict is None:
            verdict = self.verdicts[key] = super().is_safe_attribute(obj, attr, value)
        return verdict


def environment_of(knowledge: Knowledge) -> ImmutableSandboxedEnvironment:
    """The sandbox that the templates of `knowledge` run in, made at the first call."""
    environment: ImmutableSandboxedEnvironment | None = knowledge.memo.get("templates")
    if environment is None:

        def source(name: str) -> tuple[str, str, None] | None:
            text = knowledge.templates.get(name)
            return None if text is None else (text, knowledge.template_place(name).path, None)

        environment = _Sandbox(
            loader=FunctionLoader(source),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            autoescape=False,
        )
        environment.filters.update(
            cell=_cell,
            sentence=sentence,
            listed=listed,
            lower_first=_lowering(knowledge),
            code=lambda text: f"`{text}`",
            bare=_bare,
        )
        knowledge.memo["templates"] = environment
    return environment


def _cell(text: object) -> str:
    """Text that is safe inside a cell of a Markdown table."""
    return re.sub(r"\s*\n\s*", " ", str(text)).replace("|", "\\|").strip()


def _bare(statement: str) -> str:
    """A statement that makes a table, without the comments before it: they tell what the table of entities tells."""
    if "CREATE TABLE" not in statement:
        return statement
    lines = [line for line in statement.strip().split("\n") if "PRAGMA foreign_keys" not in line]
    start = next(i for i, line in enumerate(lines) if not line.startswith("--"))
    return "\n".join(lines[start:])


def _lowering(knowledge: Knowledge) -> Callable[[str], str]:
    """For a sentence that goes on: names of technologies keep their capitals as well."""
    named = ((t.technology, word.strip("(),")) for t in knowledge.technologies.values() for word in t.title.split())
    names = {word for technology, word in named if word[:1].isupper() and word.lower() == technology}

    def lowered(text: str) -> str:
        words = [word.strip("(),:") for word in text.split()[:2]]
        return text if any(word in names for word in words) else lower_first(text)

    return lowered


def _plain(title: str) -> str:
    """A title that fits into a box of the diagram: ASCII, up to 40 characters, whole words."""
    text = " ".join(unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().replace("\\", "/").split())
    while len(text) > 40:
        text = (
            text.rpartition("(")[0].strip()
            if text.endswith(")") and "(" in text
            else text.rpartition(" ")[0] or text[:40]
        )
    return text


def _plain_titles(titles: dict[str, str]) -> dict[str, str]:
    """Titles for boxes, by component; its id where nothing ASCII is left of a title, or another box has it."""
    found: dict[str, str] = {}
    for component, title in titles.items():
        plain = _plain(title)
        found[component] = plain if plain and plain not in found.values() else component.replace("_", " ")[:40]
    return found


class Context:
    """The names that templates may use. Documented in docs/templates.md."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self.evaluation = design.evaluation

    def names(self) -> dict[str, Any]:
        return {
            "design": self.design,
            "v": self.v,
            "has": self.has,
            "rate": self.rate,
            "num": self.num,
            "line": self.line,
            "lines": self.lines,
            "stated": self.stated,
            "chosen": self.chosen,
            "option": self.option,
            "decision": self.decision,
            "decisions_of": self.decisions_of,
            "cap": self.cap,
            "text": self.text,
            "diagram": self.diagram,
            "schema": self.schema,
            "title_of": self.title_of,
            "total_cost": self.total_cost,
            "scale_shift": self.scale_shift,
            "size": self.size,
            "flip_points": self.flip_points,
            "delicate": self.delicate,
            "http_call": self.http_call,
            "openapi_path": self.openapi_path,
            "alert_rules": self.alert_rules,
            "manifest": self.manifest,
            "pipeline": self.pipeline,
            "inventory": self.inventory,
            "infrastructure": self.infrastructure,
            "region_names": self.region_names,
        }

    def v(self, name: str) -> str:
        """A fact, choice or limit in words with its unit; an empty text if unknown."""
        return self.evaluation.shown(name) or ""

    def rate(self, name: str, noun: str) -> str:
        """A rate with what it counts: `342,000 requests/s`."""
        return rate_of(self.v(name), noun)

    def has(self, *names: str) -> bool:
        """Whether every one of these is known and neither zero, false nor empty."""
        return all(bool(self.evaluation.state.get(name)) for name in names)

    def num(self, name: str) -> float:
        """A fact as a number in canonical units; 0 if unknown."""
        value = self.evaluation.state.get(name)
        return float(value) if isinstance(value, int | float) else 0.0

    def line(self, name: str) -> Line | None:
        return line(self.evaluation, name)

    def lines(self, *names: str) -> list[Line]:
        """The lines of those facts that are known here, in the order given."""
        return [found for name in names if (found := line(self.evaluation, name)) is not None]

    def stated(self) -> list[Line]:
        """The lines of what was given, in the order of the vocabulary."""
        facts = self.evaluation.facts
        return self.lines(*(n for n in self.evaluation.knowledge.facts if n in facts and facts[n].origin == "given"))

    def chosen(self, decision: str) -> str:
        """The id of the chosen option; an empty text where the decision does not apply."""
        return self.evaluation.choices.get(decision, "")

    def option(self, decision: str) -> str:
        """The title of the chosen option."""
        return self.v(decision)

    def decision(self, decision: str) -> DecisionView | None:
        return next((d for d in self.design.decisions if d.id == decision), None)

    def decisions_of(self, section: str) -> list[DecisionView]:
        return [d for d in self.design.decisions if d.section == section]

    def cap(self, capability: str) -> bool:
        return capability in self.evaluation.capabilities

    def text(self, template: str) -> str:
        return self.evaluation.text(template) or ""

    def title_of(self, component: str) -> str:
        return self.design.titles.get(component, component.replace("_", " "))

    def size(self) -> str:
        """The title of the fact that the sizes of `scale_shift` count."""
        name = told(self.evaluation)
        return self.evaluation.knowledge.facts[name].form.title if name in self.evaluation.knowledge.facts else "people"

    def scale_shift(self) -> list[tuple[str, str, list[tuple[str, str, str]], str]]:
        """The design at 1/1000 to 1000 times the size: factor, people, what turns on the way there, cost a month.

        What turns: the decision, the people at which it does, and what it becomes.
        """
        knowledge = self.evaluation.knowledge

        def title(decision: str, option: str) -> str:
            return knowledge.title(decision, option) if option else "not needed"

        rows = []
        for shift in scale_shift(self.evaluation):
            changes = [
                (
                    knowledge.decisions[c.decision].form.title,
                    people_at(self.evaluation, c.at),
                    title(c.decision, c.after),
                )
                for c in shift.changes
            ]
            rows.append((shift.factor_text, shift.people, changes, shift.cost))
        return rows

    def flip_points(self, raised: bool, within: float = FAR) -> list[tuple[str, list[tuple[str, str, str]]]]:
        """Each number that turns decisions, raised or lowered by up to a factor: its words, what turns (from, to).

        The nearest comes first; what turns at a number and just beyond it is told in one row.
        """
        table: dict[str, tuple[str, list[tuple[str, str, str]]]] = {}
        found = [(flip, d) for d in self.design.decisions for flip in d.would_change if flip.up is raised]
        for flip, decision in sorted(found, key=lambda pair: pair[0].distance):
            if flip.distance <= within:
                _, row = table.setdefault(_AT_OR_BEYOND.sub("", flip.cause), (flip.cause, []))
                row.append((decision.title, decision.choice_title, flip.becomes))
        return list(table.values())

    def delicate(self, within: float = 3.0) -> list[tuple[str, str, str]]:
        """Assumed inputs that turn a decision within that factor: what is assumed, at what it turns, what it turns."""
        facts, rows = self.evaluation.knowledge.facts, []
        told: set[str] = set()
        for near in robustness(self.evaluation):
            value = self.evaluation.facts[near.fact]
            if value.origin != "assumed" or facts[near.fact].kind != "quantity" or not 1 < near.distance <= within:
                continue
            moved = near.flips[0].moved
            title = self.evaluation.knowledge.decisions[near.flips[0].decision].form.title
            becomes = near.flips[0].becomes_title(self.evaluation)
            near_by = f"{math.ceil((near.distance - 1) * 100)}%"
            far = f"a factor of {near.distance:.2g}" if near.distance >= 1.1 else near_by
            at = f"{moved.place(facts[near.fact])}, {far} away"
            if (turn := f"{title}: {becomes}") in told:
                continue  # many assumptions lead to one threshold; the nearest says it
            told.add(turn)
            rows.append((f"{facts[near.fact].title}: {self.evaluation.shown(near.fact)}", at, turn))
        return rows

    def total_cost(self) -> str:
        """The sum of the cost lines, in whole dollars."""
        return f"${sum(cost.dollars for cost in self.design.costs):,}"

    def diagram(self) -> str:
        picture = self.design.picture
        titles = _plain_titles({c.id: c.title for c in picture.components})
        nodes = tuple(Node(c.id, titles[c.id], c.layer) for c in picture.components)
        edges = tuple(
            Edge(source=k.source, target=k.target, kind="async" if k.kind == "async" else "sync", number=k.number)
            for k in picture.links
        )
        return render_diagram(Graph(nodes, edges), columns=100)

    def schema(self) -> tuple[Statement, ...]:
        """Statements that create the entities on the chosen stores."""
        return schema(self.design)

    # -- excerpts of the files that come with the design, see engine/artefacts ----------

    @cached_property
    def excerpts(self) -> Excerpts:
        return Excerpts(self.design)

    def http_call(self, call: Call) -> str:
        """A call as it goes over the wire, with its headers and its example body."""
        return self.excerpts.http(call)

    def openapi_path(self, calls: list[Call]) -> str:
        """The path of one of these calls in openapi.yaml, the shortest, without examples."""
        return self.excerpts.openapi(calls)

    def alert_rules(self, alerts: list[Alert]) -> str:
        """The fast burn rate, with what it is recorded from, and these of the design's alerts."""
        return self.excerpts.alerts(alerts)

    def manifest(self, component: Component) -> str:
        """Deployment and autoscaler of one part, without what is the same for all."""
        return self.excerpts.manifest(component)

    def pipeline(self) -> str:
        """The pipeline in the form of GitHub Actions."""
        return self.excerpts.pipeline()

    def region_names(self) -> list[str]:
        """What the provider calls the regions in use, the first of them the main one."""
        return self.excerpts.case.places

    def inventory(self) -> str:
        """The machines on one's own premises, for Ansible."""
        return self.excerpts.inventory()

    def infrastructure(self) -> str:
        """Terraform of a region: what the code runs on, and the first store."""
        return self.excerpts.infrastructure()
