"""Pictures, drawn at build time: SVG whose text can be selected, searched and followed.

Each function takes plain facts (names, titles, counts, days) and returns the same SVG for the same facts. Colours come
from the style sheet, so that one picture serves light, dark and paper. Links lead from the root of the site.
"""

from registry.site.drawing.bands import Band, sankey
from registry.site.drawing.box import Box
from registry.site.drawing.network import Arrow, network
from registry.site.drawing.timeline import Lane, Mark, timeline

__all__ = ["Arrow", "Band", "Box", "Lane", "Mark", "network", "sankey", "timeline"]
