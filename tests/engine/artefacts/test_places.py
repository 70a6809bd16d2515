"""The cloud's regions of a design: near the people first, and a standby on the same continent."""

from __future__ import annotations

import pytest

from engine.artefacts.places import PLACES, region_names


@pytest.mark.parametrize("cloud", PLACES)
def test_each_part_of_the_world_has_one_before_any_has_two(cloud: str) -> None:
    world = region_names(cloud, frozenset({"global"}), 4)
    assert world == [PLACES[cloud][place][0] for place in ("us", "eu", "apac", "latam")]


def test_a_standby_stays_on_the_continent() -> None:
    assert region_names("aws", frozenset({"us"}), 2) == ["us-east-1", "us-west-2"]
    assert region_names("aws", frozenset({"eu"}), 2) == ["eu-central-1", "eu-west-1"]
    assert region_names("gcp", frozenset({"eu", "apac"}), 3) == ["europe-west3", "asia-southeast1", "europe-west1"]


def test_a_continent_of_one_region_has_its_standby_elsewhere() -> None:
    assert region_names("aws", frozenset({"latam"}), 2) == ["sa-east-1", "us-east-1"]
    assert region_names("aws", frozenset(), 1) == ["us-east-1"]
