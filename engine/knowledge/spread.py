"""A few presets that differ most, for what would take too long with all of them."""

from __future__ import annotations

import math

from engine.knowledge.definitions import Knowledge, PresetDefinition

_SIZES = ("users_total", "daily_active_users", "devices_total")


def spread(knowledge: Knowledge, count: int = 4) -> list[str]:
    """The names of up to `count` presets: the smallest, then those that show most that is not yet shown."""
    shown: dict[str, frozenset[str]] = {name: _shows(preset) for name, preset in knowledge.presets.items()}
    chosen = sorted(shown, key=lambda name: _size(knowledge.presets[name]))[: min(count, 1)]
    seen = frozenset().union(*(shown[name] for name in chosen))
    while len(chosen) < min(count, len(shown)):
        best = max((name for name in shown if name not in chosen), key=lambda name: len(shown[name] - seen))
        chosen.append(best)
        seen |= shown[best]
    return chosen


def _shows(preset: PresetDefinition) -> frozenset[str]:
    size = _size(preset)
    order = math.floor(math.log10(max(size, 1.0))) if math.isfinite(size) else 0
    return frozenset(preset.form.capabilities) | {f"10^{order}"}


def _size(preset: PresetDefinition) -> float:
    """How many people or devices it is for; infinite where the preset does not say."""
    return next((value for name in _SIZES if isinstance(value := preset.facts.get(name), float)), math.inf)
