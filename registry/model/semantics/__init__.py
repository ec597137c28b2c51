"""What descriptions say of meaning: the containers of this registry, and every published spelling."""

from registry.model.semantics.api import api_meaning
from registry.model.semantics.api_form import ApiMeaning, SlaProperty, VerifiedStatement
from registry.model.semantics.field import FieldMeaning, field_meaning
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
from registry.model.semantics.layers import layers
from registry.model.semantics.operation import operation_meaning
from registry.model.semantics.operation_form import (
    Backoff,
    ErrorMeaning,
    Idempotency,
    Objective,
    OperationMeaning,
    RateLimit,
    Retry,
)
from registry.model.semantics.problems import Problem, problems
from registry.model.semantics.spellings import stability, sunset
from registry.model.semantics.support import Support
from registry.model.semantics.values import ValueMeaning

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
    "Problem",
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
    "problems",
    "stability",
    "sunset",
]
