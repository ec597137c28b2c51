"""Every rule about flows: the table of contents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry.flow import (
    age_rules,
    delivery_rules,
    fit_rules,
    flow_rules,
    meaning_rules,
    row_rules,
    translation_rules,
)

if TYPE_CHECKING:
    from registry.flow.declare import Rule
    from registry.flow.ends import Ends, Row

ROW_RULES: tuple[Rule[Row], ...] = (
    # Is there anything at either end?
    row_rules.mapping_from_unknown_field,
    row_rules.mapping_to_unknown_field,
    row_rules.field_does_not_travel,
    row_rules.row_without_effect,
    # Is every value that leaves one that is taken?
    fit_rules.value_of_other_kind,
    fit_rules.value_not_listed,
    fit_rules.length_does_not_fit,
    fit_rules.number_out_of_range,
    fit_rules.text_of_other_form,
    fit_rules.value_may_not_fit,
    fit_rules.value_not_compared,
    fit_rules.converted_value_does_not_fit,
    fit_rules.rounding_loses_digits,
    translation_rules.unmapped_source_value,
    translation_rules.source_values_may_grow,
    translation_rules.mapped_value_never_sent,
    translation_rules.mapped_value_refused,
    # Does it mean there what it meant here?
    meaning_rules.unit_not_converted,
    meaning_rules.wrong_conversion,
    meaning_rules.currency_differs,
    meaning_rules.currency_not_certain,
    meaning_rules.timezone_differs,
    meaning_rules.business_term_differs,
    meaning_rules.personal_data_into_unclassified_field,
    # What if there is no value, or an old one?
    row_rules.null_without_rule,
    row_rules.sentinel_without_rule,
    row_rules.null_sent_and_refused,
    row_rules.required_target_may_be_missing,
    row_rules.needed_value_may_be_missing,
    age_rules.staler_than_needed,
    age_rules.staler_than_target_promises,
    age_rules.stale_value_not_recognised,
    # How long will it last?
    age_rules.uses_deprecated_field,
    age_rules.field_past_sunset,
)

FLOW_RULES: tuple[Rule[Ends], ...] = (
    # Does what it runs between exist, and for how long?
    flow_rules.operation_not_in_version,
    flow_rules.no_version_in_range,
    flow_rules.newest_version_outside_range,
    flow_rules.past_its_sunset,
    flow_rules.runs_on_deprecated_version,
    # Does the consumer get what it needs, in time?
    flow_rules.required_field_not_mapped,
    flow_rules.freshness_not_promised,
    flow_rules.unknown_timestamp_field,
    flow_rules.runs_too_seldom,
    delivery_rules.schedule_of_a_webhook,
    delivery_rules.more_records_than_allowed,
    # May it be repeated; may it move at all?
    delivery_rules.retry_of_non_idempotent_operation,
    delivery_rules.retry_without_idempotency_key,
    delivery_rules.retry_of_unknown_safety,
    delivery_rules.retry_outlives_key,
    delivery_rules.retry_in_vain,
    delivery_rules.unknown_field_in_idempotency_key,
    delivery_rules.dead_letter_without_place,
    flow_rules.personal_data_without_legal_basis,
)

CATALOGUE: tuple[Rule[Any], ...] = (*ROW_RULES, *FLOW_RULES)
