"""What descriptions say of meaning: the containers of this registry, and every published spelling.

The forms are imported when they are first used: most descriptions have none of the containers.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from registry.model.semantics.api import api_meaning
from registry.model.semantics.field import FieldMeaning, field_meaning
from registry.model.semantics.layers import layers
from registry.model.semantics.operation import operation_meaning
from registry.model.semantics.spellings import stability, sunset
from registry.model.semantics.values import ValueMeaning

if TYPE_CHECKING:
    from registry.model.semantics.api_form import ApiMeaning, SlaProperty, VerifiedStatement
    from registry.model.semantics.field_form import (
        Classification,
        Derivation,
        FieldForm,
        Freshness,
        FromField,
        Masking,
        Quality,
        Relationship,
        Retention,
        SourceOfTruth,
    )
    from registry.model.semantics.operation_form import (
        Backoff,
        ErrorMeaning,
        Idempotency,
        Objective,
        OperationMeaning,
        RateLimit,
        Retry,
    )
    from registry.model.semantics.support import Support

__all__ = [
    "ApiMeaning",
    "Backoff",
    "Classification",
    "Derivation",
    "ErrorMeaning",
    "FieldForm",
    "FieldMeaning",
    "Freshness",
    "FromField",
    "Idempotency",
    "Masking",
    "Objective",
    "OperationMeaning",
    "Quality",
    "RateLimit",
    "Relationship",
    "Retention",
    "Retry",
    "SlaProperty",
    "SourceOfTruth",
    "Support",
    "ValueMeaning",
    "VerifiedStatement",
    "api_meaning",
    "field_meaning",
    "layers",
    "operation_meaning",
    "stability",
    "sunset",
]

_FORMS = ("api_form", "field_form", "operation_form", "support")
"""The modules that hold forms."""


def __getattr__(name: str) -> Any:
    """Import a form when it is first used (PEP 562)."""
    for module in _FORMS if name in __all__ else ():
        home = import_module(f"registry.model.semantics.{module}")
        if hasattr(home, name):
            return getattr(home, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
