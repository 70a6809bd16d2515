"""A register in the nouns of what it keeps: of `Records of office keys` the entries are office keys, in every part."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from engine.inference.evaluation import Evaluation

REGISTER = "registers"
"""The capability whose rows are `entries` until somebody says of what."""

_MOST_WORDS, _MOST_LETTERS = 3, 32
_KEPT = re.compile(
    r"^(?:(?:a|the|our) )?(?:(?:online|digital|central|small|simple|internal|public|shared) )?"
    r"(?:records?|registers?|registry|database|log|list|inventory|catalogue|collection|track|overview"
    r"|keep(?:s|ing)? (?:records|track|a record|a register) )"
    r" ?of (?:all |our |the |their )*(.+)$",
    re.I,
)
_KEEPER = re.compile(r"^(?:(?:a|the|our) )?(.+?) (?:register|registry|log|tracker|inventory|records)(?: of .+)?$", re.I)
_OF_ITS_USE = frozenset(
    """
    national central public civil commercial population land digital electronic online internal cash
    company-wide voter simple small shared state new old house health medical patient land-use people
    person office staff
    """.split()  # noqa: SIM905 (a list of words reads better as words)
)
_BEHIND = re.compile(r"\s(?:of|about|in|at|on|from|with|to|under|and|or|by|for|per|that|which|their|its)\s", re.I)
_PLAIN = re.compile(r"^[a-z]+(?:[ -][a-z]+)*$")
_ODD = {
    "people": "person",
    "mice": "mouse",
    "knives": "knife",
    "shelves": "shelf",
    "wolves": "wolf",
    "loaves": "loaf",
    "children": "child",
    "men": "man",
    "women": "woman",
}
_GENERAL = frozenset(
    """
    entry entries record records data information things items objects everything stuff
    """.split()  # noqa: SIM905 (a list of words reads better as words)
)
_TAKEN = frozenset(
    """
    user session credential office event file link import history security notification
    """.split()  # noqa: SIM905 (a list of words reads better as words)
)
_SPOKEN = (
    "summary", "hard_parts", "requirements", "entities", "interfaces", "flows", "components", "roles", "failure_modes",
    "metrics", "alerts", "tests", "threats", "privacy", "ready_made",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Nouns:
    """`office key`, `office keys`, and `OfficeKey` as the name of the entity."""

    one: str
    many: str

    @property
    def entity(self) -> str:
        name = "".join(word[:1].upper() + word[1:] for word in re.split(r"[ -]", self.one))
        return f"{name}Record" if name.lower() in _TAKEN else name

    @property
    def column(self) -> str:
        return re.sub(r"(?<!^)(?=[A-Z])", "_", self.entity).lower()


def nouns_in(title: str) -> Nouns | None:
    """What the system keeps by its title; None where it does not say so in a few plain words."""
    name = re.sub(r"\sfor\s.*$", "", " ".join(title.split()))
    kept = _KEPT.match(name)
    if kept:
        return _counted(_BEHIND.split(kept[1].lower())[0])
    keeper = _KEEPER.match(name)
    if keeper and not set(re.split(r"[ -]", keeper[1].lower())) & _OF_ITS_USE:
        return _counted(keeper[1].lower())
    return None


def in_own_nouns(evaluation: Evaluation, title: str) -> Evaluation:
    """`evaluation` with the register told in the nouns of `title`; itself where there are none or no register leads."""
    knowledge = evaluation.knowledge
    capability = knowledge.capabilities.get(REGISTER)
    nouns = nouns_in(title) if capability is not None and REGISTER in evaluation.capabilities else None
    if capability is None or nouns is None:
        return evaluation
    form = capability.model_dump(by_alias=True, exclude_unset=True)
    told = {name: _told(value, nouns) if name in _SPOKEN else value for name, value in form.items()}
    titles = {
        name: replace(fact, title=_said(fact.title, nouns))
        for name, fact in knowledge.facts.items()
        if fact.home == REGISTER and name.startswith("register_")
    }
    # Its memo is shared: no noun is kept there, and the names of facts in the texts are the same.
    own = replace(
        knowledge,
        facts={**knowledge.facts, **titles},
        capabilities={**knowledge.capabilities, REGISTER: type(capability).model_validate(told)},
    )
    return replace(evaluation, knowledge=own)


def is_plain(noun: str) -> bool:
    """Whether `noun` is a few lower-case words, as stand in a heading."""
    return bool(_PLAIN.match(noun)) and len(noun.split(" ")) <= _MOST_WORDS and len(noun) <= _MOST_LETTERS


def _counted(noun: str) -> Nouns | None:
    """One and many of a noun as it stands in a title; what cannot be counted gets an `entry` behind it."""
    words = noun.split(" ")
    if not is_plain(noun) or words[-1] in _GENERAL:
        return None
    last, before = words[-1], words[:-1]
    if last in _ODD:
        one = _ODD[last]
        return Nouns(" ".join([*before, one]), noun)
    if last.endswith("s") and not last.endswith(("ss", "us", "is")):
        if last.endswith("ies") and len(last) > 4:
            one = f"{last[:-3]}y"
        elif last.endswith(("ches", "shes", "sses", "xes", "zzes")):
            one = last[:-2]
        else:
            one = last[:-1]
        return Nouns(" ".join([*before, one]), noun)
    many = _many(last)
    return Nouns(noun, " ".join([*before, many])) if many else Nouns(f"{noun} entry", f"{noun} entries")


def _many(word: str) -> str:
    """The plural of a noun that stands in the singular (`tree register`); empty where it may not be counted."""
    if word.endswith(("ss", "x", "ch", "sh")):
        return f"{word}es"
    if word.endswith(("damage", "age", "ing", "ment", "ity", "ness", "ware", "ure", "us", "is", "a")):
        return ""
    return f"{word[:-1]}ies" if word.endswith("y") and word[-2:-1] not in "aeou" else f"{word}s"


def _told(value: Any, nouns: Nouns) -> Any:
    if isinstance(value, str):
        return _said(value, nouns)
    if isinstance(value, dict):
        return {_said(key, nouns) if isinstance(key, str) else key: _told(item, nouns) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_told(item, nouns) for item in value]
    return value


def _said(text: str, nouns: Nouns) -> str:
    article = "an" if nouns.one[:1] in "aeio" else "a"
    for pattern, said in (
        (r"\bkeep entries\b", f"keep records of {nouns.many}"),
        (r"/entries\b", "/" + nouns.many.replace(" ", "-")),
        (r"\bentry_id\b", f"{nouns.column}_id"),
        (r"^Entry$|(?<=-> )Entry\b|\bEntry(?=[A-Z])", nouns.entity),
        (r"\ban entry\b", f"{article} {nouns.one}"),
        (r"\bAn entry\b", f"{article.capitalize()} {nouns.one}"),
        (r"\bentries\b", nouns.many),
        (r"\bEntries\b", _capital(nouns.many)),
        (r"\bentry\b", nouns.one),
        (r"\bEntry\b", _capital(nouns.one)),
    ):
        text = re.sub(pattern, said, text)
    return text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
