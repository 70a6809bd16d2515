"""How texts are written: facts in braces filled in (`{peak_events} at peak`), lists, sentences, capitals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

NAME = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)\}")
_LETTERS = re.compile(r"[^\W\d_]+")

# Texts are written for several; where a fact is one, the noun and the verb after it follow.
_COUNTED = (
    *("engineers", "people", "nodes", "machines", "regions", "stores", "modules"),
    *("copies", "brokers", "proxies", "consumers", "shards", "projects"),
)
_VERBS = {"are": "is", "have": "has", "do": "does"} | {
    verb: f"{verb}s" for verb in ("build", "keep", "look", "merge", "release", "run", "ship", "depend")
}
_ONE = re.compile(rf"(?<![\w.,/-])1 ({'|'.join(_COUNTED)})\b(?: ({'|'.join(_VERBS)})\b)?")

# A rate and what it counts: '82,900/s of writes' is said '82,900 writes/s'.
_RATE_OF = re.compile(
    r"(?<![\w.,])(\d[\d.,]*(?: (?:M|bn|T))?/(?:s|min|h|day|month|year)) of "
    r"(?!(?:this|its|us|less|various|previous)\b)([a-z-]+s)\b(?! and [a-z])"
)


def names(text: str) -> list[str]:
    """The names that `text` puts in braces, in order."""
    return NAME.findall(text)


def fill(text: str, show: Callable[[str], str | None]) -> str | None:
    """`text` with each name shown by `show`; None if one of them is unknown, for then the sentence says nothing."""
    missing = False

    def shown(match: re.Match[str]) -> str:
        nonlocal missing
        value = show(match[1])
        if value is None:
            missing = True
        return value or ""

    filled = NAME.sub(shown, text)
    return None if missing else _RATE_OF.sub(lambda match: rate_of(match[1], match[2]), singular(filled.strip()))


def singular(text: str) -> str:
    """`text` with what is one in the singular: '1 engineers have' is 'one engineer has'."""
    return _ONE.sub(_one, text)


def sentences(text: str) -> list[str]:
    """`text` cut after each full stop that a capital follows."""
    return re.split(r"(?<=[.!?])\s+(?=[A-Z'\"{])", text.strip())


def rate_of(rate: str, noun: str) -> str:
    """A rate with what it counts: `82,900/s` of `writes` are `82,900 writes/s`, `1/h` of them is `1 write/h`."""
    number, slash, period = rate.partition("/")
    return f"{number} {_singular(noun) if number == '1' else noun}{slash}{period}"


def _singular(noun: str) -> str:
    if noun == "people":
        return "person"
    if noun.endswith("ies"):
        return f"{noun[:-3]}y"
    return noun[:-2] if noun.endswith(("ches", "shes", "sses", "xes")) else noun.removesuffix("s")


def _one(match: re.Match[str]) -> str:
    """'1 engineers have' as it is said: 'one engineer has'."""
    verb = f" {_VERBS[match[2]]}" if match[2] else ""
    return f"one {_singular(match[1])}{verb}"


def listed(items: Iterable[str], word: str = "and") -> str:
    """`a, b and c`."""
    parts = list(items)
    return "".join(parts) if len(parts) < 2 else f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def ended(text: str) -> str:
    """With a full stop, unless it ends as a sentence does."""
    text = text.strip()
    return text if not text or text[-1] in ".!?:" else f"{text}."


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    return capitalised(ended(text))


def capitalised(text: str) -> str:
    """With a capital, and all else as it is."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """`text` where a sentence goes on: `Home feed` becomes `home feed`; `CDN`, `GraphQL`, `S3` and `A/B test` stay."""
    letters = _LETTERS.match(text)
    if letters is None:
        return text
    word, after = letters[0], text[letters.end() : letters.end() + 1]
    single = len(word) == 1 and after != "-" and not (word == "A" and after == " ")
    return text if single or word[1:] != word[1:].lower() else text[:1].lower() + text[1:]
