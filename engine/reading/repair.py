"""Guarded repair of typing mistakes: an unknown word becomes a known one, a real word is never touched."""

from __future__ import annotations

import re
from bisect import bisect_right

from rapidfuzz.distance import OSA

from engine.reading.data import common_words
from engine.reading.nouns import names_people

_WORD = re.compile(r"[a-z]{4,20}(?![\w'])")
_REPAIRS_AT_MOST = 40


class Repairer:
    """Knows the words that are right and the words that a mistake may stand for."""

    def __init__(self, known: set[str], targets: frozenset[str]) -> None:
        self._right = known | common_words() | targets
        self._by_letter: dict[str, list[str]] = {}
        for word in sorted(targets):
            if word.isascii() and word.isalpha():
                self._by_letter.setdefault(word[0], []).append(word)
        self._found: dict[str, str | None] = {}

    def is_word(self, word: str) -> bool:
        return word in self._right or (word.endswith("s") and word[:-1] in self._right) or word + "s" in self._right

    def repaired(self, word: str) -> str | None:
        """The word that was meant, or None: one slip in a short word, two from eight letters on.

        Of four letters none is exchanged for another: 'cams' are no 'cabs'.
        """
        if (
            self.is_word(word)
            or self._names_people(word)
            or (word.endswith(("ing", "ed", "er", "ly", "es")) and self._is_derived(word))
        ):
            return None
        if word in self._found:
            return self._found[word]
        slips = 1 if len(word) < 8 else 2
        best: tuple[int, int, str] | None = None
        for target in self._by_letter.get(word[0], ()):
            if abs(len(target) - len(word)) > slips:
                continue
            distance = OSA.distance(word, target, score_cutoff=slips)
            if distance <= slips and not (len(word) == 4 and len(target) == 4 and sorted(word) != sorted(target)):
                rank = (distance, abs(len(target) - len(word)), target)
                if best is None or rank < best:
                    best = rank
        if len(self._found) > 5000:
            self._found.clear()
        self._found[word] = best[2] if best else None
        return self._found[word]

    @staticmethod
    def _names_people(word: str) -> bool:
        """'activists', 'custodians': no slip of 'activity'; the other endings are those of many mistakes, too."""
        return word.endswith(("ists", "ians")) and names_people(word)

    def _is_derived(self, word: str) -> bool:
        stems = (word[:-1], word[:-2], word[:-3], word[:-3] + "e", word[:-2] + "e", word[:-4])
        return any(len(stem) >= 4 and stem in self._right for stem in stems)


class Places:
    """Places of a repaired text in the text that was written."""

    def __init__(self, shifts: list[tuple[int, int]]) -> None:
        self._starts = [start for start, _ in shifts]
        self._shifts = shifts

    def original(self, place: int) -> int:
        at = bisect_right(self._starts, place) - 1
        return place + self._shifts[at][1] if at >= 0 else place


def repair(low: str, repairer: Repairer) -> tuple[str, Places, list[tuple[str, str]]]:
    """The text with mistakes repaired, the way back to the written places, and the repairs."""
    pieces: list[str] = []
    shifts: list[tuple[int, int]] = []
    repairs: list[tuple[str, str]] = []
    last = length = shift = 0
    for match in _WORD.finditer(low):
        if match.start() and (low[match.start() - 1].isalnum() or low[match.start() - 1] == "'"):
            continue
        meant = repairer.repaired(match.group())
        if meant is None:
            continue
        pieces += [low[last : match.start()], meant]
        length += match.start() - last + len(meant)
        last = match.end()
        shift += len(match.group()) - len(meant)
        shifts.append((length, shift))
        repairs.append((match.group(), meant))
        if len(repairs) >= _REPAIRS_AT_MOST:
            break
    if not repairs:
        return low, Places([]), []
    pieces.append(low[last:])
    return "".join(pieces), Places(shifts), repairs
