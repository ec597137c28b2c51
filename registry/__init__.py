"""Waybill: OpenAPI descriptions that say what each field means, where it goes, and what breaks whom.

Open a registry, or the folder you are in, and ask::

    import registry

    waybills = registry.open(".")                                # Workspace
    waybills.check()                                             # what is not sound: Finding, ...
    waybills.coverage("catalog/products")                        # how much of its meaning it says: Coverage
    waybills.diff("catalog/products@2.1.0", "catalog/products")  # what breaks whom: Comparison of Change
    waybills.trace("catalog/products#Product.sku")               # where a field goes: Trace of Step
    waybills.reckon("catalog/products")                          # who must act, and by when: Impact of Effect, ...
    waybills.quality("catalog/products")                         # can I rely on it: Quality of Grade
    waybills.retire("catalog/products", field="Product.sku")     # may it go, who still uses it: Retirement
    waybills.release("catalog/products")                         # freeze a version: Released with its Entry
    waybills.export("odcs", "catalog/products")                  # for other tools: Export
    waybills.build()                                             # the site

    waybills.registry                                            # Registry: systems, apis, flows, terms
    waybills.api("catalog/products").description()               # Description: operations, schemas

Everything returned is a frozen value. Everything raised on purpose is a `WaybillError` whose text names the
place, the problem and the way out. Names are imported when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from registry.changelog.entry import Entry
    from registry.check.finding import Finding
    from registry.check.shares import Coverage
    from registry.diff.change import Change, Comparison
    from registry.errors import Place, UnreadableInput, WaybillError, WrongUse
    from registry.export.document import Export
    from registry.flow.edges import Edge
    from registry.flow.impact import Impact
    from registry.flow.trace import Trace
    from registry.model.description import Description
    from registry.model.registry import Registry
    from registry.workspace import Workspace, open  # noqa: A004 - registry.open reads as what it does

__all__ = [
    "Change",
    "Comparison",
    "Coverage",
    "Description",
    "Edge",
    "Entry",
    "Export",
    "Finding",
    "Impact",
    "Place",
    "Registry",
    "Trace",
    "UnreadableInput",
    "WaybillError",
    "Workspace",
    "WrongUse",
    "open",
]

_HOMES = {
    "Change": "registry.diff.change",
    "Comparison": "registry.diff.change",
    "Coverage": "registry.check.shares",
    "Description": "registry.model.description",
    "Edge": "registry.flow.edges",
    "Entry": "registry.changelog.entry",
    "Export": "registry.export.document",
    "Finding": "registry.check.finding",
    "Impact": "registry.flow.impact",
    "Place": "registry.errors",
    "Registry": "registry.model.registry",
    "Trace": "registry.flow.trace",
    "UnreadableInput": "registry.errors",
    "WaybillError": "registry.errors",
    "Workspace": "registry.workspace",
    "WrongUse": "registry.errors",
    "open": "registry.workspace",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: the command line must start fast (PEP 562)."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
