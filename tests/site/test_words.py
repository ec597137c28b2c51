from __future__ import annotations

from datetime import date

import pytest

from registry.site import words


@pytest.mark.parametrize(
    ("iso", "plain"),
    [
        ("PT15M", "15 minutes"),
        ("PT1H", "1 hour"),
        ("P90D", "90 days"),
        ("P1Y6M", "1 year and 6 months"),
        ("P1DT2H30M", "1 day, 2 hours and 30 minutes"),
        ("soon", "soon"),
    ],
)
def test_durations_read_as_people_say_them(iso: str, plain: str) -> None:
    assert words.duration(iso) == plain


def test_every_one_drops_the_number() -> None:
    assert words.every("P1D") == "every day"
    assert words.every("PT15M") == "every 15 minutes"
    assert words.every("PT1H30M") == "every 1 hour and 30 minutes"


@pytest.mark.parametrize(
    ("cron", "plain"),
    [
        ("30 6 * * *", "every day at 06:30 (Europe/Rome)"),
        ("0 7 * * 1", "every Monday at 07:00 (Europe/Rome)"),
        ("0 7 * * 1-5", "every working day at 07:00 (Europe/Rome)"),
        ("5 * * * *", "every hour at 5 minutes past"),
        ("0 7 1 * *", "on the schedule 0 7 1 * * (Europe/Rome)"),
    ],
)
def test_a_regular_schedule_reads_as_people_say_it(cron: str, plain: str) -> None:
    assert words.cron(cron, "Europe/Rome") == plain


@pytest.mark.parametrize(
    ("day", "plain"),
    [
        (date(2026, 11, 23), "today"),
        (date(2026, 11, 24), "tomorrow"),
        (date(2026, 11, 22), "yesterday"),
        (date(2027, 3, 1), "in 98 days"),
        (date(2026, 11, 3), "20 days ago"),
    ],
)
def test_days_are_counted_from_today(day: date, plain: str) -> None:
    assert words.days_from(date(2026, 11, 23), day) == plain


def test_a_day_has_the_name_of_its_month() -> None:
    assert words.day(date(2027, 4, 1)) == "1 April 2027"


@pytest.mark.parametrize(
    ("amount", "plain"),
    [(500, "0.5 seconds"), (1000, "1 second"), (60000, "1 minute"), (90000, "90 seconds")],
)
def test_milliseconds_become_the_unit_that_fits(amount: int, plain: str) -> None:
    assert words.milliseconds(amount) == plain


@pytest.mark.parametrize(
    ("ucum", "plain"),
    [("mm", "millimetres"), ("{pair}", "number of pairs"), ("{items}", "number of items"), ("mol", "mol")],
)
def test_units_have_plain_names_where_there_are_some(ucum: str, plain: str) -> None:
    assert words.unit(ucum) == plain


def test_names_of_rules_keep_their_acronyms() -> None:
    assert words.title("api-without-owner") == "API without owner"


def test_lists_end_in_a_word() -> None:
    assert words.listed(["a", "b", "c"]) == "a, b and c"
    assert words.listed(["a", "b"], "or") == "a or b"
    assert words.listed(["a"]) == "a"
    assert words.listed([]) == ""


def test_a_sentence_has_one_full_stop() -> None:
    assert words.sentence("map it") == "Map it."
    assert words.sentence("Map it.") == "Map it."


@pytest.mark.parametrize(
    ("value", "ucum", "plain"),
    [
        (12, "mo", "12 months"),
        (1, "h", "1 hour"),
        (99.5, "percent", "99.5 %"),
        (3, "1/s", "3 1/s"),
        (7, None, "7"),
    ],
)
def test_amounts_read_as_people_say_them(value: float, ucum: str | None, plain: str) -> None:
    assert words.amount(value, ucum) == plain


def test_a_name_in_camel_case_is_told_in_words() -> None:
    assert words.label("revisionLifetime") == "Revision lifetime"
    assert words.label("frequency") == "Frequency"
