"""From an evaluation to the design: one pass over the capabilities in use, in this case's words."""

from __future__ import annotations

from collections.abc import Iterator

from engine.design.bearing import bearing
from engine.design.costing import cost_lines
from engine.design.deciding import conflict_views, decision_views, risks
from engine.design.deploying import Deployment, deploy
from engine.design.linking import link, picture
from engine.design.model import (
    Alert,
    Alternative,
    Call,
    Design,
    Entity,
    EventType,
    Failure,
    HardPart,
    Procedure,
    Quality,
    Requirement,
    Role,
    Socket,
    TestView,
    Threat,
)
from engine.design.own_nouns import in_own_nouns
from engine.design.ranking import ranked
from engine.design.said_nouns import in_said_nouns
from engine.design.tracing_flows import trace_flows
from engine.design.words import a_month, as_json, filled, holds
from engine.inference.evaluation import Evaluation
from engine.knowledge import models
from engine.knowledge.leading import leading_title
from engine.texts import listed, sentences
from engine.units import parse_quantity, show, unit

NEEDS_TOLD = 3  # of what a choice takes, where it answers a hard part


def assemble(evaluation: Evaluation, title: str = "") -> Design:
    """The design that follows from `evaluation`; `title` names the system in headings."""
    return _Assembly(evaluation, title).design()


