"""How an operation behaves, from ``x-operation`` and the extensions of SDK generators."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from registry.model import lenient
from registry.model.semantics import tolerant

if TYPE_CHECKING:
    from registry.model.semantics.operation_form import Idempotency, OperationMeaning, Retry

_OF_OPERATION = (
    *("x-operation", "x-speakeasy-retries", "x-speakeasy-timeout"),
    *("x-fern-retries", "x-fern-idempotent"),
)
_OF_ROOT = ("x-speakeasy-retries", "x-speakeasy-timeout")


def says_how_it_behaves(node: dict[str, Any], root: dict[str, Any]) -> bool:
    """Whether `operation_meaning` has anything to read."""
    return not (node.keys().isdisjoint(_OF_OPERATION) and root.keys().isdisjoint(_OF_ROOT))


def operation_meaning(node: dict[str, Any], root: dict[str, Any]) -> OperationMeaning:
    """Return what the operation ``node`` of the document ``root`` says of its behaviour.

    What ``x-operation`` leaves open is read from ``x-speakeasy-retries`` and ``x-speakeasy-timeout``, also of
    the root, from ``x-fern-retries`` and ``x-fern-idempotent``.
    """
    from registry.model.semantics.operation_form import OperationMeaning  # noqa: PLC0415 - slow to import

    if not says_how_it_behaves(node, root):
        return _nothing_said()
    meaning = tolerant.read(OperationMeaning, node.get("x-operation")) or OperationMeaning()
    found = {
        "idempotency": meaning.idempotency or _fern_idempotency(node, root),
        "retry": meaning.retry or _speakeasy_retry(node, root) or _fern_retry(node),
        "timeout": meaning.timeout or _milliseconds(node) or _milliseconds(root),
    }
    return meaning.model_copy(update=found)


@cache
def _nothing_said() -> OperationMeaning:
    from registry.model.semantics.operation_form import OperationMeaning  # noqa: PLC0415 - slow to import

    return OperationMeaning()


def _speakeasy_retry(node: dict[str, Any], root: dict[str, Any]) -> Retry | None:
    from registry.model.semantics.operation_form import Retry  # noqa: PLC0415 - slow to import

    return tolerant.read(Retry, node.get("x-speakeasy-retries", root.get("x-speakeasy-retries")))


def _fern_retry(node: dict[str, Any]) -> Retry | None:
    from registry.model.semantics.operation_form import Retry  # noqa: PLC0415 - slow to import

    disabled = lenient.mapping(node.get("x-fern-retries")).get("disabled") is True
    return Retry(strategy="none") if disabled else None


def _fern_idempotency(node: dict[str, Any], root: dict[str, Any]) -> Idempotency | None:
    """Fern marks the operation, and names the headers that carry the key at the root."""
    if node.get("x-fern-idempotent") is not True:
        return None
    from registry.model.semantics.operation_form import Idempotency  # noqa: PLC0415 - slow to import

    headers = lenient.mappings(root.get("x-fern-idempotency-headers"))
    header = next((name for entry in headers if (name := lenient.text(entry.get("header")))), None)
    return Idempotency(class_="replayable", header=header)


def _milliseconds(node: dict[str, Any]) -> int | None:
    timeout = node.get("x-speakeasy-timeout")
    return timeout if isinstance(timeout, int) and not isinstance(timeout, bool) and timeout > 0 else None
