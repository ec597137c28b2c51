"""Reads a form as far as it is valid: a mistake in one key costs that key alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from registry.model.semantics import drafts

if TYPE_CHECKING:
    from registry.formats import Written

W = TypeVar("W", bound="Written")


def read(form: type[W], data: Any) -> W | None:
    """Return what can be read of ``data``; None if it is no mapping, or lacks what the form requires.

    Drafts in it are passed over. The mistakes themselves are told by `problems`.
    """
    data = drafts.without(data)
    if not isinstance(data, dict):
        return None
    import pydantic  # noqa: PLC0415 - slow

    try:
        return form.model_validate(data, by_alias=True, by_name=False)
    except pydantic.ValidationError as error:
        faulty = {detail["loc"][0] for detail in error.errors(include_url=False) if detail["loc"]}
        return _without(form, data, faulty)


def _without(form: type[W], data: dict[str, Any], faulty: set[int | str]) -> W | None:
    import pydantic  # noqa: PLC0415 - slow

    kept = {key: value for key, value in data.items() if key not in faulty}
    try:
        return form.model_validate(kept, by_alias=True, by_name=False)
    except pydantic.ValidationError:
        return None