class _Assembly:
    def __init__(self, evaluation: Evaluation, title: str) -> None:
        self.evaluation = evaluation = in_said_nouns(in_own_nouns(evaluation, title))
        self.capabilities = ranked(evaluation)
        self.title = title or self.default_title()
        self.deployment: Deployment = deploy(evaluation, self.capabilities)
        self.titles = {c.id: c.title for c in self.deployment.components}

    def default_title(self) -> str:
        preset = self.evaluation.knowledge.presets.get(self.evaluation.givens.preset or "")
        if preset is not None:
            return preset.form.title
        implied = {name for c in self.capabilities for name in c.implies}
        used = [c.capability for c in self.capabilities]
        own = [name for name in used if name not in implied] or used
        return (
            leading_title(self.evaluation.knowledge, own, lambda flag: self.evaluation.value(flag) is True)
            or "A system"
        )

    def text(self, template: str) -> str:
        return self.evaluation.text(template) or ""

    def design(self) -> Design:
        evaluation, deployment = self.evaluation, self.deployment
        links = link(evaluation, deployment, self.capabilities)
        return Design(
            title=self.title,
            summary=self.summary(),
            evaluation=evaluation,
            capabilities=self.capabilities,
            components=deployment.components,
            links=links,
            picture=picture(evaluation, deployment.components, links),
            flows=trace_flows(evaluation, deployment, self.capabilities),
            hard_parts=tuple(self.hard_parts()),
            bearing=bearing(evaluation, self.capabilities),
            functional=tuple(
                Requirement(c.title, text)
                for c in self.capabilities
                for text in filled(evaluation, c.requirements.functional)
            ),
            qualities=tuple(self.qualities()),
            entities=tuple(self.entities()),
            calls=tuple(self.calls()),
            events=tuple(self.events()),
            procedures=tuple(self.procedures()),
            sockets=tuple(self.sockets()),
            decisions=decision_views(evaluation),
            costs=tuple(cost_lines(evaluation)),
            risks=risks(evaluation),
            conflicts=conflict_views(evaluation),
            roles=tuple(
                Role(r.role, filled(evaluation, r.may), self.text(r.resource), c.title)
                for c in self.capabilities
                for r in c.roles
                if not r.may or filled(evaluation, r.may)
            ),
            failures=tuple(self.failures()),
            metrics=tuple(m for c in self.capabilities for m in c.metrics if holds(evaluation, m.when)),
            alerts=tuple(self.alerts()),
            tests=tuple(self.tests()),
            threats=tuple(self.threats()),
            privacy=tuple(text for c in self.capabilities for text in filled(evaluation, c.privacy)),
            at_scale=tuple(
                (beyond, then)
                for c in self.capabilities
                for a in c.at_scale
                if holds(evaluation, a.when) and (beyond := self.text(a.beyond)) and (then := self.text(a.then))
            ),
            ready_made=tuple(self.ready_made()),
        )

    def summary(self) -> str:
        return listed(
            self.text(c.summary) for c in self.capabilities if c.capability != "identity" and self.text(c.summary)
        )

    def ready_made(self) -> Iterator[Alternative]:
        for capability in self.capabilities:
            for form in capability.ready_made:
                what, spares, lacks = self.text(form.what), self.text(form.spares), self.text(form.lacks)
                if what and spares and lacks and holds(self.evaluation, form.when):
                    monthly = a_month(self.evaluation, form.monthly) if form.monthly is not None else ""
                    yield Alternative(capability.title, what, monthly, spares, lacks)

    def hard_parts(self) -> list[HardPart]:
        found = []
        choices = self.evaluation.choices
        for capability in self.capabilities:
            for part in capability.hard_parts:
                why = self.text(part.why)
                if not why or not holds(self.evaluation, part.when):
                    continue
                answer = self.what_is_known(part.answer) if part.answer else ""
                decision = part.answered_by if part.answered_by in choices else ""
                if decision and not answer:
                    answer = self.chosen_in_words(decision)
                if not answer:
                    continue
                found.append(
                    HardPart(self.text(part.title) or part.title, why, answer, decision or "", capability.title)
                )
        return found

    def what_is_known(self, template: str) -> str:
        """`template` filled; where a fact of it is unknown, without the sentences that need it."""
        whole = self.text(template)
        return whole or " ".join(told for part in sentences(template) if (told := self.text(part)))

    def chosen_in_words(self, decision: str) -> str:
        """What was chosen, the first thing that it brings here, and what it takes."""
        knowledge, choice = self.evaluation.knowledge, self.evaluation.choices[decision]
        option = knowledge.decisions[decision].form.options[choice]
        brings = next((text for pro in option.pros if (text := self.text(pro))), "")
        takes = [text for need in option.needs if (text := self.text(need))][:NEEDS_TOLD]
        told = f"{knowledge.title(decision, choice)}{': ' if brings else ''}{brings}"
        return f"{told}. It requires {'; '.join(takes)}" if takes else told

    def qualities(self) -> list[Quality]:
        return [
            Quality(self.text(q.what) or q.what, target, self.text(q.measured), c.title)
            for c in self.capabilities
            for q in c.requirements.quality
            if (target := self.text(q.target))
        ]

    def entities(self) -> list[Entity]:
        evaluation = self.evaluation
        found: dict[str, Entity] = {}
        for capability in self.capabilities:
            for name, form in capability.entities.items():
                if (
                    form.owner is not None
                    and form.owner != capability.capability
                    and form.owner in evaluation.capabilities
                ):
                    continue
                if not holds(evaluation, form.when) or not self.kept_here(capability, name):
                    continue
                store, option = self.store_of(form.store)
                found.setdefault(
                    name,
                    Entity(
                        name=name,
                        capability=capability.title,
                        store=store,
                        option=option,
                        kept_in=evaluation.knowledge.title(store, option) if option else store,
                        form=form,
                        written=self.fact_or_text(form.written),
                        read=self.fact_or_text(form.read),
                        size=self.size(form.size),
                        kept=self.text(form.kept) or form.kept,
                    ),
                )
        return list(found.values())

    def kept_here(self, capability: models.Capability, entity: str) -> bool:
        """An entity goes with the component that owns it, which may not be needed in this case."""
        owners = [c for c in capability.components if entity in c.owns and c.id is not None]
        return not owners or any(
            holds(self.evaluation, owner.when) and self.deployment.resolve(owner.id or "") is not None
            for owner in owners
        )

    def store_of(self, role: str) -> tuple[str, str]:
        """The role and option that really keep what `role` should: a cache that is not there is the primary store."""
        choices = self.evaluation.choices
        option = choices.get(role)
        if option in (None, "none", "same_store", "database_search", "in_process") and role != "primary_store":
            if role == "object_storage" and option is not None and option != "none":
                return role, option
            return "primary_store", choices.get("primary_store", "")
        return role, option or ""

    def fact_or_text(self, raw: str | None) -> str:
        if raw is None:
            return ""
        return (self.text(raw) if "{" in raw else self.evaluation.shown(raw)) or ""

    def size(self, raw: object) -> str:
        if raw is None:
            return ""
        if isinstance(raw, str) and raw in self.evaluation.knowledge.facts:
            return self.evaluation.shown(raw) or ""
        try:
            quantity = parse_quantity(str(raw))
        except ValueError:
            return self.text(str(raw))
        return show(quantity.value, unit("B")) if quantity.dimension == (1.0, 0.0, 0.0) else str(raw)

    def calls(self) -> list[Call]:
        evaluation = self.evaluation
        return [
            Call(
                capability=c.title,
                method=i.method or "GET",
                path=i.path,
                does=self.text(i.does),
                form=i,
                body=as_json(evaluation, i.body),
                answers=tuple((status, as_json(evaluation, body)) for status, body in i.answers.items()),
            )
            for c in self.capabilities
            for i in c.interfaces
            if i.path is not None and holds(evaluation, i.when)
        ]

    def events(self) -> list[EventType]:
        evaluation = self.evaluation
        publishers: dict[str, list[str]] = {}
        consumers: dict[str, list[str]] = {}
        for component in self.deployment.components:
            for part in component.parts:
                for event in part.form.publishes:
                    publishers.setdefault(event, []).append(component.title)
                for event in part.form.consumes:
                    consumers.setdefault(event, []).append(component.title)
        found = []
        for capability in self.capabilities:
            for form in capability.interfaces:
                if form.event is None or not holds(evaluation, form.when):
                    continue
                named = [self.titles[i] for name in form.consumers if (i := self.deployment.resolve(name)) is not None]
                found.append(
                    EventType(
                        capability=capability.title,
                        name=form.event,
                        key=form.key or "",
                        rate=self.fact_or_text(form.rate),
                        body=as_json(evaluation, form.body),
                        publishers=tuple(dict.fromkeys(publishers.get(form.event, ()))),
                        consumers=tuple(dict.fromkeys([*consumers.get(form.event, ()), *named])),
                    )
                )
        return found

    def procedures(self) -> list[Procedure]:
        evaluation = self.evaluation
        found = []
        for capability in self.capabilities:
            for form in capability.interfaces:
                if form.rpc is None or not holds(evaluation, form.when):
                    continue
                callers = [form.caller] if isinstance(form.caller, str) else form.caller or []
                named = [self.titles[i] for name in callers if (i := self.deployment.resolve(name)) is not None]
                found.append(
                    Procedure(
                        capability.title,
                        form.rpc,
                        listed(dict.fromkeys(named)),
                        as_json(evaluation, form.request),
                        as_json(evaluation, form.response),
                        self.text(form.does),
                    )
                )
        return found

    def sockets(self) -> list[Socket]:
        if self.evaluation.choices.get("realtime_transport", "none") == "none":
            return []
        return [
            Socket(
                c.title,
                i.socket,
                as_json(self.evaluation, i.sends),
                as_json(self.evaluation, i.receives),
                self.text(i.does),
            )
            for c in self.capabilities
            for i in c.interfaces
            if i.socket is not None and holds(self.evaluation, i.when)
        ]

    def failures(self) -> list[Failure]:
        return [
            Failure(when, then, self.text(f.shown_by or ""), c.title)
            for c in self.capabilities
            for f in c.failure_modes
            if holds(self.evaluation, f.applies_when) and (when := self.text(f.when)) and (then := self.text(f.then))
        ]

    def alerts(self) -> list[Alert]:
        return [
            Alert(a.id, expr, a.for_, a.severity, self.text(a.means), self.text(a.do), c.title)
            for c in self.capabilities
            for a in c.alerts
            if holds(self.evaluation, a.when) and (expr := self.expression(a.expr))
        ]

    def expression(self, template: str) -> str:
        """PromQL with plain numbers in base units where the template names facts; its own braces stay."""
        from engine import texts

        def number(name: str) -> str | None:
            value = self.evaluation.state.get(name)
            return f"{value:.6g}" if isinstance(value, float | int) else None

        known = self.evaluation.knowledge.facts
        for name in texts.names(template):
            if name in known:
                value = number(name)
                if value is None:
                    return ""
                template = template.replace(f"{{{name}}}", value)
        return template

    def tests(self) -> list[TestView]:
        return [
            TestView(t.kind, what, self.text(t.passes), c.title)
            for c in self.capabilities
            for t in c.tests
            if holds(self.evaluation, t.when) and (what := self.text(t.what))
        ]

    def threats(self) -> list[Threat]:
        found = []
        for capability in self.capabilities:
            for threat in capability.threats:
                what, against = self.text(threat.what), self.text(threat.against)
                if not what or not against:
                    continue
                component = self.deployment.resolve(threat.component) if threat.component else None
                found.append(
                    Threat(threat.stride, self.titles.get(component or "", ""), what, against, capability.title)
                )
        return found
