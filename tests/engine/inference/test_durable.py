"""The fence around durable-rules: each trap of the library that the adapter keeps us from."""

from __future__ import annotations

import pytest

from engine.expressions.atoms import ALWAYS as ALWAYS_CONDITION
from engine.findings import NOWHERE
from engine.inference import durable
from engine.inference.counting import CountingNetwork
from engine.inference.durable import DurableNetwork
from engine.knowledge.definitions import Rule
from engine.strata import Stratum


def stratum(rules: list[tuple[list[list[int]], list[int]]]) -> Stratum:
    """Rules as alternatives of atoms and what they make true."""
    made = []
    for number, (alternatives, makes) in enumerate(rules):
        made.append(
            Rule(
                number,
                f"r{number}",
                "rule",
                NOWHERE,
                ALWAYS_CONDITION,
                tuple(map(tuple, alternatives)),
                (),
                "",
                None,
                "stable",
                (),
                "test",
                makes=tuple(makes),
            )
        )
    atoms = {atom for alternatives, _ in rules for atoms in alternatives for atom in atoms}
    return Stratum(0, tuple(made), tuple(sorted(atoms)), ())


def both(layer: Stratum, true: list[int]) -> frozenset[int]:
    network = DurableNetwork(layer)
    try:
        fired = network.fire(true)
        assert fired == CountingNetwork(layer).fire(true)
        assert network.fire(true) == fired  # the session was emptied: the same question has the same answer
        return fired
    finally:
        network.close()


def test_a_rule_fires_once_though_several_alternatives_hold() -> None:
    assert both(stratum([([[1], [2]], []), ([[1, 2]], []), ([[3]], [])]), [1, 2]) == {0, 1}


def test_what_a_firing_makes_true_counts_at_once() -> None:
    assert both(stratum([([[3]], []), ([[2]], [3]), ([[1]], [2])]), [1]) == {0, 1, 2}


def test_an_atom_that_no_rule_reads_is_harmless() -> None:
    assert both(stratum([([[1]], [99])]), [1, 50]) == {0}


def test_nothing_true_fires_nothing() -> None:
    assert both(stratum([([[1]], [])]), []) == frozenset()


def test_more_rules_than_a_ruleset_holds_are_split() -> None:
    layer = stratum([([[n, n + 1]], []) for n in range(5_000)])
    network = DurableNetwork(layer)
    assert all(len(ruleset.reads) <= durable.MAX_ATOMS for ruleset in network.rulesets)
    assert network.fire([7, 8, 4_999, 5_000]) == {7, 4_999}
    network.close()


def test_everything_true_at_once_stays_below_what_one_fact_may_satisfy() -> None:
    assert both(stratum([([[n]], []) for n in range(1_000)]), list(range(1_000))) == frozenset(range(1_000))


def test_a_chain_through_many_rulesets_is_followed_to_its_end() -> None:
    length = 500
    forward = [([[n]], [n + 1]) for n in range(length)]
    assert both(stratum(forward), [0]) == frozenset(range(length))
    assert both(stratum(forward[::-1]), [0]) == frozenset(range(length))


def test_many_rules_on_the_same_condition_are_split_before_the_library_overruns() -> None:
    assert both(stratum([([[1]], []) for _ in range(600)]), [1]) == frozenset(range(600))


def test_more_than_511_first_conditions_do_not_hang() -> None:
    assert both(stratum([([[n]], []) for n in range(1_500)]), [3, 1_499]) == {3, 1_499}


def test_sixteen_conditions_in_one_rule() -> None:
    assert both(stratum([([list(range(16))], [])]), list(range(16))) == {0}
    assert both(stratum([([list(range(16))], [])]), list(range(15))) == frozenset()


def test_names_that_hash_alike_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    durable._name.cache_clear()
    monkeypatch.setattr(durable, "_name", lambda atom: {1: "costarring", 2: "liquid"}.get(atom, f"a{atom}"))
    with pytest.raises(durable.NameCollision):
        durable.check_names([1, 2])


def test_an_exception_leaves_a_clean_session(monkeypatch: pytest.MonkeyPatch) -> None:
    network = DurableNetwork(stratum([([[1]], []), ([[1, 2]], [])]))
    original = durable.library.complete_and_start_action

    def failing(handle: int, state: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(durable.library, "complete_and_start_action", failing)
    with pytest.raises(KeyboardInterrupt):
        network.fire([1, 2])
    monkeypatch.setattr(durable.library, "complete_and_start_action", original)
    assert network.fire([1]) == {0}
    assert network.fire([1, 2]) == {0, 1}
    network.close()


def test_reloading_a_thousand_times_does_not_leak() -> None:
    import resource

    layer = stratum([([[n, n + 1]], []) for n in range(100)])

    def reload(times: int) -> None:
        for _ in range(times):
            network = DurableNetwork(layer)
            network.fire([1, 2, 3])
            network.close()

    reload(100)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    reload(1_000)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 20_000  # kB; a session that leaks whole costs 1 MB a time
