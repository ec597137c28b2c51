"""Every rule about flows: the table of contents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry.flow import flow_rules, row_rules

if TYPE_CHECKING:
    from registry.flow.declare import Rule
    from registry.flow.ends import Ends, Row

ROW_RULES: tuple[Rule[Row], ...] = (
    # Is there anything at either end?
    row_rules.mapping_from_unknown_field,
    row_rules.mapping_to_unknown_field,
    # Is every value that leaves one that is taken?
    row_rules.value_of_other_kind,
    row_rules.value_may_not_fit,
    row_rules.converted_value_does_not_fit,
    row_rules.unmapped_source_value,
    row_rules.mapped_value_never_sent,
    row_rules.mapped_value_refused,
    row_rules.unit_not_converted,
    # What if there is no value, or an old one?
    row_rules.null_without_rule,
    row_rules.null_sent_and_refused,
    row_rules.required_target_may_be_missing,
    row_rules.staler_than_needed,
    # How long will it last?
    row_rules.uses_deprecated_field,
)

FLOW_RULES: tuple[Rule[Ends], ...] = (
    # Does what it runs between exist?
    flow_rules.operation_not_in_version,
    flow_rules.no_version_in_range,
    flow_rules.newest_version_outside_range,
    # Does the consumer get what it needs, in time?
    flow_rules.required_field_not_mapped,
    flow_rules.freshness_not_promised,
    flow_rules.runs_too_seldom,
    # May it be repeated; may it move at all?
    flow_rules.retry_of_non_idempotent_operation,
    flow_rules.retry_without_idempotency_key,
    flow_rules.retry_of_unknown_safety,
    flow_rules.personal_data_without_legal_basis,
)

CATALOGUE: tuple[Rule[Any], ...] = (*ROW_RULES, *FLOW_RULES)
