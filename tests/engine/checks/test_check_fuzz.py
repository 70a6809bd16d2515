"""A few hundred mutated files; `python -m tests.fuzz` tries 10,000."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from tests.fuzz import loading
from tests.fuzz.mutating import mutated

ordinary = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@ordinary
@given(mutated(loading.texts(loading.small())))
def test_a_mutated_file_of_a_small_base_is_refused_or_checked(mutation: tuple[str, str]) -> None:
    loading.try_small(*mutation)


@ordinary
@given(mutated(loading.texts(loading.shipped())))
def test_a_mutated_shipped_file_is_refused_or_loads(mutation: tuple[str, str]) -> None:
    loading.try_shipped(*mutation)
