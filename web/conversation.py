"""What a message does: the dialogue takes a turn, and its outcome becomes events of the session."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterable
from dataclasses import asdict

from engine.design import Design, assemble
from engine.design.model import DecisionView as DesignDecision
from engine.document import SectionText, render, sections
from engine.findings import InputError, KnowledgeError
from engine.inference import Evaluation, evaluate
from engine.interview import (
    Dialogue,
    Turn,
    facts_shown,
    generate,
    givens,
    hear,
    next_question,
    pin,
    restart,
    set_fact,
    skip,
    start,
    unset_fact,
)
from engine.interview import (
    Question as Asked,
)
from engine.knowledge import Knowledge
from engine.trace import trace_text
from web import protocol as wire
from web.living_knowledge import LivingKnowledge
from web.scale_chart import scaled
from web.sessions import SessionRow, Sessions

log = logging.getLogger(__name__)
AGAIN = "again-"
"""How the id of a design begins that is written anew after its server ended in the middle of it."""

ENDED = "The design could not be finished: the server ended while it wrote. Say “design” and it is written anew."
SUGGESTIONS = [
    "Design Netflix for 270M subscribers, 120M daily active, four nines, worldwide",
    "A booking system for a chain of 220 hotels in France, 9 developers, 12,000 USD a month",
    "900,000 smart meters that send a reading every 15 minutes, keep 3 years",
    "A wiki for a company of 40 people",
]


class Conversation:
    """Turns messages into stored events. Raises InputError for what cannot be done; nothing is lost then."""

    def __init__(self, sessions: Sessions, living: LivingKnowledge) -> None:
        self.sessions, self.living = sessions, living

    # -- connections ------------------------------------------------

    def greet(self, hello: wire.Hello) -> tuple[wire.Welcome, int]:
        """The welcome, and the seq after which events are to be sent."""
        row = self.sessions.find(hello.session) if hello.session else None
        restarted = row is None and hello.session is not None
        after = hello.after if row is not None else 0
        if row is None:
            session_id = self.sessions.begin(_stored(start()))
            row = self.sessions.find(session_id)
            assert row is not None
        if after > row.last_seq:
            after, restarted = 0, True  # the page has seen more than there is: it belongs to another life
        welcome = wire.Welcome(
            seq=row.last_seq,
            session=row.id,
            revision=self.living.current.revision,
            presets=[
                wire.PresetView(id=p.id, title=p.form.title, summary=p.form.summary)
                for p in sorted(self.living.current.presets.values(), key=lambda p: (not p.form.featured, p.form.title))
            ],
            suggestions=SUGGESTIONS,
            restarted=restarted,
        )
        return welcome, after

    # -- messages ---------------------------------------------------

    def handle(self, session_id: str, message: wire.Message) -> None:
        knowledge = self.living.current
        with self.sessions.changing(session_id) as row:
            dialogue = _dialogue(row)
            if isinstance(message, wire.Say) and message.text.strip():
                self.emit(row, wire.Said(who="person", text=message.text[: wire.MAX_TEXT]))
            turn = _turn(knowledge, dialogue, message)
            row.dialogue = _stored(turn.dialogue)
            if turn.dialogue == start() and dialogue != start():
                self.emit(row, wire.Cleared())
            self.sessions.save(row)  # whatever becomes of the design, what was said is kept
            self.tell(row, knowledge, turn, redesign=dialogue.designed)

    def emit(self, row: SessionRow, event: wire.Event) -> None:
        self.sessions.append(row, event)
        time.sleep(0)  # lets the sockets' writers run between two sections

    def tell(self, row: SessionRow, knowledge: Knowledge, turn: Turn, *, redesign: bool) -> None:
        """`redesign`: a design of the same system is there, and a new one is compared with it."""
        for reply in turn.replies:
            self.emit(row, wire.Said(who="groundplan", text=reply.text, tone=reply.tone))
        network = "durable" if turn.design else "counting"
        evaluation = evaluate(knowledge, givens(knowledge, turn.dialogue), network)  # type: ignore[arg-type]
        self.emit(row, _facts(knowledge, turn.dialogue, evaluation))
        if turn.design:
            self.design(row, turn.dialogue, evaluation, _choices_of(row) if redesign else {})
        self.emit(row, wire.Question(question=_question(turn.question) if turn.question else None))
        if turn.export:
            where = f"/api/sessions/{row.id}/"
            self.emit(row, wire.Said(who="groundplan", text=_export_words(row, turn.export, where), tone="answer"))

    def design(
        self, row: SessionRow, dialogue: Dialogue, evaluation: Evaluation, before: dict[str, str], attempt: str = ""
    ) -> None:
        """Writes the design. If that fails, `design_failed` ends it, and the files of the design before stay.

        Sections whose templates do not fail are written all the same.
        """
        began = time.perf_counter()
        design = assemble(evaluation, dialogue.title)
        name = f"{attempt}d{row.last_seq + 1}"
        self.emit(row, wire.DesignStarted(design=name, title=design.title, afresh=not before))
        parts: list[SectionText] = []
        try:
            for section in sections(design):
                parts.append(section)
                self.emit(row, wire.SectionDone(design=name, **asdict(section)))
            document = render(design, parts)
            trace = trace_text(evaluation, document, design.title)
            scale = scaled(name, evaluation)
        except Exception as error:  # whatever it is: the page must not wait for an end that never comes
            log.exception("a design could not be written")
            self.fail(row, name, _failure(error))
            return
        row.document, row.trace, row.title = document, trace, design.title
        self.sessions.save(row)
        self.emit(
            row,
            wire.DesignDone(
                design=name,
                milliseconds=(time.perf_counter() - began) * 1000,
                decisions=[_decision(view) for view in design.decisions],
                changed=_changed(before, design),
            ),
        )
        self.emit(row, scale)

    def finish(self, session_id: str) -> None:
        """Writes a design anew whose server ended in the middle of it. Nothing where the newest design has its end.

        Once: a design that ends the server a second time is only said to be unfinished.
        """
        if self.sessions.unfinished(session_id) is None:
            return
        knowledge = self.living.current
        with self.sessions.changing(session_id) as row:
            begun = self.sessions.unfinished(session_id)
            if begun is None:
                return  # somebody was only about to write it
            if begun.design.startswith(AGAIN):
                self.fail(row, begun.design, ENDED)
                return
            dialogue = _dialogue(row)
            self.emit(row, wire.Said(who="groundplan", text="The server ended while it wrote: I write it anew."))
            try:
                evaluation = evaluate(knowledge, givens(knowledge, dialogue))
                self.design(row, dialogue, evaluation, {} if begun.afresh else _choices_of(row), AGAIN)
            except Exception:  # the rules were edited since, and no longer have what was given
                log.exception("an unfinished design could not be written anew")
                self.fail(row, begun.design, ENDED)
            question = next_question(knowledge, dialogue)
            self.emit(row, wire.Question(question=_question(question) if question else None))

    def fail(self, row: SessionRow, design: str, message: str) -> None:
        self.emit(row, wire.DesignFailed(design=design, message=message))
        self.emit(row, wire.Said(who="groundplan", text=message, tone="problem"))

    # -- knowledge --------------------------------------------------

    def knowledge_changed(self, old: Knowledge, new: Knowledge) -> None:
        """Tells every connected session what the edit changes in its design."""
        for session_id in self.sessions.live():
            try:
                with self.sessions.changing(session_id) as row:
                    if not self.announce(row, wire.KnowledgeChanged(revision=new.revision, accepted=True, findings=[])):
                        continue
                    dialogue = _dialogue(row)
                    if dialogue.designed:
                        words = _difference(old, new, dialogue)
                        self.emit(row, wire.Said(who="groundplan", text=words, tone="answer"))
            except (KeyError, InputError):
                continue
            except Exception:  # the edit may have taken away what this session stands on; the others are still told
                log.exception("a session could not be told of an edit")

    def knowledge_refused(self, findings: Iterable[object]) -> None:
        texts = [str(finding) for finding in findings][:20]
        for session_id in self.sessions.live():
            try:
                with self.sessions.changing(session_id) as row:
                    revision = self.living.current.revision
                    self.announce(row, wire.KnowledgeChanged(revision=revision, accepted=False, findings=texts))
            except KeyError:
                continue

    def announce(self, row: SessionRow, change: wire.KnowledgeChanged) -> bool:
        """Whether the session is told: not where another worker, with a page of it open as well, has just done so."""
        newest = None if self.sessions.in_memory else self.sessions.newest(row.id, change.type)
        if newest is not None and newest.model_copy(update={"seq": change.seq}) == change:
            return False
        self.emit(row, change)
        return True


def _dialogue(row: SessionRow) -> Dialogue:
    return Dialogue.from_json(json.loads(row.dialogue))


def _stored(dialogue: Dialogue) -> str:
    return json.dumps(dialogue.as_json(), ensure_ascii=False)


def _turn(knowledge: Knowledge, dialogue: Dialogue, message: wire.Message) -> Turn:
    match message:
        case wire.Say():
            return hear(knowledge, dialogue, message.text)
        case wire.SetFact():
            return set_fact(knowledge, dialogue, message.fact, message.value)
        case wire.UnsetFact():
            return unset_fact(knowledge, dialogue, message.fact)
        case wire.Skip():
            return skip(knowledge, dialogue)
        case wire.Generate():
            return generate(knowledge, dialogue)
        case wire.Pin():
            return pin(knowledge, dialogue, message.decision, message.option)
        case wire.Restart():
            return restart(knowledge)
    raise InputError("say hello only once")


def _facts(knowledge: Knowledge, dialogue: Dialogue, evaluation: Evaluation) -> wire.Facts:
    rows = facts_shown(knowledge, dialogue, evaluation)
    views = [wire.FactView.model_validate(row) for row in rows]
    return wire.Facts(title=dialogue.title, facts=views)


def _question(asked: Asked) -> wire.QuestionView:
    return wire.QuestionView(
        fact=asked.fact,
        ask=asked.ask,
        why=asked.why,
        help=asked.help,
        kind=asked.kind,
        unit=asked.unit,
        replies=[wire.ReplyView(label=label, value=value) for label, value in asked.replies],
        assumed=asked.assumed,
    )


def _decision(view: DesignDecision) -> wire.DecisionView:
    return wire.DecisionView(
        decision=view.id,
        title=view.title,
        section=view.section,
        question=view.question,
        choice=view.choice,
        choice_title=view.choice_title,
        why=list(view.why),
        given_up=list(view.given_up),
        would_change=[flip.text for flip in view.would_change],
        pinned=view.pinned,
        unsatisfiable=view.unsatisfiable,
        risks=[wire.RiskView(text=risk.text, measures=list(risk.measures)) for risk in view.risks],
        standings=[
            wire.StandingView(
                option=o.id,
                title=o.title,
                points=o.points,
                excluded=o.excluded,
                chosen=o.chosen,
                reasons=list(o.reasons),
            )
            for o in view.options
        ],
    )


def _failure(error: Exception) -> str:
    """Why a design is not whole, for the person and for who tunes the templates."""
    if not isinstance(error, KnowledgeError):
        return "The design could not be finished. The log of the server says why."
    first, *others = error.findings
    more = f", and {len(others)} more {'sections' if len(others) > 1 else 'section'}" if others else ""
    return f"The design could not be finished: {first.message} ({first.place.path}:{first.place.line}){more}."


def _choices_of(row: SessionRow) -> dict[str, str]:
    choices: dict[str, str] = json.loads(row.trace)["choices"] if row.trace else {}
    return choices


def _changed(before: dict[str, str], design: Design) -> list[str]:
    if not before:
        return []
    knowledge = design.evaluation.knowledge
    return _moved(knowledge, before, design.evaluation.choices)


def _moved(knowledge: Knowledge, before: dict[str, str], after: dict[str, str]) -> list[str]:
    def title(name: str, option: str | None) -> str:
        if option is None:
            return "not needed"
        options = knowledge.decisions[name].options
        return options[option].title if option in options else option

    return [
        f"{d.form.title}: {title(name, before.get(name))} → {title(name, after.get(name))}"
        for name, d in knowledge.decisions.items()
        if before.get(name) != after.get(name)
    ]


def _difference(old: Knowledge, new: Knowledge, dialogue: Dialogue) -> str:
    before = evaluate(old, givens(old, dialogue), "counting").choices
    after = evaluate(new, givens(new, dialogue), "counting").choices
    moved = _moved(new, before, after)
    if not moved:
        return "The rules were edited. Your design would not change."
    return "The rules were edited. A new design would differ:\n\n" + "\n".join(f"- {line}" for line in moved)


def _export_words(row: SessionRow, export: str, where: str) -> str:
    if row.document is None:
        return "There is no design to export yet: describe the system, or say “just design it”."
    files = [("Markdown", "design.md"), ("one HTML page", "design.html"), ("JSON trace", "trace.json")]
    files.append(("files that run", "design.zip"))
    return "Here it is: " + " · ".join(f"[{title}]({where}{name})" for title, name in files)
