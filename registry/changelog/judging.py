"""How a registry judges changes: by its rules, for those whom it protects, on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from registry.diff import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from registry.config import RegistryConfig
    from registry.diff.change import Level


def settings(config: RegistryConfig, today: date) -> Settings:
    """Return how this registry judges changes on a day; severities of other kinds of rules are left out."""
    levels: Mapping[str, Level | Literal["off"]] = {
        rule: severity
        for rule, severity in config.rules.items()
        if severity in ("breaking", "risky", "safe", "off")
    }
    policy = config.policy
    return Settings(severities=levels, profile=policy.profile, today=today, stability=policy.stability)
