"""Whatever a person types, and what follows from it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import replace

from engine.inference import Evaluation
from engine.interview.about_document import about_document
from engine.interview.changing import WELCOME, generate, left, pin, restart
from engine.interview.comparing import compare
from engine.interview.course import asking, changed, led_back, unchanged
from engine.interview.dialogue import CAPABILITIES, Dialogue, start
from engine.interview.explaining import explained, unknown_name
from engine.interview.lexicon import lexicon_of
from engine.interview.mentions import options_meant, phrases_of
from engine.interview.naming import name_in, name_of_records, opening_name
from engine.interview.nearest import Near, nearest
from engine.interview.questions import question_about
from engine.interview.supposing import outage, what_if
from engine.interview.trying import current
from engine.interview.turns import Reply, Turn
from engine.interview.understanding import Understood, understand
from engine.interview.whys import which_why, why, why_not
from engine.interview.words import quoted
from engine.knowledge.definitions import Knowledge
from engine.knowledge.values import shown
from engine.reading import Context, Reading, read
from engine.texts import listed, lower_first, sentence

CAN_DO = """Tell me in your own words what to design: what people do with it, how many they are, what must hold.
- “Design a photo sharing app for 5 million daily users, four nines”, or only the name of a well-known product
- “p99 under 100 ms”, “double the users”, “no payments”: sets or changes a fact at any time
- “why PostgreSQL?”, “why not Kafka?”, “Kafka or RabbitMQ?”, “what if we had 10x the users?”: reasons and numbers
- “skip”, “you decide”, “back”, “start over”, “just design it”, “export as Markdown”"""
MAX_TEXT = 4_000
MAX_QUESTION = 200
ANEW = re.compile(
    r"^\W*(?:(?:now|next|ok|okay|please|great|thanks|and|so|can|could|would|you|let'?s|i|we|want|need|to|would|like)\W+){0,6}"
    r"(?:design|build|create|architect|make|sketch|draft)\b(?!\s+(?:it|this|that|the design)\b)",
    re.IGNORECASE,
)
THANKS = re.compile(r"\b(?:thanks|thank|thx|ty|cheers|merci|danke|gracias)\b", re.IGNORECASE)
GREETING = re.compile(
    r"^\W*(?:hi|hello|hey|hallo|hola|bonjour|yo|howdy|greetings|good (?:morning|day|afternoon|evening))\b",
    re.IGNORECASE,
)
WHO = re.compile(r"\b(?:are you|who are|what are you|bot|human|chatgpt|gpt|llm)\b", re.IGNORECASE)
IN_GENERAL = re.compile(r"\b(?:can you|you can|you do|(?:this|it|that) works?|commands|how do i use)\b", re.IGNORECASE)
OUTAGE = re.compile(
    r"\b(?:goes? down|went down|is down|fails?|failed|dies|died|crash(?:es|ed)?|outage|breaks?|unavailable"
    r"|burns? (?:down|out)|is lost|lose (?:a|one|the)|losing (?:a|one|the))\b",
    re.IGNORECASE,
)
MEANING = re.compile(r"\b(?:mean|means|meaning|what is|what's|what are|explain|define|stands? for)\b", re.IGNORECASE)
WHAT_IF_WHAT = (
    "What if what? I can suppose facts, features and choices, such as “what if we had 10x the users?” or "
    "“what if we used Kafka?”."
)
FORMATS = {
    "markdown": "markdown",
    "md": "markdown",
    "json": "json",
    "trace": "json",
    "html": "html",
    "pdf": "html",
    "docx": "html",
    "word": "html",
}
KNOWN_FORMATS = "Markdown, a web page and the JSON decision trace"
AS_ANOTHER = {
    "pdf": "I write no PDF: the web page is made for printing, also to PDF.",
    "docx": "I write no Word file: Word opens the web page.",
    "word": "I write no Word file: Word opens the web page.",
}

_WITH_RECORDS = frozenset({"registers", "identity", "notifications", "search", "audit_log", "media_upload"})
"""What may be heard beside records without making another system of it."""


def hear(knowledge: Knowledge, dialogue: Dialogue, text: str) -> Turn:
    """What follows from `text`, whatever it is: nothing that was given before is ever lost by it."""
    if not text.strip():
        return led_back(knowledge, dialogue, [Reply(f"That was empty. {_prompt(knowledge, dialogue)}")])
    asked = dialogue.question if dialogue.question in knowledge.facts else None
    known = current(knowledge, dialogue).capabilities if dialogue.facts or dialogue.preset else ()
    reading = read(text[:MAX_TEXT], lexicon_of(knowledge), Context(asked, frozenset(known)))
    near = nearest(knowledge, reading.text) if _names_nothing(dialogue, reading, known) else None
    if near is not None:
        reading = read(text[:MAX_TEXT], lexicon_of(knowledge), Context(asked, frozenset([near.capability])))
        turn = _told(knowledge, dialogue, reading, near)
    elif known and (answer := _answer_on_document(knowledge, dialogue, reading, text)) is not None:
        turn = answer
    else:
        turn = _HANDLERS.get(reading.intent, _told)(knowledge, dialogue, reading)
    if len(text) <= MAX_TEXT:
        return turn
    note = f"That is {len(text):,} characters; I read the first {MAX_TEXT:,}. A few sentences are enough for me."
    return replace(turn, replies=(Reply(note, "problem"), *turn.replies))


def _answer_on_document(knowledge: Knowledge, dialogue: Dialogue, reading: Reading, text: str) -> Turn | None:
    """A question about a part of the document or a failure of the system; None for all other words."""
    if reading.intent in ("describe", "export", "compare", "why_not") or len(text) > MAX_QUESTION:
        return None
    if OUTAGE.search(text) and "?" in text and reading.intent in ("help", "out_of_scope", "answer", "set_fact"):
        return _what_if(knowledge, dialogue, replace(reading, facts=(), scale={}))
    found = about_document(current(knowledge, dialogue), text)
    if found is None or reading.facts or reading.scale or reading.capabilities:
        return None
    return unchanged(knowledge, dialogue, [Reply(found, "answer")])


def _names_nothing(dialogue: Dialogue, reading: Reading, known: Collection[str]) -> bool:
    """Whether a system may be described here of which no phrase says what people do with it."""
    if known or dialogue.designed or reading.capabilities or reading.not_capabilities or reading.preset:
        return False
    if reading.text.rstrip().endswith("?"):
        return False
    return reading.intent in ("describe", "set_fact", "out_of_scope") or dialogue.question == CAPABILITIES


def _prompt(knowledge: Knowledge, dialogue: Dialogue) -> str:
    if dialogue.question in knowledge.facts and dialogue.question is not None:
        fact = knowledge.facts[dialogue.question]
        return f"The open question is: {fact.form.ask or fact.title}"
    if dialogue.designed:
        return "You can change any fact, ask “why …?” or “what if …?”, or say “export”."
    return WELCOME


# -- facts ---


def _told(knowledge: Knowledge, dialogue: Dialogue, reading: Reading, near: Near | None = None) -> Turn:
    """A description, an answer, a fact, a change in proportion; `near` is what it is about if it names nothing."""
    old = dialogue
    if _is_anew(dialogue, reading):
        dialogue = start()
    state = understand(knowledge, dialogue, reading, near)
    if dialogue is not old and state.touched:
        state.remarks.insert(
            0, f"A new design: I start afresh and take nothing over from {old.title or 'the one before'}."
        )
    elif dialogue is not old:
        dialogue, state = old, understand(knowledge, old, reading)
    if not state.touched:
        pinned = _pinned(knowledge, state.dialogue, reading)
        if pinned is not None:
            return pinned
        return _nothing_taken(knowledge, dialogue, reading, state)
    named = (
        state.dialogue if CAPABILITIES in dialogue.facts else state.dialogue.but(named=_name(reading) or dialogue.named)
    )
    return changed(knowledge, named, state.replies(), state.touched)


def _name(reading: Reading) -> str:
    """What the person calls the system, if the words describe one."""
    name = name_in(reading.text)
    records = name_of_records(reading.text, name) if set(reading.capabilities) <= _WITH_RECORDS else ""
    if records or (not reading.capabilities and reading.intent != "describe"):
        return records
    return name or (opening_name(reading.text) if reading.product else "")


def _pinned(knowledge: Knowledge, dialogue: Dialogue, reading: Reading) -> Turn | None:
    """`use Kafka`: the person's own choice, of the decision that has to be made here if the name fits several."""
    evaluation = current(knowledge, dialogue)
    for target in _targets(reading):
        options = options_meant(evaluation, target, chosen=True)
        if options:
            return pin(knowledge, dialogue, options[0].owner, options[0].option)
    return None


