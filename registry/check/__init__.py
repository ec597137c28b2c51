"""Is a description right, and does it say what its readers need: one catalogue of rules, one engine."""

from registry.check.catalogue import CATALOGUE
from registry.check.declare import Example, Rule
from registry.check.engine import check, check_registry
from registry.check.finding import Finding

__all__ = ["CATALOGUE", "Example", "Finding", "Rule", "check", "check_registry"]
