"""Questions about the document itself: what a section holds, what it costs and why, what is hardest, where a sum is."""

from __future__ import annotations

import re

from engine.design.costing import cost_lines
from engine.design.words import filled
from engine.inference import Evaluation
from engine.interview.whys import why
from engine.knowledge.models import SECTION_TITLES, SECTIONS
from engine.texts import listed, lower_first

_HOLDS = {
    "goals": "what it is for, who uses it, the requirements and every assumption",
    "architecture": "the components and their interactions, with the diagram",
    "components": "each component, and the further hard problems",
    "storage": "what is stored, how much of it, and in which store",
    "apis": "the calls, events and limits",
    "scalability": "node counts, sharding, queues and rate limits",
    "security": "authentication, authorisation, encryption, threats and compliance",
    "observability": "targets, metrics, alerts and logs",
    "delivery": "tests, pipeline and rollout",
    "infrastructure": "where it runs, what fails over and what it costs",
    "tradeoffs": "pros and cons, alternatives and flip points",
}
_TOPICS = {
    "goals": "requirements? goals? assumptions? scope users",
    "storage": "data schema tables? storage stores? databases? backups? retention entities",
    "apis": "apis? endpoints? calls events?",
    "scalability": "scaling scalability performance latency load capacity caching sharding servers? nodes? machines?",
    "security": "security encryption authentication authorisation authorization privacy gdpr threats?",
    "observability": "monitoring observability alerts? metrics logs? logging slos?",
    "delivery": "tests? testing ci cd pipeline deployments? rollout releases? rollback",
    "infrastructure": "infrastructure hosting regions? disaster recovery failover costs? prices? cloud",
    "tradeoffs": "trade-?offs? alternatives? risks?",
    "architecture": "architecture diagram overview",
    "components": "components? services? modules? parts?",
}
_NUMBERED = re.compile(r"\b(?:section|chapter|part)\s*(?:no\.?|number)?\s*(\d{1,2})\b", re.IGNORECASE)
_WHERE = re.compile(
    r"\b(?:which|what) (?:section|chapter|part)\b|\bwhere (?:do|does|is|are|can|in the)\b", re.IGNORECASE
)
_COST = re.compile(
    r"\bcost (?:breakdown|split|structure|drivers?)\b|\bbreak ?down (?:of )?(?:the )?cost"
    r"|\bwhat does (?:it|this|that) cost"
    r"|\bhow much (?:does|will|would) (?:it|this|that) cost\b|\bwhere does the money go\b"
    r"|\bmonthly cost\b|\bwhat(?:'s| is) the (?:bill|price)\b",
    re.IGNORECASE,
)
_CHEAPER = re.compile(
    r"\bcheaper\b|\b(?:save|saving) money\b|\b(?:cut|reduce|lower|bring down) (?:the )?(?:costs?|bill|price)\b"
    r"|\b(?:too|so) expensive\b|\bcost so much\b",
    re.IGNORECASE,
)
_RISKS = re.compile(
    r"\b(?:biggest|main|major|greatest|top|key|worst) (?:risks?|challenges?|problems?|difficult\w*|bottlenecks?)\b"
    r"|\bwhat(?:'s| is) (?:the )?(?:hard(?:est)?|difficult)\b|\bhardest parts?\b|\bwhat (?:could|can|might) go wrong\b",
    re.IGNORECASE,
)
_SIZED = re.compile(
    r"\bhow (?:did|do|was|were|have|is|are)\b.*\b(?:servers?|nodes?|machines?|instances)\b", re.IGNORECASE
)
_DEAREST = 8
_HARDEST = 6


def about_document(evaluation: Evaluation, text: str) -> str | None:
    """The answer to a question about the document; None where `text` asks for something else."""
    if re.search(r"\bwhat (?:if|happens)\b|\bwould\b", text, re.IGNORECASE):
        return None
    number = _NUMBERED.search(text)
    if number is not None and 1 <= int(number[1]) <= len(SECTIONS):
        return _section(evaluation, int(number[1]))
    if _CHEAPER.search(text):
        return _cheaper(evaluation)
    if _COST.search(text):
        return _cost(evaluation)
    if _RISKS.search(text):
        return _risks(evaluation)
    if _SIZED.search(text):
        return _sized(evaluation)
    if _WHERE.search(text):
        found = next((at for at, name in enumerate(SECTIONS, 1) if _speaks_of(name, text)), None)
        if found is not None:
            return _section(evaluation, found)
    return None


def _speaks_of(section: str, text: str) -> bool:
    return any(re.search(rf"\b{word}\b", text, re.IGNORECASE) for word in _TOPICS[section].split())


def _section(evaluation: Evaluation, number: int) -> str:
    name = SECTIONS[number - 1]
    decisions = evaluation.knowledge.decisions
    chosen = [
        f"- {decisions[d].form.title}: **{evaluation.knowledge.title(d, ledger.choice)}**"
        for d, ledger in evaluation.ledgers.items()
        if decisions[d].form.section == name
    ]
    text = f"**Section {number}, {SECTION_TITLES[name]}**: {_HOLDS[name]}."
    if not chosen:
        return text
    return f"{text} Decided there:\n" + "\n".join(chosen) + "\n\nAsk “why …?” about any of them."


def _cost(evaluation: Evaluation) -> str:
    total = evaluation.number("monthly_cost")
    rows = [f"- {line.title}: {line.text}" for line in cost_lines(evaluation)[:_DEAREST]]
    lead = f"At list prices it costs **{evaluation.shown('monthly_cost')}**"
    return f"{lead}:\n" + "\n".join(rows) if rows and total else f"{lead}. Section 10 has the sum."


def _cheaper(evaluation: Evaluation) -> str:
    largest = [lower_first(line.title) for line in cost_lines(evaluation)[:3]]
    text = f"It costs **{evaluation.shown('monthly_cost')}**"
    text += f", most of it for {listed(largest)}. " if largest else ". "
    text += (
        "Lower demands lower it: name a budget (“at most $500 a month”) to see what does not fit, or try "
        "“what if 99.9% were enough?”, “what if we kept data for one year?”, “what if there were no second region?”."
    )
    return text


def _risks(evaluation: Evaluation) -> str:
    knowledge = evaluation.knowledge
    hard = [
        title
        for capability in evaluation.capabilities
        for title in filled(
            evaluation, (p.title for p in knowledge.capabilities[capability].hard_parts if p.when is None)
        )[:2]
    ]
    if not hard:
        return "Sections 1 and 3.5 tell the hard problems, section 8 the failure modes."
    rows = "\n".join(f"- {title}" for title in hard[:_HARDEST])
    where = "Sections 1 and 3.5 say how each is solved, section 11 what would change the design."
    return f"The hard problems here:\n{rows}\n\n{where}"


def _sized(evaluation: Evaluation) -> str:
    return why(evaluation, "total_nodes" if evaluation.value("total_nodes") is not None else "compute_nodes")
