"""`read`: from a message to its meaning. Pure, bounded in time, and safe on any input."""

from __future__ import annotations

from engine.reading.belonging import hits_in
from engine.reading.comparing import is_compared
from engine.reading.data import word_set
from engine.reading.describing import describe_strength
from engine.reading.features import preset_of, read_features, read_product, with_likeness
from engine.reading.intents import IntentReader, target_of
from engine.reading.lexicon import Lexicon
from engine.reading.likenesses import crowd_of
from engine.reading.mapping import map_quantities
from engine.reading.model import Context, Leftover, ReadFact, Reading
from engine.reading.normalise import cleaned, lowered, without_injections
from engine.reading.quantities import quantities_in
from engine.reading.repair import repair
from engine.reading.scaling import read_scale
from engine.reading.targets import asked_for, format_named, main_target, target_hits, targets
from engine.reading.tokens import Token, tokens_of
from engine.reading.unwanted import FACT as UNWANTED
from engine.reading.unwanted import is_barred, read_unwanted
from engine.reading.utterance import Found
from engine.reading.values import read_values
from engine.reading.view import View

_WITH_FACTS = frozenset(("describe", "answer", "set_fact", "scale_by", "what_if"))
_ASKING = frozenset(("why", "what", "which", "who", "whats", "how", "where", "when"))
_PREFERRING = frozenset(("instead", "rather", "use", "switch", "over", "but"))
_NAMED = word_set("targets.named")
_SHORT = 7
_TOKENS_AT_MOST = 1500
_QUANTITIES_AT_MOST = 60
_HITS_AT_MOST = 200
_WEAK_FACTS = frozenset(("regions", "cloud_provider", "traffic_pattern"))


def read(text: str, lexicon: Lexicon, context: Context | None = None) -> Reading:
    """The meaning of `text`. Whatever was not understood is among the leftovers, with a reason."""
    clean, notes = cleaned(text)
    blanked, injected = without_injections(clean)
    low, places, repairs = repair(lowered(blanked), lexicon.repairer)
    tokens = tokens_of(low)
    if len(tokens) > _TOKENS_AT_MOST:
        tokens = tokens[:_TOKENS_AT_MOST]
        notes = (*notes, f"Only the first {_TOKENS_AT_MOST:,} words were read.")
    context = context or Context()
    hits, spoken = hits_in(tokens, lexicon, context.capabilities, _HITS_AT_MOST)
    masked = frozenset(
        i
        for table in ("always:compliance", "target", "feature", "product")
        for hit in hits.get(table, ())
        for i in range(hit.first, hit.last)
        if hit.last - hit.first > 1 or tokens[hit.first].kind == "word"
    )
    quantities = quantities_in(tokens, masked - _number_starts(tokens, masked), _QUANTITIES_AT_MOST)
    if len(quantities) >= _QUANTITIES_AT_MOST:
        notes = (*notes, f"Only the first {_QUANTITIES_AT_MOST} numbers were read.")
    view = View(clean, low, tokens, places, hits, quantities, lexicon, context, spoken)
    return _Reader(
        view, injected, (*notes, *(f"'{wrong}' was read as '{right}'." for wrong, right in repairs))
    ).reading()


def _number_starts(tokens: list[Token], masked: frozenset[int]) -> frozenset[int]:
    """A masked number that begins a phrase ('5 minutes of data loss') is still a number."""
    return frozenset(i for i in masked if tokens[i].kind == "number" and i - 1 not in masked)


