"""Every rule of this layer: the table of contents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.check.rules import (
    agreement,
    examples,
    failures,
    info,
    keywords,
    meaning,
    operations,
    parameters,
    paths,
    registry,
    reliability,
    schemas,
    security,
    semantics,
    settings,
    structure,
)

if TYPE_CHECKING:
    from registry.check.declare import Rule

DESCRIPTION_RULES: tuple[Rule, ...] = (
    # Is it an OpenAPI document, and does everything it refers to exist?
    structure.invalid_structure,
    structure.unresolvable_reference,
    structure.circular_reference_chain,
    structure.reference_of_wrong_kind,
    structure.keyword_beside_reference,
    structure.unused_component,
    structure.unmatched_overlay_action,
    # Who answers for the API, and what does it promise?
    info.api_without_owner,
    info.api_without_contact,
    info.api_without_notice_period,
    info.api_without_description,
    info.deprecated_api_without_sunset,
    info.undeclared_tag,
    info.duplicate_tag,
    info.broken_tag_hierarchy,
    info.server_variable_undefined,
    info.server_default_not_in_enum,
    # Can each path be called, and told from the others?
    paths.undeclared_path_parameter,
    paths.unused_path_parameter,
    paths.ambiguous_paths,
    paths.malformed_path_template,
    paths.query_in_path,
    # What do operations do, answer, and until when?
    operations.duplicate_operation_id,
    operations.operation_without_id,
    operations.operation_without_summary,
    operations.operation_without_errors,
    operations.operation_without_success,
    operations.response_without_schema,
    operations.get_with_body,
    operations.content_in_empty_response,
    operations.unknown_link_operation,
    operations.deprecated_without_sunset,
    operations.sunset_in_the_past,
    # What has to be sent with them?
    parameters.duplicate_parameter,
    parameters.path_parameter_not_required,
    parameters.parameter_without_description,
    parameters.invalid_header_name,
    parameters.ignored_header_parameter,
    parameters.encoding_of_unknown_property,
    # Do schemas contradict themselves?
    schemas.enum_against_type,
    schemas.enum_duplicate,
    schemas.required_property_undeclared,
    schemas.impossible_bounds,
    schemas.invalid_pattern,
    schemas.read_only_and_write_only,
    schemas.discriminator_without_property,
    keywords.array_without_items,
    keywords.array_without_max,
    keywords.unknown_schema_keyword,
    keywords.keyword_without_effect,
    keywords.format_against_type,
    examples.default_against_schema,
    examples.example_against_schema,
    # Do fields say what they mean?
    semantics.missing_field_description,
    semantics.number_without_unit,
    semantics.unit_only_in_words,
    semantics.money_without_currency,
    semantics.enum_value_without_meaning,
    semantics.nullable_without_null_meaning,
    semantics.optional_without_absent_meaning,
    semantics.personal_data_without_classification,
    semantics.timestamp_without_timezone,
    semantics.critical_field_without_freshness,
    # Can what is written about meaning be relied on?
    meaning.description_repeats_name,
    meaning.identifier_without_role,
    meaning.unknown_companion_field,
    meaning.invalid_meaning,
    meaning.unfilled_draft,
    # What happens when a call is repeated, comes too often, or fails?
    reliability.retry_on_non_idempotent_operation,
    reliability.idempotent_operation_without_retry,
    reliability.write_without_idempotency,
    reliability.replayable_without_key,
    reliability.undeclared_idempotency_header,
    reliability.operation_without_objectives,
    reliability.operation_without_timeout,
    failures.error_without_action,
    failures.error_without_response,
    failures.rate_limit_without_response,
    # Who may call, and is the way safe?
    security.unknown_security_scheme,
    security.unknown_scope,
    security.operation_without_security,
    security.server_without_encryption,
    security.credentials_in_query,
)

REGISTRY_RULES: tuple[Rule, ...] = (
    registry.unknown_team,
    registry.unknown_channel,
    registry.unknown_subscription_target,
    registry.unknown_flow_end,
    registry.unknown_term,
    registry.duplicate_term,
    registry.unknown_related_field,
    registry.unknown_source_field,
    registry.unknown_successor,
    agreement.conflicting_meaning,
    agreement.differing_wording,
    settings.unknown_rule,
    settings.unfit_severity,
    settings.misspelt_system_kind,
    settings.unfit_folder_name,
)

CATALOGUE: tuple[Rule, ...] = (*DESCRIPTION_RULES, *REGISTRY_RULES)
