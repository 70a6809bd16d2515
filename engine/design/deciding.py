"""Decisions as the document states them."""

from __future__ import annotations

from engine.decisions.ledger import Ledger
from engine.design.model import ConflictView, DecisionView, FlipView, OptionView, Risk
from engine.design.words import filled
from engine.explanation.conflicts import conflicts
from engine.explanation.flips import telling_flips
from engine.inference.evaluation import Evaluation
from engine.knowledge.definitions import Rule
from engine.knowledge.models import SECTIONS
from engine.texts import lower_first

FLIPS_SHOWN = 3


def decision_views(evaluation: Evaluation) -> tuple[DecisionView, ...]:
    """All decisions that apply, in the order of the sections."""
    knowledge = evaluation.knowledge
    order = {name: (SECTIONS.index(d.form.section), i) for i, (name, d) in enumerate(knowledge.decisions.items())}
    return tuple(
        _view(evaluation, evaluation.ledgers[name]) for name in sorted(evaluation.ledgers, key=order.__getitem__)
    )


def risks(evaluation: Evaluation) -> tuple[Risk, ...]:
    """What speaks against the person's own choices, rule by rule, and what the rules cannot reconcile."""
    found: list[Risk] = []
    for ledger in evaluation.ledgers.values():
        found += _objections(evaluation, ledger)
    found.extend(
        Risk(problem.subject, problem.message) for problem in evaluation.problems if problem.code == "conflict"
    )
    return tuple(found)


def _objections(evaluation: Evaluation, ledger: Ledger) -> list[Risk]:
    """What speaks against a choice that was pinned or that no option could be free of; none for the rules' own."""
    if not (ledger.pinned or ledger.unsatisfiable):
        return []
    decision = evaluation.knowledge.decisions[ledger.decision]
    title = f"{decision.form.title}: {evaluation.knowledge.title(ledger.decision, ledger.choice)}"
    against = [
        (evaluation.because(e.rule), e.rule) for e in ledger.entries if e.option == ledger.choice and e.points < 0
    ]
    against += [(_why_out(evaluation, e.why, e.rule), e.rule) for e in ledger.exclusions_of(ledger.choice)]
    by_text: dict[str, tuple[str, ...]] = {}
    for text, rule in against:
        by_text.setdefault(text, filled(evaluation, [rule.otherwise] if rule.otherwise else []))
    found = [Risk(title, text, measures) for text, measures in by_text.items() if text]
    if ledger.pinned and ledger.choice != ledger.free_choice:
        free = evaluation.knowledge.title(ledger.decision, ledger.free_choice)
        needs = filled(evaluation, decision.options[ledger.choice].needs)
        found.append(Risk(title, f"the rules alone would choose {free}", needs))
    return found


def conflict_views(evaluation: Evaluation) -> tuple[ConflictView, ...]:
    """What was asked for that cannot all be had."""
    return tuple(
        ConflictView(
            conflict.title,
            conflict.clashing(evaluation),
            conflict.reasons,
            tuple(change.words(evaluation) for change in conflict.relaxations),
        )
        for conflict in conflicts(evaluation)
    )


def _view(evaluation: Evaluation, ledger: Ledger) -> DecisionView:
    knowledge = evaluation.knowledge
    decision = knowledge.decisions[ledger.decision]
    chosen = decision.options[ledger.choice]
    for_choice = [e for e in ledger.entries_for(ledger.choice) if e.points > 0]
    why = tuple(dict.fromkeys(evaluation.because(e.rule) for e in for_choice if e.rule.because))
    if ledger.pinned:
        why = ("the request fixes this choice", *why)
    elif not why:
        against = [e for e in ledger.entries if e.points < 0]
        why = tuple(dict.fromkeys(evaluation.because(e.rule) for e in against if e.rule.because))[:2]
        why = why or ("it is the simplest option, and nothing in this case needs more",)
    runner_up = ledger.runner_up
    given_up = [*filled(evaluation, chosen.cons)[:2]]
    if runner_up is not None and not ledger.exclusions_of(runner_up):
        missed = filled(evaluation, decision.options[runner_up].pros)[:1]
        given_up += [f"{decision.options[runner_up].title} would have offered: {pro}" for pro in missed]
    deciding = [e.rule for e in (for_choice or ledger.entries)]
    return DecisionView(
        id=ledger.decision,
        title=decision.form.title,
        section=decision.form.section,
        question=decision.form.question,
        choice=ledger.choice,
        choice_title=chosen.title,
        category=chosen.category,
        why=why,
        given_up=tuple(given_up),
        would_change=tuple(
            FlipView(flip.moved.cause(evaluation), flip.becomes_title(evaluation), flip.moved.up, flip.moved.distance)
            for flip in telling_flips(evaluation, ledger.decision, FLIPS_SHOWN)
        ),
        needs=filled(evaluation, chosen.needs),
        rules=tuple(dict.fromkeys(e.rule.id for e in for_choice)),
        assumptions=tuple(_assumptions(evaluation, deciding)),
        options=tuple(_option(evaluation, ledger, option) for option in decision.options),
        runner_up=decision.options[runner_up].title if runner_up else "",
        points=", ".join(
            f"{decision.options[s.option].title} {'out' if s.excluded else format(s.points, '+g') if s.points else '0'}"
            for s in ledger.standings
        ),
        pinned=ledger.pinned,
        unsatisfiable=ledger.unsatisfiable,
        risks=tuple(_objections(evaluation, ledger)),
    )


def _option(evaluation: Evaluation, ledger: Ledger, option: str) -> OptionView:
    form = evaluation.knowledge.decisions[ledger.decision].options[option]
    reasons = [f"{e.points:+g} {evaluation.because(e.rule)}" for e in ledger.entries_for(option)]
    reasons += [f"out: {_why_out(evaluation, e.why, e.rule)}" for e in ledger.exclusions_of(option)]
    return OptionView(
        id=option,
        title=form.title,
        points=ledger.points(option),
        excluded=bool(ledger.exclusions_of(option)),
        chosen=option == ledger.choice,
        pros=filled(evaluation, form.pros),
        cons=filled(evaluation, form.cons),
        reasons=tuple(dict.fromkeys(reasons)),
    )


def _why_out(evaluation: Evaluation, why: str, rule: Rule) -> str:
    return evaluation.text(why) or evaluation.because(rule)


def _assumptions(evaluation: Evaluation, rules: list[Rule]) -> list[str]:
    """The assumed inputs that the deciding rules compare, in words.

    What was not said to be so is no assumption, and what the system does is told at the head of the document.
    """
    found: dict[str, str] = {}
    for rule in rules:
        for key in rule.condition.reads:
            fact = evaluation.facts.get(key)
            if fact is None or fact.origin != "assumed" or fact.value is False or key == "capabilities":
                continue
            if evaluation.knowledge.facts[key].form.input:
                found[key] = _assumed_words(evaluation.knowledge.facts[key].title, evaluation.shown(key) or "")
    return list(found.values())


def _assumed_words(title: str, value: str) -> str:
    """`availability 99.9%`, and `managed services allowed: yes` where the value is a word."""
    return f"{lower_first(title)}{' ' if value[:1] in '0123456789$' else ': '}{value}"
