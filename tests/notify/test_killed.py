"""Killed at any moment, sending loses nothing, and says nothing again that was on record as acknowledged."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.notify.conftest import Received, Story

PROGRAM = Path(__file__).with_name("killed.py")
TIMES = 50
DAY = "2026-02-01"


@pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="this system cannot fork a process")
def test_nothing_is_lost_and_nothing_acknowledged_is_repeated_by_runs_killed_at_50_points(
    story: Story, hook: Received
) -> None:
    teams = [f"team-{number}" for number in range(70)]
    flow = (story.root / "specs/mails/flows/products.yaml").read_text()
    story.write(
        {f"specs/mails/flows/{team}.yaml": flow.replace("owner: mails", f"owner: {team}") for team in teams}
    )
    config = (story.root / "specs/registry.yaml").read_text()
    named = ", ".join(f"{team}: {{title: {team}}}" for team in teams)
    (story.root / "specs/registry.yaml").write_text(config.replace("teams: {", f"teams: {{{named}, "))
    (story.root / "specs/subscriptions.yaml").write_text(
        "\n".join(
            f"- {{subscriber: {team}, channels: [hook], wants: {{only: what-we-use}}}}" for team in teams
        )
    )
    story.describe("2.0.0", "colour: {type: string}", "colour")
    here = story.open(DAY)
    here.release("shop/products", previous_until=date(2026, 6, 1))
    expected = [message.id for message in here.messages(since=here.as_of)]
    assert len(expected) == len(teams)

    run = subprocess.run(
        [sys.executable, PROGRAM, story.root, DAY, "20261123", str(TIMES)],
        check=True,
        capture_output=True,
        text=True,
    )
    runs = [json.loads(line) for line in run.stdout.splitlines()]
    assert [each["killed"] for each in runs] == [True] * TIMES
    for earlier, later in pairwise(runs):
        assert later["acknowledged"][: len(earlier["acknowledged"])] == earlier["acknowledged"]
    list(story.open(DAY).notify(since=here.as_of))

    received = Counter(hook.ids)
    assert set(received) == set(expected), "a message was lost, or one was made up"
    record = (story.root / "changelog/deliveries.jsonl").read_text().splitlines()
    begun = Counter(fact["message"] for fact in map(json.loads, record) if fact.get("state") == "sending")
    ended = Counter(fact["message"] for fact in map(json.loads, record) if fact.get("state") == "sent")
    assert ended == Counter(expected), "what is on record as acknowledged was sent again"
    assert all(received[message] <= begun[message] for message in expected)
    repeated = sum(received.values()) - len(expected)
    doubtful = sum(begun.values()) - len(expected)
    assert repeated <= doubtful, "only a message whose end was not recorded may come twice, under the same id"
