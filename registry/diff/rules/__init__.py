"""The catalogue of change rules; each is one block in the module of its subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.diff.rules.access import ACCESS
from registry.diff.rules.annotations import ANNOTATIONS
from registry.diff.rules.arrays import ARRAYS
from registry.diff.rules.behaviour import BEHAVIOUR
from registry.diff.rules.bodies import BODIES
from registry.diff.rules.bounds import BOUNDS_RULES
from registry.diff.rules.combinations import COMBINATIONS
from registry.diff.rules.enums import ENUMS
from registry.diff.rules.lifecycle import LIFECYCLE
from registry.diff.rules.links import LINKS
from registry.diff.rules.meanings import MEANINGS
from registry.diff.rules.objects import OBJECTS
from registry.diff.rules.operations import OPERATIONS
from registry.diff.rules.parameters import PARAMETERS
from registry.diff.rules.promises import PROMISES
from registry.diff.rules.properties import PROPERTIES
from registry.diff.rules.responses import RESPONSES
from registry.diff.rules.schemes import SCHEMES
from registry.diff.rules.texts import TEXTS
from registry.diff.rules.values import VALUES
from registry.diff.rules.writing import WRITING

if TYPE_CHECKING:
    from registry.diff.declare import Rule

CATALOGUE: tuple[Rule, ...] = (
    *OPERATIONS,
    *PARAMETERS,
    *BODIES,
    *RESPONSES,
    *WRITING,
    *LIFECYCLE,
    *LINKS,
    *ACCESS,
    *SCHEMES,
    *VALUES,
    *ENUMS,
    *TEXTS,
    *BOUNDS_RULES,
    *PROPERTIES,
    *OBJECTS,
    *ARRAYS,
    *COMBINATIONS,
    *ANNOTATIONS,
    *MEANINGS,
    *PROMISES,
    *BEHAVIOUR,
)
"""Every rule, in the order in which the rule pages list them."""

BY_DIFFERENCE: dict[tuple[str, str], Rule] = {pair: rule for rule in CATALOGUE for pair in rule.on}
"""The rule that words a difference, by keyword and action."""
