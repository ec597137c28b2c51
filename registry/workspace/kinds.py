"""The files of a registry that are no descriptions: what each of them is, and how to check it."""

from __future__ import annotations

import re

from registry.errors import WrongUse

SETTINGS = {
    "specs/registry.yaml": "the settings of the registry",
    "specs/glossary.yaml": "the glossary",
    "specs/subscriptions.yaml": "the list of subscriptions",
}
SYSTEM = re.compile(r"specs/(?P<system>[^/]+)/system\.yaml")
FLOW = re.compile(r"specs/(?P<system>[^/]+)/flows/(?P<flow>[^/]+)\.(ya?ml|json)")
OF_API = re.compile(
    r"specs/(?P<system>[^/]+)/apis/(?P<api>[^/]+)/(?P<what>overlay|waivers|source)\.(ya?ml|json)"
)


def refuse_other_kind(path: str) -> None:
    """Raise WrongUse if a file, named from the root of the registry, is no description by its place."""
    if path in SETTINGS:
        raise other(path, SETTINGS[path], "")
    if found := SYSTEM.fullmatch(path):
        raise other(path, f"what is said of the system {found['system']}", "")
    if found := FLOW.fullmatch(path):
        flow = f"{found['system']}/{found['flow']}"
        raise other(path, f"the flow {flow}", flow)
    if found := OF_API.fullmatch(path):
        api = f"{found['system']}/{found['api']}"
        raise other(path, f"the {found['what']} of {api}", api)


def other(path: str, what: str, target: str) -> WrongUse:
    """Return what to say of a file that is something else, and what checks it."""
    return WrongUse(f"{path} is {what}, no OpenAPI description", f"run '{f'waybill check {target}'.strip()}'")
