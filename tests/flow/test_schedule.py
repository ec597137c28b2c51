"""The longest pause between two runs, by duration or by cron."""

from __future__ import annotations

import pytest

from registry.flow.schedule import in_words, longest, pause
from registry.model.flow import Trigger

HOUR = 3600
DAY = 24 * HOUR


@pytest.mark.parametrize(
    ("cron", "seconds"),
    [
        ("*/10 * * * *", 600),
        ("5-59/20 * * * *", 1200),
        ("0 */6 * * *", 6 * HOUR),
        ("30 2,14 * * *", 12 * HOUR),
        ("0 4 * * *", DAY),
        ("0 6 * * 1-5", 3 * DAY),
        ("0 6 * * mon-fri", 3 * DAY),
        ("0 0 * * 7", 7 * DAY),
        ("0 0 * * sun", 7 * DAY),
        ("0 9 1 * *", 31 * DAY),
        ("0 9 1 jan,jul *", 184 * DAY),
        ("0 9 1 * mon", 7 * DAY),
        ("0 0 29 2 *", 1461 * DAY),
        ("0 0 31 2 *", None),
        ("0 25 * * *", None),
        ("60 * * * *", None),
        ("*/0 * * * *", None),
        ("a b c d e", None),
    ],
)
def test_the_longest_time_between_two_moments(cron: str, seconds: float | None) -> None:
    assert longest(cron) == seconds


def test_a_trigger_pauses_as_it_says_or_not_at_set_times() -> None:
    assert pause(Trigger.model_validate({"type": "batch", "cron": "0 4 * * *"})) == DAY
    assert pause(Trigger(type="event")) is None
    assert pause(None) is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "no time"),
        (60, "1 minute"),
        (90_061, "1 day, 1 hour, 1 minute and 1 second"),
        (5400, "1 hour and 30 minutes"),
    ],
)
def test_a_length_of_time_in_words(seconds: float, words: str) -> None:
    assert in_words(seconds) == words
