from __future__ import annotations

from typing import Any

import pytest

from registry.config import RegistryConfig, read_config
from registry.errors import Place, UnreadableInputs

MINIMAL = {"registry": 1, "title": "Shoes"}


def config(**keys: Any) -> RegistryConfig:
    return read_config({**MINIMAL, **keys}, Place)


def test_a_title_is_enough() -> None:
    assert config().policy.fail_on == "breaking"
    assert config().policy.breaking_without_major == "error"
    assert config().policy.notice_period.seconds == 0
    assert config().remote_references == ()


def test_everything_that_can_be_written_is_read() -> None:
    read = config(
        url="https://apis.example",
        teams={"commerce": {"title": "Commerce", "contact": "commerce@example.com"}},
        policy={
            "failOn": "risky",
            "profile": "sdk",
            "noticePeriod": "P90D",
            "stability": "beta",
            "breakingWithoutMajor": "warning",
        },
        rules={
            "number-without-unit": "warning",
            "enum-value-removed": "breaking",
            "description-absent": "off",
        },
        channels={"ops": "slack://${TOKENS}/#ops"},
        remoteReferences=["Schemas.Example.com", "localhost:8080"],
    )
    assert read.teams["commerce"].contact == "commerce@example.com"
    assert read.policy.notice_period.text == "P90D"
    assert read.rules["number-without-unit"] == "warning"
    assert read.remote_references == ("schemas.example.com", "localhost:8080")


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ({"registry": 2}, "/registry: 'registry' must be 1; found 2"),
        (
            {"rules": {"a": "fatal"}},
            ("/rules/a: 'a' must be one of breaking, risky, safe, error, warning, info, off; found 'fatal'"),
        ),
        (
            {"policy": {"failOn": "braking"}},
            (
                "/policy/failOn: 'failOn' must be one of breaking, risky, safe, never, none; found 'braking'; "
                "did you mean 'breaking'?"
            ),
        ),
        ({"teams": {"a": {"titel": "A"}}}, "/teams/a/title: 'a' has no 'title'; add 'title: …'"),
        (
            {"remoteReferences": ["https://example.com"]},
            (
                "/remoteReferences/0: 'remoteReferences[0]' must be a host name such as schemas.example.com, "
                "without scheme and path; found 'https://example.com'"
            ),
        ),
    ],
)
def test_a_wrong_setting_is_refused_with_its_place(keys: dict[str, Any], sentence: str) -> None:
    with pytest.raises(UnreadableInputs) as caught:
        config(**keys)
    assert sentence in str(caught.value).splitlines()
