"""The clouds' regions by part of the world: where people are served, and the nearest other region beside each."""

from __future__ import annotations

from collections.abc import Mapping

ORDER = ("us", "eu", "uk", "apac", "latam", "africa", "mea")
WORLD = ("us", "eu", "apac", "latam")
PLACES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "aws": {
        "us": ("us-east-1", "us-west-2"),
        "eu": ("eu-central-1", "eu-west-1"),
        "uk": ("eu-west-2",),
        "apac": ("ap-southeast-1", "ap-northeast-1"),
        "latam": ("sa-east-1",),
        "africa": ("af-south-1",),
        "mea": ("me-central-1", "me-south-1"),
    },
    "gcp": {
        "us": ("us-east4", "us-west1"),
        "eu": ("europe-west3", "europe-west1"),
        "uk": ("europe-west2",),
        "apac": ("asia-southeast1", "asia-northeast1"),
        "latam": ("southamerica-east1", "southamerica-west1"),
        "africa": ("africa-south1",),
        "mea": ("me-central1", "me-west1"),
    },
    "azure": {
        "us": ("eastus2", "westus2"),
        "eu": ("germanywestcentral", "westeurope"),
        "uk": ("uksouth", "ukwest"),
        "apac": ("southeastasia", "japaneast"),
        "latam": ("brazilsouth",),
        "africa": ("southafricanorth",),
        "mea": ("uaenorth", "qatarcentral"),
    },
}


def region_names(cloud: str, wanted: frozenset[str], count: int) -> list[str]:
    """The names of `count` regions: one where each of the wanted parts of the world is, then their neighbours.

    A standby lies on the same continent where the cloud has a second region there: data stays under the same law, and
    a commit that waits for it waits tens of milliseconds and not a hundred.
    """
    names = PLACES[cloud]
    served = [p for p in (WORLD if "global" in wanted else ORDER) if "global" in wanted or p in wanted] or ["us"]
    first = [names[p][0] for p in served]
    beside = [name for p in served for name in names[p][1:]]
    elsewhere = [names[p][0] for p in ("us", "eu", *ORDER)]
    return list(dict.fromkeys((*first, *beside, *elsewhere)))[: max(count, 1)]
