"""From raw input to safe, comparable text: NFKC, plain quotes and dashes, a length cap, injected code blanked out."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 4000

_PLAIN = str.maketrans({
    "‘": "'", "’": "'", "‛": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "×": "x",
    "÷": "/", "≈": "~", "≤": "<", "≥": ">",
    "\t": " ", "\n": "\n", "\r": " ", "\u200b": " ", "\ufeff": " ", "\u00ad": "-", "\u2044": "/",
})  # fmt: skip

_INJECTED = re.compile(
    r"<script\b.{0,300}?</script>|</?[a-z!][^<>]{0,200}>|\{\{.{0,100}?\}\}|\$\{.{0,100}?\}|\{%.{0,100}?%\}"
    r"|';? ?(?:drop|delete|truncate|insert|update|union|select|or) [^\n]{0,60}|\b1 ?= ?1\b"
    r"|\bdrop table \w{1,40};?(?: ?--)?"
    r"|\bunion select [^\n]{0,60}|\bselect \* from \w{1,40}|\brm -rf [^\s]{0,40}"
    r"|\bjavascript:[^\s]{0,80}|\.\./[./\w]{0,60}"
    r"|\b(?:ignore|disregard|forget|override|bypass) (?:all |any |every |the |your |my |these |those |of ){0,4}"
    r"(?:previous|prior|earlier|above|preceding|system|other)? ?"
    r"(?:instructions?|prompts?|directives?|guidelines|rules above)"
    r"[^.;,\n]{0,80}"
    r"|\b(?:print|reveal|show|repeat|output|leak|tell me) (?:me )?(?:your|the) (?:system |hidden |initial |secret )?"
    r"(?:prompt|instructions)\b"
    r"|\byou are now [^.;,\n]{0,60}"
    r"|(?:^|[\n\"'\]>])\s*(?:system|assistant|developer) ?: ?(?:you|ignore|reveal|print|override|act|respond|new)\b[^\n]{0,80}",
    re.IGNORECASE,
)


def cleaned(raw: str) -> tuple[str, tuple[str, ...]]:
    """The text that is read, and notes on what was done to it."""
    notes: tuple[str, ...] = ()
    if len(raw) > LONGEST:
        notes = (f"Only the first {LONGEST:,} characters of {len(raw):,} were read.",)
    text = unicodedata.normalize("NFKC", raw[:LONGEST])[:LONGEST].translate(_PLAIN)
    if not text.isprintable():
        text = "".join(c if c.isprintable() or c == "\n" else " " for c in text)
    return text, notes


def lowered(text: str) -> str:
    """Lower case of the same length, so that places in it are places in the text."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def without_injections(text: str) -> tuple[str, bool]:
    """Code and orders to the machine replaced by spaces; True where there were any."""
    found = False

    def blank(match: re.Match[str]) -> str:
        nonlocal found
        found = True
        return "." + " " * (match.end() - match.start() - 1)

    return _INJECTED.sub(blank, text), found