class _Reader:
    def __init__(self, view: View, injected: bool, notes: tuple[str, ...]) -> None:
        self.view = view
        self.injected = injected
        self.notes = notes

    def reading(self) -> Reading:
        view = self.view
        strength = describe_strength(view)
        product = read_product(view, strength >= 2)
        if product:
            strength = max(strength, 2)
        scale = read_scale(view, strength >= 2)
        map_quantities(view, strength >= 2)
        read_values(view, strength >= 2)
        self._read_unwanted()
        wanted, unwanted, unsupported = read_features(view, strength >= 2)
        wanted = [c for c in with_likeness(view, wanted, product) if c not in unwanted]
        crowd = crowd_of(view, product) if product and preset_of(view, product) is None else None
        if crowd is not None:
            view.take("crowd", crowd[0], crowd[1].first, crowd[1].last)
        solid = frozenset(
            f.fact for f in view.facts if f.fact not in _WEAK_FACTS or f.fact == view.asked or not self._is_question()
        )
        found = Found(
            strength,
            bool(scale),
            bool(wanted or unsupported),
            bool(unwanted),
            product is not None,
            self.injected,
            solid,
        )
        intent = IntentReader(view, found).intent()
        self._vague_and_unknown(intent)
        return self._assembled(intent, scale, wanted, unwanted, unsupported, product)

    def _is_question(self) -> bool:
        return (
            "?" in self.view.low
            or bool(self.view.table("in:compare") and len(targets(self.view)) >= 2)
            or (
                self.view.key(0) in ("why", "what", "which", "who", "whats", "how", "where", "aws", "gcp", "azure")
                and "vs" in self.view.low
            )
        )

    def _assembled(
        self,
        intent: str,
        scale: dict[str, float],
        wanted: list[str],
        unwanted: list[str],
        unsupported: list[str],
        product: str | None,
    ) -> Reading:
        view = self.view
        facts: tuple[ReadFact, ...] = tuple(sorted(view.facts, key=lambda f: f.span))
        leftovers: tuple[Leftover, ...] = tuple(sorted(view.leftovers, key=lambda left: left.span))
        target = target_of(view, intent)
        if intent not in _WITH_FACTS:
            facts, leftovers, wanted, unwanted, unsupported, product = (
                (),
                tuple(left for left in leftovers if left.problem),
                [],
                [],
                [],
                None,
            )
        if intent not in ("scale_by", "what_if"):
            scale = {}
        if intent not in ("describe", "answer", "set_fact", "what_if"):
            product = None
        if intent == "export":
            target = format_named(view)
        elif intent == "what_if" and not facts and not scale and not unwanted:
            target = main_target(view)
        elif intent in ("set_fact", "answer") and not facts and not scale and not wanted and not unwanted:
            target = self._pinned()
        if intent == "what_if" and target is not None:
            wanted = []
        if intent == "scale_by" and facts and scale:
            facts = tuple(f for f in facts if f.fact not in scale)
        return Reading(
            text=view.text,
            intent=intent,
            facts=facts,
            scale=scale,
            capabilities=tuple(wanted),
            not_capabilities=tuple(unwanted),
            unsupported=tuple(unsupported),
            preset=preset_of(view, product),
            product=product,
            compared=product is not None and is_compared(view, product),
            target=target,
            named=self._named(facts) if intent in ("describe", "set_fact", "answer") and target is None else (),
            leftovers=leftovers,
            notes=(*self.notes, *view.remarks) if intent in _WITH_FACTS else self.notes,
        )

    def _read_unwanted(self) -> None:
        """What is ruled out; a question rules nothing out, unless it supposes that something is missing."""
        view = self.view
        supposes = "what_if" in view.lexicon.openings.starting(view.tokens, 0)
        if ("?" in view.low or view.key(0) in _ASKING) and not supposes:
            return
        read_unwanted(view)
        if supposes and any(not is_barred(view, name) for name in targets(view)):
            view.facts = [f for f in view.facts if f.fact != UNWANTED]  # 'if we used X instead of Y' is about X

    def _named(self, facts: tuple[ReadFact, ...]) -> tuple[str, ...]:
        """Technologies asked for; beside one that is ruled out ('RabbitMQ instead of Kafka') the other is."""
        view = self.view
        named = tuple(name for name in asked_for(view) if not is_barred(view, name))
        if named or not facts or any(f.fact != UNWANTED for f in facts):
            return named
        if not _PREFERRING & set(view.keys(0, 40)):
            return ()
        return tuple([name for name in targets(view) if not is_barred(view, name)][:1])

    def _pinned(self) -> str | None:
        """'use kafka', or an option's name as the answer to a decision that is asked about."""
        view = self.view
        if view.asked in view.lexicon.decision_by_id:
            hits = view.table(f"option:{view.asked}")
            if hits:
                return hits[0].meaning
        if len(view.tokens) > _SHORT and not set(targets(view)) & _NAMED:
            return None  # 'a translation queue ...' asks for no message broker
        return main_target(view) if target_hits(view) else None

    def _vague_and_unknown(self, intent: str) -> None:
        view = self.view
        if intent not in _WITH_FACTS:
            return
        for hit in view.table("vague"):
            if any(crowd.first <= hit.first < crowd.last for crowd in view.table("always:crowd")):
                continue  # 'millions of members' is an order of size
            if not any(q.first <= hit.first < q.end for q in view.quantities):
                view.leave(
                    hit.first,
                    hit.last,
                    f"'{view.words(hit.first, hit.last)}' is no number; a rough one would do",
                    view.asked,
                )
        if (
            intent == "answer"
            and view.asked
            and not view.leftovers
            and not any(f.fact == view.asked for f in view.facts)
        ) and view.asked not in ("capabilities", *view.lexicon.decision_by_id):
            view.leave(
                0, len(view.tokens), f"no value for {view.asked.replace('_', ' ')} was found in this", view.asked
            )