def _is_anew(dialogue: Dialogue, reading: Reading) -> bool:
    """Whether a design is there and another system is described, not more of this one."""
    if not dialogue.designed or reading.intent != "describe" or not (reading.capabilities or reading.preset):
        return False
    return bool(ANEW.match(reading.text))


def _nothing_taken(knowledge: Knowledge, dialogue: Dialogue, reading: Reading, state: Understood) -> Turn:
    """Words from which no fact came: what was not understood is said, and asked about."""
    replies = state.replies()
    if not replies:
        replies = [Reply(f"I could not read a fact from {quoted(reading.text)}.{_asked_form(knowledge, dialogue)}")]
    if dialogue.question is None and not dialogue.designed and CAPABILITIES in knowledge.facts and not dialogue.asked:
        return asking(knowledge, dialogue.but(named=_name(reading)), replies, CAPABILITIES)
    return unchanged(knowledge, dialogue, replies)


def _asked_form(knowledge: Knowledge, dialogue: Dialogue) -> str:
    """The form that an answer to the open question takes."""
    name = dialogue.question
    if name is None or name not in knowledge.facts:
        return ""
    fact = knowledge.facts[name]
    examples = [label for label, _ in question_about(knowledge, dialogue, name).replies][:3]
    if name == CAPABILITIES:
        return f" I know, for example, {listed(examples)}."
    if fact.kind == "quantity":
        return (
            f" {fact.title} is a number, such as {listed(examples, 'or')}."
            if examples
            else f" {fact.title} is a number."
        )
    return f" It takes {listed(examples, 'or')}." if examples else ""


