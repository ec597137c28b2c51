"""What stands in a picture and is joined to others: a thing with its name."""

from __future__ import annotations

from dataclasses import dataclass

from registry.site.drawing import svg


@dataclass(frozen=True, slots=True)
class Box:
    """A name, a small line below it, and where it leads; ``chosen`` is what the picture is about."""

    id: str
    name: str
    minor: str = ""
    url: str = ""
    chosen: bool = False


def framed(box: Box, corner: tuple[float, float], size: tuple[float, float], lines: str) -> str:
    """Return a box with the lines that stand in it; ``corner`` is the upper left one, lengths are pixels."""
    outline = f'<rect x="{corner[0]:g}" y="{corner[1]:g}" width="{size[0]:g}" height="{size[1]:g}" rx="3"/>'
    said = f"{box.name}: {box.minor}" if box.minor else box.name
    return svg.link(box.url, said, outline + lines, "node chosen" if box.chosen else "node")
