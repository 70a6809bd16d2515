"""From folders of YAML to a `Knowledge`: positions, models, references, strata."""

from engine.loading.folders import SHIPPED, load

__all__ = ["SHIPPED", "load"]
