"""Whether what one field may hold is what another field takes: the containment engine, asked of fields."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from registry.schema import Effect, Schemas, relate

if TYPE_CHECKING:
    from registry.model.fields import Field
    from registry.schema import Difference, Node

SHOWN = 60


def differences(source: Field, target: Field) -> tuple[Difference, ...]:
    """Return in what ways ``target`` refuses values that ``source`` may hold, or may refuse them unseen.

    Null at the field itself is left out: a row says what becomes of it.
    """
    return tuple(
        difference
        for difference in relate(node(source), node(target))
        if difference.effect & (Effect.NARROWER | Effect.UNKNOWN)
        and not difference.undeclared
        and not (difference.keyword == "null" and not difference.path)
    )


def takes(target: Field, value: Any) -> bool:
    """Tell whether a field takes one value."""
    only = Schemas({}, "3.1").node({"const": value}, "")
    return not any(Effect.NARROWER in difference.effect for difference in relate(only, node(target)))


def node(field: Field) -> Node:
    """Return the field's schema as the engine sees it."""
    description = field.description
    return Schemas(description.data, description.dialect).node(field.schema, field.pointer)


def worded(difference: Difference) -> str:
    """Return a difference between what is sent and what is taken as a sentence."""
    at = f"at '{difference.path.lstrip('.')}' " if difference.path else ""
    before, after = shown(difference.before), shown(difference.after)
    match difference.keyword:
        case "type":
            return f"{at}{difference.before} is sent, {difference.after} is taken"
        case "enum values":
            return f"{at}{before} may be sent and is not taken"
        case "enum":
            return f"{at}any value may be sent, only {after} is taken"
        case "null":
            return f"{at}null may be sent and is not taken"
    if Effect.UNKNOWN in difference.effect:
        return f"{at}'{difference.keyword}' could not be compared"
    return f"{at}'{difference.keyword}' is {before} where it comes from and {after} where it goes"


def shown(value: Any) -> str:
    """Return a value as it reads in a sentence."""
    if value is None:
        return "not limited"
    if isinstance(value, list | tuple):
        return ", ".join(json.dumps(item, ensure_ascii=False) for item in value)
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