# -- questions of the person ---


def _targets(reading: Reading) -> list[str]:
    if reading.target is None:
        return []
    return [reading.target] if isinstance(reading.target, str) else list(reading.target)


def _answer(knowledge: Knowledge, dialogue: Dialogue, text: str) -> Turn:
    if not dialogue.facts and dialogue.preset is None:
        text = f"Nothing is given yet, so this is for the usual case.\n\n{text}"
    return unchanged(knowledge, dialogue, [Reply(text, "answer")])


def _why(knowledge: Knowledge, dialogue: Dialogue, reading: Reading) -> Turn:
    targets = _targets(reading) or phrases_of(knowledge, reading.text)[:1]
    if not targets and dialogue.question in knowledge.facts and dialogue.question is not None:
        question = question_about(knowledge, dialogue, dialogue.question)
        return unchanged(
            knowledge, dialogue, [Reply(f"{question.why} Without an answer: {question.assumed}", "answer")]
        )
    evaluation = current(knowledge, dialogue)
    if not targets:
        return _answer(knowledge, dialogue, which_why(evaluation))
    return _answer(knowledge, dialogue, "\n\n".join(why(evaluation, target) for target in targets[:2]))


def _why_not(knowledge: Knowledge, dialogue: Dialogue, reading: Reading) -> Turn:
    evaluation, targets = current(knowledge, dialogue), _targets(reading)
    if not targets:
        return _answer(knowledge, dialogue, "Why not what? Name an option, such as “why not Kafka?”.")
    return _answer(knowledge, dialogue, "\n\n".join(why_not(evaluation, target) for target in targets[:2]))


