"""A few presets that differ most, for what would take too long with all of them."""

from __future__ import annotations

import math

from engine.knowledge.definitions import Knowledge, PresetDefinition

_SIZES = ("users_total", "daily_active_users", "devices_total")


def spread(knowledge: Knowledge, count: int = 4) -> list[str]:
    """The names of up to `count` presets, chosen one by one for the most capabilities and the size not yet shown."""
    shown: dict[str, frozenset[str]] = {name: _shows(preset) for name, preset in knowledge.presets.items()}
    chosen: list[str] = []
    seen: frozenset[str] = frozenset()
    while len(chosen) < min(count, len(shown)):
        best = max((name for name in shown if name not in chosen), key=lambda name: len(shown[name] - seen))
        chosen.append(best)
        seen |= shown[best]
    return chosen


def _shows(preset: PresetDefinition) -> frozenset[str]:
    sizes = (value for name in _SIZES if isinstance(value := preset.facts.get(name), float))
    size = next(sizes, 1.0)
    return frozenset(preset.form.capabilities) | {f"10^{math.floor(math.log10(max(size, 1.0)))}"}
