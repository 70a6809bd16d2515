"""What a person calls the system: the noun phrase with which a request begins."""

from __future__ import annotations

import re

MOST_WORDS, MOST_LETTERS = 9, 64
MOST_ALONE = 4

_GREETING = re.compile(r"^(?:please|ok|okay|so|hi|hello|hey|hi there|good morning|basically)[\s,!]+", re.I)
_WISH = re.compile(
    r"^(?:(?:can|could|would|will) you (?:please )?"
    r"|(?:i|we) (?:want|need|would like|plan|intend|have)(?: to)? |(?:i|we)'d like(?: to)? "
    r"|(?:i am|i'm|we are|we're) |how (?:would|do|should|can) (?:you|i|we|one) |let's |help (?:me|us)(?: to)? )",
    re.I,
)
_ORDER = re.compile(
    r"^(?:to )?(?:design|build|create|make|develop|sketch|architect|plan|draw up|propose"
    r"|designing|building|creating|developing|making)\s+(?:me |us |out )?",
    re.I,
)
_END = re.compile(r"[.!?](?:\s|$)|,(?!\d{3})|[;:(]|\s[-–—]+\s|\d\s*/")
# Where the name ends and what is said of it begins. A number of people goes into the title from the facts.
_RELATIVE = re.compile(
    r"\s(?:with|where|when|that|which|who|whose|so|because|using|serving|handling|built|running|run|hosted|made"
    r"|used (?:by|in|at|as|on|for|to|from|daily|mostly|only|internally)"
    r"|like|from|to|but|by \d+|on (?:aws|azure|gcp|premises|prem|kubernetes|our)|on-prem\w*)\b"
    r"|\sfor (?:our |its |about |around |some |up to |over |roughly |a )*"
    r"[\d.,]+\s*(?:k|m|bn|million|billion|thousand)?\s*"
    r"(?:users|people|members|customers|employees|developers|engineers|devices|players|daily|monthly|subscribers"
    r"|accounts)\b",
    re.I,
)
_OWNER = re.compile(r"^(an?|the|our)\s+([\w-]+(?:\s[\w-]+){0,2})['’]s\s+(?=\S)", re.I)
_ARTICLE = re.compile(r"^(?:an?|the|our|my|your|some|us)\s+", re.I)
_PLAIN = re.compile(r"^\w[\w'’ &+-]*$")
_SENTENCE = re.compile(
    r"\b(?:i|we|you|he|she|they|it|its|is|are|was|were|be|been|should|must|can|could|will|would|needs?|wants?|have|has"
    r"|do|does|did|there|this|these|those|my|me|us|not|no|if|then|sends?|gets?|gives?|what|why|how)\b",
    re.I,
)
_SAYS_NOTHING = re.compile(
    r"(?:(?:systems?|app|application|platform|website|site|service|tool|software|something|backend|product|thing|solution"
    r"|architecture|startup|company|team|simple|small|large|big|new|one|web|mobile|distributed|scalable)(?:\s|$))+"
    r"(?:(?:for|of|in)\b.*)?",
    re.I,
)
_THING = re.compile(
    r"(?:app|application|platform|system|service|site|website|portal|shop|store|network|tool|marketplace|exchange|archive"
    r"|tracker|engine|api|scheduler|dashboard|database|registry|register|market|schedule|scheme|forum|wiki|blog|game"
    r"|board|clone|cloud|judge|gateway|check|checker|generator|limiter|crawler|cache|queue|leaderboard|typeahead|autocomplete|counter|aggregator|feed|server"
    r"|lock|wallet|index|bookings?|reservations?|delivery|sharing|hosting|management|monitoring)$",
    re.I,
)
_OPENING = re.compile(r"[^\W\d][\w'+. -]*?(?=\s*[,:;(]|\s+[\d~]|\s+(?:with|for)\s|$)")
_PREPOSITION = re.compile(r"\s(?:for|in|of|at)\s", re.I)


_KEPT = re.compile(
    r"\b(?:keep(?:s|ing)? (?:track|records?|a record|a register|a list|an overview|an inventory|books?) of"
    r"|keep(?:s|ing)? track of"
    r"|track(?:s|ing)?|record(?:s|ing)?|registers? of|registry of|register(?:ing)?|log(?:s|ging)?"
    r"|manag(?:e|es|ing)|administer(?:s|ing)?|notes? down|document(?:s|ing)?)"
    r"\s+(?:all |our |its |the |their |every |each |which |where )*(?:[\d.,]+(?:k|m| million)? )?"
    r"(?P<what>[a-z][a-z-]*(?: [a-z][a-z-]*){0,2}?(?: of (?!our |the |a |an |its )[a-z-]+)?)"
    r"(?= (?:and|for|at|in|on|by|with|that|which|who|where|when|from|to|per|about|are|is|of|go|goes|a|our)\b"
    r"|[,;.:!?]|$)",
    re.I,
)
_A_TOOL = re.compile(
    r"^(?:[\w-]+ )*(?:tool|app|application|system|program|software|platform|something|site|website|service|solution)$",
    re.I,
)


def name_of_records(text: str, name: str) -> str:
    """`Records of office keys` where the text says what is kept track of; empty if `name` says more than 'a tool'."""
    if name and not _A_TOOL.match(name) and not re.match(r"(?:keep|record|track|register|manage|log)\b", name, re.I):
        return ""
    clause = re.split(r"[.;!?]\s", " ".join(text.split()))[0]
    found = _KEPT.search(clause)
    what = found["what"].strip().lower() if found else ""
    return f"Records of {what}" if what and not _SAYS_NOTHING.fullmatch(what) and not _SENTENCE.search(what) else ""


def name_in(text: str) -> str:
    """`Food delivery in 30 cities`, `Container yard of a harbour`; empty where no such phrase begins the request."""
    rest = " ".join(text.split())
    ordered = False
    for pattern in (_GREETING, _WISH, _ORDER):
        if found := pattern.match(rest):
            ordered = ordered or pattern is _ORDER
            rest = rest[found.end() :]
    for cut in (_END, _RELATIVE):
        if found := cut.search(rest):
            rest = rest[: found.start()]
    owner = _OWNER.match(rest)
    article = owner or _ARTICLE.match(rest)
    thing = rest[article.end() :].strip() if article else rest.strip()
    if not _is_a_name(thing) or not (ordered or article or _stands_alone(thing)):
        return ""
    name = f"{thing} of {owner[1].lower()} {owner[2]}" if owner and owner[1].lower() != "our" else thing
    return name[:1].upper() + name[1:] if len(name) <= MOST_LETTERS else ""


def opening_name(text: str) -> str:
    """'Snapchat' of 'Snapchat, 300M DAU': a product's name with which a text opens; empty where more is said first."""
    found = _OPENING.match(" ".join(text.split()))
    name = found[0].strip() if found else ""
    is_name = name and len(name.split()) <= MOST_ALONE and not _SENTENCE.search(name)
    return name[:1].upper() + name[1:] if is_name else ""


def _is_a_name(thing: str) -> bool:
    return (
        bool(_PLAIN.match(thing))
        and len(thing.split()) <= MOST_WORDS
        and not thing[0].isdigit()
        and not _SENTENCE.search(thing)
        and not _SAYS_NOTHING.fullmatch(thing)
    )


def _stands_alone(thing: str) -> bool:
    """Without an article or 'design': a few words before a preposition, or some that end in a word for a product."""
    head = _PREPOSITION.split(thing)[0]
    return len(head.split()) <= MOST_ALONE and (head != thing or bool(_THING.search(head)))