def _compare(knowledge: Knowledge, dialogue: Dialogue, reading: Reading) -> Turn:
    return _answer(knowledge, dialogue, compare(current(knowledge, dialogue), _targets(reading)))


def _what_if(knowledge: Knowledge, dialogue: Dialogue, reading: Reading) -> Turn:
    """Evaluates the hypothesis beside what is; sets nothing."""
    before = current(knowledge, dialogue)
    if OUTAGE.search(reading.text) and not reading.facts and not reading.scale:
        return _answer(knowledge, dialogue, outage(before, reading.text))
    state = understand(knowledge, dialogue.but(question=None), reading)
    supposed, pinned = [lower_first(line) for line in state.lines], state.dialogue
    for target in _targets(reading):
        pinned, words = _supposed_choice(before, pinned, target)
        supposed += [words] if words else []
    if state.dialogue.preset != dialogue.preset and state.dialogue.preset is not None:
        supposed.insert(0, f"it is {knowledge.presets[state.dialogue.preset].form.title}")
    problems = [Reply(text, "problem") for text in state.problems]
    if not supposed:
        if _targets(reading) and not problems:
            return _answer(knowledge, dialogue, why(before, _targets(reading)[0]))
        return unchanged(knowledge, dialogue, problems or [Reply(WHAT_IF_WHAT, "answer")])
    text = what_if(before, current(knowledge, pinned), listed(supposed))
    return unchanged(knowledge, dialogue, [*problems, Reply(text, "answer")])


def _supposed_choice(before: Evaluation, dialogue: Dialogue, target: str) -> tuple[Dialogue, str]:
    options = options_meant(before, target, chosen=False)
    meant = next((m for m in options if before.choices.get(m.owner) != m.option), None)
    if meant is None:
        return dialogue, ""
    form = before.knowledge.decisions[meant.owner].form
    words = f"{lower_first(form.title)}: **{before.knowledge.title(meant.owner, meant.option)}**"
    return dialogue.with_pin(meant.owner, meant.option), words


def _help(knowledge: Knowledge, dialogue: Dialogue, reading: Reading) -> Turn:
    for target in _targets(reading):
        text = explained(current(knowledge, dialogue), target)
        if text is not None:
            return unchanged(knowledge, dialogue, [Reply(text, "answer")])
        return unchanged(knowledge, dialogue, [Reply(unknown_name(knowledge, target), "answer")])
    name = dialogue.question
    if MEANING.search(reading.text):
        for phrase in phrases_of(knowledge, reading.text):
            text = explained(current(knowledge, dialogue), phrase)
            if text is not None:
                return unchanged(knowledge, dialogue, [Reply(text, "answer")])
    if name is not None and name in knowledge.facts and not IN_GENERAL.search(reading.text):
        question = question_about(knowledge, dialogue, name)
        parts = [f"**{knowledge.facts[name].title}**", sentence(question.help), question.why]
        examples = listed([label for label, _ in question.replies][:3], "or")
        parts.append(f"Answers are, for example, {examples}." if examples else "")
        parts.append(f"If you skip it: {sentence(question.assumed)}")
        text = " ".join([f"{parts[0]}.", *(part for part in parts[1:] if part)])
        return unchanged(knowledge, dialogue, [Reply(text, "answer")])
    return led_back(knowledge, dialogue, [Reply(CAN_DO, "answer")])


# -- the course ---


def _skip(knowledge: Knowledge, dialogue: Dialogue, reading: Reading) -> Turn:
    return left(knowledge, dialogue, "Skipped")


def _unknown(knowledge: Knowledge, dialogue: Dialogue, reading: Reading) -> Turn:
    if reading.facts or reading.capabilities:
        return _told(knowledge, dialogue, reading)
    if dialogue.question is None:
        text = f"Then I go by the usual values, and say where. {_prompt(knowledge, dialogue)}"
        return led_back(knowledge, dialogue, [Reply(text)])
    return left(knowledge, dialogue, "Then I take what is usual")


