"""Five questions of a newcomer, answered from the home page in at most three clicks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.browser.conftest import Reader

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Question:
    """What is asked, what is clicked on the way, and what the last page says in its content."""

    asked: str
    clicks: tuple[str, ...]
    answers: tuple[str, ...]


QUESTIONS = [
    Question(
        "Where does size availability go, and how old may it be?",
        ("All 19 flows as a table", "Size availability for shoe recommendations", "Size availability"),
        (
            "Ad platform feed",
            "Mailwing API",
            "Web shop",
            "at most 15 minutes old",
            "Product pages of the web shop",
        ),
    ),
    Question(
        "What happens to a campaign when availability is null?",
        ("All 19 flows as a table", "Size availability for shoe recommendations"),
        ("When something is missing", "empty", "The field is left out of the record."),
    ),
    Question(
        "May I retry creating a contact?",
        ("APIs", "Customer contacts", "Create or replace a contact"),
        ("May I try again?", "Same request twice", "Yes.", "It is tried again after"),
    ),
    Question(
        "What stops working this quarter?",
        ("Coming changes in full",),
        ("What stops working", "1 March 2027", "in 98 days"),
    ),
    Question(
        "Who is hurt if the catalogue drops sizeSystem?",
        ("All 19 flows as a table", "Size availability for shoe recommendations", "Size system"),
        ("Who is hurt if it goes?", "Performance marketing", "Marketing operations", "Commerce", "3 flows"),
    ),
]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.asked)
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_it_is_answered_within_three_clicks(reader: Reader, question: Question, *, scripts: bool) -> None:
    assert len(question.clicks) <= 3
    with reader.open("", scripts=scripts) as visit:
        page = visit.page
        for name in question.clicks:
            words = page.locator(".md-content, .md-tabs").get_by_text(name, exact=True)
            words.locator("visible=true").first.click()
        told = page.locator(".md-content").inner_text()
        assert [answer for answer in question.answers if answer.casefold() not in told.casefold()] == []
