"""Settings of a registry that have no effect, and names in it that lead astray."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from registry.check.declare import Hit, allows, reports, rule
from registry.check.finding import SEVERITIES
from registry.check.registry_view import hit_in
from registry.check.wording import nearest
from registry.source.store import NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.check.registry_view import View

_KINDS = ("own", "vendor", "catalogue", "warehouse", "email", "crm", "ads", "analytics")
"""The kinds that the format names; others are allowed, but hardly ones that look like these."""
_ALIKE = 0.8


@rule(
    "unknown-rule",
    "error",
    fix="Name a rule that 'waybill rules' lists.",
    examples=[
        reports(settings="{rules: {number-without-untis: error}}"),
        allows(settings="{rules: {number-without-unit: error}}"),
    ],
)
def unknown_rule(view: View) -> Iterator[Hit]:
    """The setting has no effect, and the rule it was meant for goes on as before."""
    for name in view.registry.config.rules if view.rules is not None else ():
        if name not in (view.rules or ()):
            at = f"/rules/{name}"
            yield hit_in(
                view, view.CONFIG, at, f"there is no rule '{name}'", nearest(name, tuple(view.rules or ()))
            )


@rule(
    "unfit-severity",
    "error",
    fix='Write error, warning, info or "off".',
    examples=[
        reports(settings="{rules: {number-without-unit: breaking}}"),
        allows(settings="{rules: {number-without-unit: info}}"),
    ],
)
def unfit_severity(view: View) -> Iterator[Hit]:
    """Breaking, risky and safe are said of changes; for any other rule the setting is ignored."""
    for name, severity in view.registry.config.rules.items():
        if name in view.own and severity not in (*SEVERITIES, "off"):
            message = f"'{name}' is no rule about changes: it cannot be '{severity}'"
            yield hit_in(view, view.CONFIG, f"/rules/{name}", message)


@rule(
    "misspelt-system-kind",
    "warning",
    fix="Correct it, or choose a word that nobody takes for that one.",
    examples=[
        reports(registry="shop/system.yaml: {system: 1, title: Shop, kind: onw, team: commerce}"),
        reports(registry="shop/system.yaml: {system: 1, title: Shop, kind: vendors, team: commerce}"),
        allows(registry="shop/system.yaml: {system: 1, title: Shop, kind: cms, team: commerce}"),
    ],
)
def misspelt_system_kind(view: View) -> Iterator[Hit]:
    """A misspelt kind is a kind of its own, and the system is missing where people look for it."""
    for system in view.registry.systems:
        if (meant := _kind_meant(system.kind)) is not None:
            message = f"'{system.kind}' looks like the kind '{meant}'"
            yield hit_in(view, system.path, "/kind", message, f"did you mean '{meant}'?")


@rule(
    "unfit-folder-name",
    "warning",
    fix="Rename it: small letters, digits and hyphens.",
    examples=[
        reports(registry="my shop/system.yaml: {system: 1, title: Shop, kind: own, team: commerce}"),
        reports(registry="my_shop/system.yaml: {system: 1, title: Shop, kind: own, team: commerce}"),
        allows(registry="my-shop/system.yaml: {system: 1, title: Shop, kind: own, team: commerce}"),
    ],
)
def unfit_folder_name(view: View) -> Iterator[Hit]:
    """The name becomes part of ids and of addresses: with a space no flow can name it, and others misspell it."""
    named = [(system.path, system.id) for system in view.registry.systems]
    named += [(api.path(), api.name) for api in view.described]
    named += [(flow.path, flow.id.partition("/")[2]) for flow in view.registry.flows]
    for path, name in named:
        if not NAME.fullmatch(name):
            better = "-".join(re.findall(r"[a-z0-9.]+", name.lower()))
            remedy = f"rename it '{better}'" if better else ""
            yield hit_in(
                view, path, "", f"the name '{name}' is not made of small letters and hyphens", remedy
            )


def _kind_meant(kind: str) -> str | None:
    """Return the kind of the format that another word is nearly, or its letters in another order."""
    if kind in _KINDS:
        return None
    turned = (known for known in _KINDS if sorted(known) == sorted(kind))
    return next(iter((*turned, *get_close_matches(kind, _KINDS, 1, _ALIKE))), None)
