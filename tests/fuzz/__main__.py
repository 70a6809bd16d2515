"""`python -m tests.fuzz [CASES] [SEED]`: 10,000 mutated files by default."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.fuzz import loading
from tests.fuzz.mutating import mutated


def run(cases: int, start: int) -> Counter[str]:
    """Half of the cases on the small base with its checks, half on the shipped files. Raises on the first failure."""
    outcomes: Counter[str] = Counter()
    longest = 0.0

    def fuzz(of: dict[str, str], attempt: Callable[[str, str], loading.Outcome], name: str, share: int) -> None:
        @seed(start)
        @settings(
            max_examples=share,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )
        @given(mutated(of))
        def case(mutation: tuple[str, str]) -> None:
            nonlocal longest
            began = time.perf_counter()
            outcomes[f"{name} {attempt(*mutation)}"] += 1
            longest = max(longest, time.perf_counter() - began)

        case()

    fuzz(loading.texts(loading.small()), loading.try_small, "small base", cases // 2)
    fuzz(loading.texts(loading.shipped()), loading.try_shipped, "shipped file", cases - cases // 2)
    print(f"the longest case took {longest:.2f} s")
    return outcomes


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    seed_of_run = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    clock = time.perf_counter()
    for outcome, count in sorted(run(asked, seed_of_run).items()):
        print(f"{count:7} {outcome}")
    print(f"{asked} mutations, no traceback, no hang, in {time.perf_counter() - clock:.0f} s")
