"""Is a description right, and does it say what its readers need: one catalogue of rules, one engine."""

from registry.check.catalogue import CATALOGUE
from registry.check.declare import Example, Finding, Rule
from registry.check.engine import check

__all__ = ["CATALOGUE", "Example", "Finding", "Rule", "check"]
