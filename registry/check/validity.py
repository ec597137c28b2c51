"""What OpenAPI itself asks of a description: the rules that tell whether it is one at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.check.rules import examples, info, operations, parameters, paths, schemas, security, structure

if TYPE_CHECKING:
    from registry.check.declare import Rule

VALIDITY: tuple[Rule, ...] = (
    structure.invalid_structure,
    structure.unresolvable_reference,
    structure.circular_reference_chain,
    structure.reference_of_wrong_kind,
    info.duplicate_tag,
    info.broken_tag_hierarchy,
    info.server_variable_undefined,
    info.server_default_not_in_enum,
    paths.undeclared_path_parameter,
    paths.unused_path_parameter,
    paths.ambiguous_paths,
    paths.malformed_path_template,
    paths.query_in_path,
    operations.duplicate_operation_id,
    operations.unknown_link_operation,
    parameters.duplicate_parameter,
    parameters.path_parameter_not_required,
    parameters.invalid_header_name,
    schemas.invalid_pattern,
    examples.default_against_schema,
    security.unknown_security_scheme,
)
"""All of them are errors: what they find is read differently by every tool, or by none.

Rules that a registry may ask for, of meaning and of behaviour, are not among them, nor are those about schemas that can
be read but never be met.
"""
