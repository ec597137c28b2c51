"""``host``, ``basePath`` and ``schemes`` as servers."""

from __future__ import annotations

from typing import Any

from registry.model import lenient


def of(data: dict[str, Any], schemes: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return the servers of the 2.0 document ``data``; relative where it names no scheme or host."""
    host = lenient.text(data.get("host"))
    base = lenient.text(data.get("basePath"))
    base = f"/{base.strip('/')}" if base.strip("/") else ""
    if not host:
        return [{"url": base or "/"}] if "basePath" in data else []
    return [{"url": f"{scheme}://{host}{base}"} for scheme in schemes] or [{"url": f"//{host}{base}"}]