def _back(knowledge: Knowledge, dialogue: Dialogue, reading: Reading) -> Turn:
    """To the question before; every answer stays, also the later ones."""
    past = [name for name in dialogue.past if name in knowledge.facts]
    if not past:
        return led_back(
            knowledge, dialogue, [Reply("There is no question before this one. Any fact can be changed by saying it.")]
        )
    open_now = dialogue.question
    asked = tuple(name for name in dialogue.asked if name != open_now or name in past)
    dialogue = dialogue.but(past=tuple(past[:-1]), question=None, asked=asked)
    fact = knowledge.facts[past[-1]]
    own = dialogue.facts.get(fact.name)
    now = f" It is **{shown(fact, own.value)}** now; “skip” keeps it." if own is not None else ""
    return asking(knowledge, dialogue, [Reply(f"Back to: {fact.title}.{now} Everything else stays too.")], fact.name)


def _restart(knowledge: Knowledge, dialogue: Dialogue, reading: Reading) -> Turn:
    return restart(knowledge)


def _generate(knowledge: Knowledge, dialogue: Dialogue, reading: Reading) -> Turn:
    state = understand(knowledge, dialogue, reading)
    turn = generate(knowledge, state.dialogue)
    return Turn(turn.dialogue, (*state.replies(), *turn.replies), turn.question, turn.design, turn.export)


def _export(knowledge: Knowledge, dialogue: Dialogue, reading: Reading) -> Turn:
    wanted = str(_targets(reading)[0]).lower() if _targets(reading) else "markdown"
    form = FORMATS.get(wanted)
    if form is None:
        text = f"I cannot write {wanted}. I can give the design as {KNOWN_FORMATS}: “export as Markdown”, for instance."
        return unchanged(knowledge, dialogue, [Reply(text, "problem")])
    notes = [Reply(AS_ANOTHER[wanted])] if wanted in AS_ANOTHER else []
    if dialogue.designed:
        return replace(unchanged(knowledge, dialogue, notes), export=form)
    turn = generate(knowledge, dialogue)
    return replace(turn, replies=(*turn.replies, *notes), export=form) if turn.design else turn


def _smalltalk(knowledge: Knowledge, dialogue: Dialogue, reading: Reading) -> Turn:
    if WHO.search(reading.text):
        who = "I am Groundplan: rules and sums that anybody can read, and no language model."
        return led_back(knowledge, dialogue, [Reply(f"{who} {_prompt(knowledge, dialogue)}")])
    lead = "You are welcome." if THANKS.search(reading.text) else "Hello." if GREETING.match(reading.text) else "Good."
    return led_back(knowledge, dialogue, [Reply(f"{lead} {_prompt(knowledge, dialogue)}")])


def _out_of_scope(knowledge: Knowledge, dialogue: Dialogue, reading: Reading) -> Turn:
    if reading.facts or reading.capabilities or reading.preset:
        return _told(knowledge, dialogue, reading)
    lead = " ".join(sentence(note) for note in reading.notes)
    heard = f"I could not read anything about a system from {quoted(reading.text)}; designing systems is all I do."
    text = f"{lead} {heard} {_prompt(knowledge, dialogue)}"
    return led_back(knowledge, dialogue, [Reply(text.strip())])


Handler = Callable[[Knowledge, Dialogue, Reading], Turn]
_HANDLERS: dict[str, Handler] = {
    "describe": _told,
    "answer": _told,
    "set_fact": _told,
    "scale_by": _told,
    "why": _why,
    "why_not": _why_not,
    "compare": _compare,
    "what_if": _what_if,
    "skip": _skip,
    "unknown": _unknown,
    "back": _back,
    "restart": _restart,
    "generate": _generate,
    "help": _help,
    "export": _export,
    "smalltalk": _smalltalk,
    "out_of_scope": _out_of_scope,
}
