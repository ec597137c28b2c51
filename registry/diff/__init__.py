"""Two versions of one API: what changed, how grave it is, whom it reaches."""

from registry.diff.change import LEVELS, Change, Comparison, Level
from registry.diff.declare import Rule
from registry.diff.engine import Settings, compare
from registry.diff.rules import CATALOGUE

__all__ = ["CATALOGUE", "LEVELS", "Change", "Comparison", "Level", "Rule", "Settings", "compare"]
