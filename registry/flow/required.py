"""What an operation cannot do without: the paths of parameters and properties that a request must carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.model import lenient
from registry.model.fields.spots import Spot, extended, facets, parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.model.description import Description, Operation


TECHNICAL = frozenset({"header", "cookie"})
"""What the client sets of itself: keys, revisions, sessions."""


def required_paths(operation: Operation, sent: tuple[str, ...]) -> Iterator[str]:
    """Yield what is required and is not among the paths ``sent``, nor has any of them below it.

    What is required within an optional object counts where something is sent into that object. Branches of
    ``oneOf`` and ``anyOf`` require nothing here: which one is meant is not written down.
    """
    yield from required_parameters(operation, sent)
    if operation.body is None:
        return
    content = sorted(operation.body.content, key=lambda media_type: "json" not in media_type.name)
    if content and isinstance(content[0].schema, dict):
        root = Spot(content[0].schema, content[0].schema_pointer, "body", "")
        yield from required_properties(operation.description, root, "", sent)


def required_parameters(operation: Operation, sent: tuple[str, ...]) -> Iterator[str]:
    """Yield required parameters; one that a property of the body is named after is filled from it."""
    for parameter in operation.parameters:
        path = f"{parameter.location}.{parameter.name}"
        known = parameter.location in TECHNICAL or parameter.name in sent or covered(path, sent)
        if parameter.required and not known:
            yield path


def required_properties(
    description: Description,
    spot: Spot,
    path: str,
    sent: tuple[str, ...],
    entered: frozenset[str] = frozenset(),
) -> Iterator[str]:
    """Yield the required properties below a value that are not sent."""
    layers = tuple(facets(description, spot))
    needed = {name for layer in layers if layer.sure for name in lenient.texts(layer.schema.get("required"))}
    seen: set[str] = set()
    for part in parts(description, spot):
        here = extended(path, part.step)
        if here in seen or part.spot.schema.get("readOnly") is True:
            continue
        seen.add(here)
        if part.step in needed and not covered(here, sent):
            yield here
        elif within(here, sent) and part.spot.pointer not in entered:
            yield from required_properties(description, part.spot, here, sent, entered | {part.spot.pointer})


def covered(path: str, sent: tuple[str, ...]) -> bool:
    """Tell whether something is sent into the path or below it."""
    return path in sent or within(path, sent)


def within(path: str, sent: tuple[str, ...]) -> bool:
    """Tell whether something is sent below the path."""
    return any(one.startswith((f"{path}.", f"{path}[", f"{path}{{")) for one in sent)
