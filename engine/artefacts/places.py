"""The clouds' regions by part of the world: where people are served, and the nearest other region beside each."""

from __future__ import annotations

import re
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


COUNTRIES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "france": ("eu", {"aws": "eu-west-3", "gcp": "europe-west9", "azure": "francecentral"}),
    "paris": ("eu", {"aws": "eu-west-3", "gcp": "europe-west9", "azure": "francecentral"}),
    "spain": ("eu", {"aws": "eu-south-2", "gcp": "europe-southwest1", "azure": "spaincentral"}),
    "madrid": ("eu", {"aws": "eu-south-2", "gcp": "europe-southwest1", "azure": "spaincentral"}),
    "barcelona": ("eu", {"aws": "eu-south-2", "gcp": "europe-southwest1", "azure": "spaincentral"}),
    "italy": ("eu", {"aws": "eu-south-1", "gcp": "europe-west8", "azure": "italynorth"}),
    "milan": ("eu", {"aws": "eu-south-1", "gcp": "europe-west8", "azure": "italynorth"}),
    "rome": ("eu", {"aws": "eu-south-1", "gcp": "europe-west8", "azure": "italynorth"}),
    "switzerland": ("eu", {"aws": "eu-central-2", "gcp": "europe-west6", "azure": "switzerlandnorth"}),
    "zurich": ("eu", {"aws": "eu-central-2", "gcp": "europe-west6", "azure": "switzerlandnorth"}),
    "sweden": ("eu", {"aws": "eu-north-1", "gcp": "europe-north2", "azure": "swedencentral"}),
    "stockholm": ("eu", {"aws": "eu-north-1", "gcp": "europe-north2", "azure": "swedencentral"}),
    "norway": ("eu", {"aws": "eu-north-1", "gcp": "europe-north1", "azure": "norwayeast"}),
    "denmark": ("eu", {"aws": "eu-north-1", "gcp": "europe-north1", "azure": "swedencentral"}),
    "finland": ("eu", {"aws": "eu-north-1", "gcp": "europe-north1", "azure": "swedencentral"}),
    "nordics": ("eu", {"aws": "eu-north-1", "gcp": "europe-north1", "azure": "swedencentral"}),
    "ireland": ("eu", {"aws": "eu-west-1", "gcp": "europe-west1", "azure": "northeurope"}),
    "dublin": ("eu", {"aws": "eu-west-1", "gcp": "europe-west1", "azure": "northeurope"}),
    "netherlands": ("eu", {"aws": "eu-central-1", "gcp": "europe-west4", "azure": "westeurope"}),
    "belgium": ("eu", {"aws": "eu-west-3", "gcp": "europe-west1", "azure": "westeurope"}),
    "poland": ("eu", {"aws": "eu-central-1", "gcp": "europe-central2", "azure": "polandcentral"}),
    "india": ("apac", {"aws": "ap-south-1", "gcp": "asia-south1", "azure": "centralindia"}),
    "mumbai": ("apac", {"aws": "ap-south-1", "gcp": "asia-south1", "azure": "centralindia"}),
    "japan": ("apac", {"aws": "ap-northeast-1", "gcp": "asia-northeast1", "azure": "japaneast"}),
    "tokyo": ("apac", {"aws": "ap-northeast-1", "gcp": "asia-northeast1", "azure": "japaneast"}),
    "korea": ("apac", {"aws": "ap-northeast-2", "gcp": "asia-northeast3", "azure": "koreacentral"}),
    "seoul": ("apac", {"aws": "ap-northeast-2", "gcp": "asia-northeast3", "azure": "koreacentral"}),
    "australia": ("apac", {"aws": "ap-southeast-2", "gcp": "australia-southeast1", "azure": "australiaeast"}),
    "sydney": ("apac", {"aws": "ap-southeast-2", "gcp": "australia-southeast1", "azure": "australiaeast"}),
    "indonesia": ("apac", {"aws": "ap-southeast-3", "gcp": "asia-southeast2", "azure": "indonesiacentral"}),
    "canada": ("us", {"aws": "ca-central-1", "gcp": "northamerica-northeast1", "azure": "canadacentral"}),
    "toronto": ("us", {"aws": "ca-central-1", "gcp": "northamerica-northeast2", "azure": "canadacentral"}),
    "montreal": ("us", {"aws": "ca-central-1", "gcp": "northamerica-northeast1", "azure": "canadaeast"}),
    "mexico": ("latam", {"aws": "mx-central-1", "gcp": "northamerica-south1", "azure": "mexicocentral"}),
}
"""Countries and cities with a region in or beside them that is not the first of their part of the world."""
_WORD = re.compile(r"[a-z]+")


def region_names(cloud: str, wanted: frozenset[str], count: int, said: str = "") -> list[str]:
    """The names of `count` regions: one where each of the wanted parts of the world is, then their neighbours.

    Where `said`, the words in which the places were given, names one country, its own region stands for its part of
    the world: users in France are served from Paris. A standby lies on the same continent where the cloud has a second
    region there: data stays under the same law, and a commit that waits for it waits tens of milliseconds and not a
    hundred.
    """
    names = PLACES[cloud]
    served = [p for p in (WORLD if "global" in wanted else ORDER) if "global" in wanted or p in wanted] or ["us"]
    named = {COUNTRIES[word][0]: COUNTRIES[word][1][cloud] for word in _WORD.findall(said.lower()) if word in COUNTRIES}
    first = [named.get(p, names[p][0]) for p in served]
    beside = [name for p in served for name in (names[p] if p in named else names[p][1:])]
    elsewhere = [names[p][0] for p in ("us", "eu", *ORDER)]
    return list(dict.fromkeys((*first, *beside, *elsewhere)))[: max(count, 1)]
