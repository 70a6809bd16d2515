"""How far things stand apart."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Spacing:
    """Distances in columns, and the form of labels."""

    pitch: int
    """From one port to the next on a box side and from one lane to the next, at least."""

    roomy_pitch: int
    """The pitch boxes are made wide enough for where their row has room; the slack lets lines run straight."""

    pad: int
    """From a box's corner to its first port, at least."""

    lane_gap: int
    """Blanks between a lane and a box."""

    box_gaps: tuple[int, ...]
    """Blanks between two boxes; the first that lets a row fit is taken."""

    slim_boxes: bool
    """Break titles into as many lines as it takes where a layer fits in no other way."""

    bare_labels: bool
    """Write edge numbers as `7`, not as `(7)`."""

    def label(self, number: int) -> str:
        """What stands on the line of the edge with this number."""
        return str(number) if self.bare_labels else f"({number})"

    def ports_width(self, ports: int, roomy: bool) -> int:
        """The width of a box with so many ports on one side."""
        return (ports - 1) * (self.roomy_pitch if roomy else self.pitch) + 1 + 2 * self.pad


COMFORTABLE = Spacing(
    pitch=4, roomy_pitch=6, pad=2, lane_gap=2, box_gaps=(5, 4, 3), slim_boxes=False, bare_labels=False
)
DENSE = Spacing(pitch=3, roomy_pitch=3, pad=2, lane_gap=2, box_gaps=(4, 3, 2), slim_boxes=False, bare_labels=True)
TIGHT = Spacing(pitch=2, roomy_pitch=2, pad=1, lane_gap=1, box_gaps=(3, 2, 1), slim_boxes=True, bare_labels=True)


class TooTight(Exception):
    """The drawing does not fit; `row` would need fewer or narrower boxes (None: no row in particular)."""

    def __init__(self, row: int | None = None) -> None:
        super().__init__(row)
        self.row = row
