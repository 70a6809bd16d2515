"""Numbers with units, as people write them and as documents show them."""

from __future__ import annotations

import pytest

from engine.units import QuantityError, parse_quantity, show, unit


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("20k/s", 20_000),
        ("5 TB", 5e12),
        ("5TB", 5e12),
        ("1 TiB", 1_099_511_627_776),
        ("4 Mbit/s", 500_000),
        ("250 ms", 0.25),
        ("99.99%", 0.9999),
        ("86.4M/day", 1000),
        ("2592000 USD/month", 1),
        ("10bn", 1e10),
        ("1,000,000", 1e6),
        ("-5", -5),
        (".5 s", 0.5),
    ],
)
def test_a_quantity_is_read_in_canonical_units(text: str, value: float) -> None:
    assert parse_quantity(text).value == pytest.approx(value)


@pytest.mark.parametrize("text", ["", "many", "5 parsecs", "5 m", "1e400", "5 TB/fortnight", "5 5"])
def test_what_is_no_quantity_is_refused_with_a_hint(text: str) -> None:
    with pytest.raises(QuantityError):
        parse_quantity(text)


def test_a_bare_number_is_in_the_unit_of_its_fact() -> None:
    assert parse_quantity("3", unit("day")).value == 3 * 86_400


def test_a_quantity_of_another_dimension_is_refused() -> None:
    with pytest.raises(QuantityError, match="ms"):
        parse_quantity("5 TB", unit("ms"))


@pytest.mark.parametrize(
    ("value", "of", "text"),
    [
        (1736.1, "post/s", "1,736/s"),
        (347_222.2, "1/s", "347,000/s"),
        (13.9e6, "1/s", "13.9 M/s"),
        (0.02, "1/s", "1.2/min"),
        (0.2 / 86_400, "post/user/day", "0.2/day"),
        (270e6, "user", "270 M"),
        (5.4e15, "TB", "5.4 PB"),
        (6.25e12, "Gbit/s", "50 Tbit/s"),
        (50e9 / 86_400, "GB/day", "50 GB/day"),
        (0.25, "ms", "250 ms"),
        (288, "s", "4.8 min"),
        (30 * 86_400, "day", "30 days"),
        (1825 * 86_400, "day", "5 years"),
        (0.99999, "%", "99.999%"),
        (12_345 / 2_592_000, "USD/month", "$12,345 a month"),
        (12, "node", "12"),
        (0, "GB", "0 B"),
    ],
)
def test_a_value_is_shown_as_people_write_it(value: float, of: str, text: str) -> None:
    assert show(value, unit(of)) == text
