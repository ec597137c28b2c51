"""Who is told what, through real channels, once."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from registry.errors import UnreadableInput, WrongUse
from registry.notify import sending
from registry.notify.deliveries import PATH, Deliveries

if TYPE_CHECKING:
    from registry.notify.sending import Sent
    from tests.notify.conftest import Received, Story

SIZE, COLOUR = "size: {type: string}", "colour: {type: string}"


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nobody waits in a test; what would have been waited is kept."""
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    return waited


def drop_size(story: Story, day: str = "2026-02-01", **keeps: date) -> None:
    """Release a version without the size, which mails and reports read."""
    story.release(day, "2.0.0", COLOUR, "colour", keeps.get("until", date(2026, 6, 1)))


def sent(story: Story, day: str = "2026-02-01", **options: object) -> list[Sent]:
    return list(story.open(day).notify(**options))  # type: ignore[arg-type]


def test_only_those_whose_flows_use_the_field_are_told(
    story: Story, hook: Received, mailbox: Received
) -> None:
    drop_size(story)
    assert [(one.message.subscriber, one.message.channel, one.reason) for one in sent(story)] == [
        ("mails", "mail", None),
        ("reports", "hook", None),
    ]
    assert mailbox.subjects == ["Products 2.0.0: 1 breaking (120 days left to act)"]
    assert [payload["subscriber"] for payload in hook.payloads] == ["reports"]


def test_the_mail_says_who_must_act_by_when_what_it_does_to_them_where_to_read_on_and_why_they_get_it(
    story: Story, mailbox: Received, hook: Received
) -> None:
    drop_size(story)
    sent(story)
    (text,) = mailbox.texts
    assert "You must act by 1 June 2026 (120 days left)." in text
    assert "Products for mails" in text
    assert "Products for reports" not in text
    assert "GET /products/{id} 200 size" in text
    assert "https://apis.example.com/changes/shop/products/2.0.0/" in text
    assert "specs/subscriptions.yaml:2:3 asks for breaking changes of what you use." in text
    assert hook.ids


def test_a_program_gets_the_same_as_a_payload_that_the_published_schema_describes(
    story: Story, hook: Received, mailbox: Received
) -> None:
    import jsonschema_rs  # noqa: PLC0415 - slow to import

    from registry.cli.contracts import contract  # noqa: PLC0415 - only here

    drop_size(story)
    sent(story)
    (payload,) = hook.payloads
    jsonschema_rs.validator_for(contract("notice"), validate_formats=True).validate(payload)
    (notice,) = payload["notices"]
    assert (notice["kind"], notice["api"], notice["version"]) == ("release", "shop/products", "2.0.0")
    assert (notice["level"], notice["due"]) == ("breaking", "2026-06-01")
    assert [hit["flow"] for hit in notice["affected"]] == ["reports/products"]
    assert [change["rule"] for change in notice["changes"]] == ["response-required-property-removed"]
    assert mailbox.texts


def test_running_again_sends_nothing(story: Story, hook: Received, mailbox: Received) -> None:
    drop_size(story)
    assert len(sent(story)) == 2
    before = (story.root / PATH).read_bytes()
    assert sent(story) == []
    assert sent(story, "2026-02-02") == []
    assert (story.root / PATH).read_bytes() == before
    assert len(hook.ids) == len(mailbox.subjects) == 1


def test_what_happened_before_anybody_was_told_anything_is_told_only_when_asked_for(
    story: Story, hook: Received, mailbox: Received
) -> None:
    drop_size(story)
    assert sent(story, "2026-02-02") == []
    (story.root / PATH).unlink()
    assert len(sent(story, "2026-02-02", since=date(2026, 2, 1))) == 2
    assert hook.ids
    assert mailbox.subjects


def test_a_dry_run_shows_every_message_reads_no_secret_and_writes_nothing(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HOOK_SECRET")
    drop_size(story)
    shown = story.open("2026-02-01").messages()
    assert [message.subscriber for message in shown] == ["mails", "reports"]
    assert not (story.root / PATH).exists()


def test_a_digest_is_one_message_for_a_subscriber_in_a_channel(
    story: Story, hook: Received, mailbox: Received
) -> None:
    story.subscribe("- {subscriber: mails, channels: [mail], wants: {severity: safe}}")
    drop_size(story)
    story.release("2026-02-02", "2.1.0", f"{COLOUR}, sole: {{type: string}}", "colour")
    outcomes = sent(story, "2026-02-02", since=date(2026, 1, 1), digest=True)
    assert [len(one.message.keys) for one in outcomes] == [3]
    assert mailbox.subjects == ["3 changes that concern you, 1 of them breaking"]
    assert sent(story, "2026-02-02", digest=True) == []
    assert hook.ids == []


def test_an_announcement_its_reminders_and_its_end_are_each_told_once(
    story: Story, hook: Received, mailbox: Received
) -> None:
    story.subscribe("- {subscriber: mails, channels: [mail], wants: {only: what-we-use}}")
    story.describe("2.0.0", COLOUR, "colour")
    story.open("2026-02-01").announce("shop/products")
    days = [f"2026-{month:02}-{day:02}" for month in (2, 3, 4, 5) for day in range(1, 29)]
    told = {day: [one.message.subject for one in sent(story, day)] for day in days}
    assert {day: subjects for day, subjects in told.items() if subjects} == {
        "2026-02-01": ["Products changes on 2 May 2026: 1 breaking change (90 days left to act)"],
        "2026-04-02": ["Reminder, 30 days left: Products changes on 2 May 2026: 1 breaking change"],
        "2026-04-25": ["Reminder, 7 days left: Products changes on 2 May 2026: 1 breaking change"],
        "2026-05-01": ["Reminder, 1 day left: Products changes on 2 May 2026: 1 breaking change"],
    }
    assert hook.ids == []
    assert len(mailbox.subjects) == 4


def test_a_run_that_comes_late_sends_the_nearest_reminder_only(
    story: Story, hook: Received, mailbox: Received
) -> None:
    drop_size(story)
    sent(story)
    assert [one.message.subject for one in sent(story, "2026-05-28")] == [
        "Reminder, 4 days left: Products 2.0.0: 1 breaking"
    ] * 2
    assert hook.ids
    assert mailbox.subjects


def test_who_moved_on_is_not_reminded(story: Story, hook: Received, mailbox: Received) -> None:
    drop_size(story)
    sent(story)
    flow = story.root / "specs/mails/flows/products.yaml"
    flow.write_text(flow.read_text().replace(">=1 <2", ">=2").replace("from: size", "from: colour"))
    assert [one.message.subscriber for one in sent(story, "2026-05-25")] == ["reports"]
    assert hook.ids
    assert mailbox.subjects


def test_what_is_called_off_asks_nobody_to_act(story: Story, hook: Received, mailbox: Received) -> None:
    story.describe("2.0.0", COLOUR, "colour")
    story.open("2026-02-01").announce("shop/products")
    sent(story)
    story.open("2026-02-10").withdraw("shop/products")
    sent(story, "2026-02-10")
    assert "To do:" in mailbox.texts[0]
    assert "WHAT IT WOULD HAVE DONE TO YOU" in mailbox.texts[1]
    assert "To do:" not in mailbox.texts[1]
    assert len(hook.ids) == 2


def test_what_is_called_off_before_anybody_was_told_is_told_to_nobody(
    story: Story, hook: Received, mailbox: Received
) -> None:
    story.describe("2.0.0", COLOUR, "colour")
    story.open("2026-02-01").announce("shop/products")
    story.open("2026-02-01").withdraw("shop/products")
    assert sent(story, "2026-02-01") == []
    assert hook.ids == mailbox.ids == []


def test_what_is_announced_anew_on_the_day_it_was_called_off_is_told(
    story: Story, hook: Received, mailbox: Received
) -> None:
    story.describe("2.0.0", COLOUR, "colour")
    subjects = []
    for day in ("2026-05-02", "2026-06-01"):
        story.open("2026-02-01").announce("shop/products", on=date.fromisoformat(day))
        subjects += [one.message.subject for one in sent(story)]
        story.open("2026-02-01").withdraw("shop/products")
        subjects += [one.message.subject for one in sent(story)]
    assert subjects[::2] == [
        "Products changes on 2 May 2026: 1 breaking change (90 days left to act)",
        "Products does not change on 2 May 2026",
        "Products changes on 1 June 2026: 1 breaking change (120 days left to act)",
        "Products does not change on 1 June 2026",
    ]
    assert len(hook.ids) == len(mailbox.subjects) == 4


def test_what_is_called_off_is_told_and_reminds_nobody(
    story: Story, hook: Received, mailbox: Received
) -> None:
    story.describe("2.0.0", COLOUR, "colour")
    story.open("2026-02-01").announce("shop/products")
    sent(story)
    story.open("2026-02-10").withdraw("shop/products")
    assert [one.message.subject for one in sent(story, "2026-02-10")] == [
        "Products does not change on 2 May 2026"
    ] * 2
    assert sent(story, "2026-05-01") == []
    assert hook.ids
    assert mailbox.subjects


@pytest.mark.parametrize(
    ("wants", "told"),
    [
        ("{severity: breaking}", True),
        ("{severity: breaking, apis: [shop/products]}", True),
        ("{severity: breaking, apis: [shop/other]}", False),
        ("{severity: breaking, fields: ['shop/products#Product.size']}", True),
        ("{severity: safe, fields: ['shop/products#Product.colour']}", False),
        ("{severity: breaking, only: what-we-use}", False),
    ],
)
def test_a_subscriber_without_flows_hears_what_it_asks_for(story: Story, wants: str, told: bool) -> None:  # noqa: FBT001
    story.subscribe(f"- {{subscriber: shop, channels: [mail], wants: {wants}}}")
    drop_size(story)
    assert bool(story.open("2026-02-01").messages()) is told


def test_a_channel_that_fails_is_tried_again_then_reported_and_the_others_go_on(
    story: Story, hook: Received, mailbox: Received, no_pause: list[float]
) -> None:
    hook.answers = [500, 503, 429, 500]
    drop_size(story)
    outcomes = {one.message.channel: one for one in sent(story)}
    assert outcomes["mail"].reason is None
    assert outcomes["hook"].reason == "the receiver answered 500"
    assert no_pause == list(sending.PAUSES)
    (again,) = sent(story)
    assert (again.message.channel, again.reason, again.doubtful) == ("hook", None, True)
    assert hook.ids == [again.message.id]
    assert mailbox.subjects


def test_what_a_receiver_refuses_for_good_is_not_tried_again_at_once(
    story: Story, hook: Received, mailbox: Received, no_pause: list[float]
) -> None:
    hook.answers = [410]
    drop_size(story)
    assert [one.reason for one in sent(story)] == [None, "the receiver answered 410"]
    assert no_pause == []
    assert mailbox.subjects


def test_a_secret_that_is_not_set_is_named_and_no_value_is_ever_shown(
    story: Story, mailbox: Received, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOWHERE", "user:hunter22@127.0.0.1:9")
    story.subscribe("- {subscriber: mails, channels: [lost, hook, mail, none], wants: {only: what-we-use}}")
    drop_size(story)
    reasons = {one.message.channel: one.reason for one in sent(story)}
    assert reasons["hook"] == "not set in the environment: HOOK_HOST; set what registry.yaml names"
    assert reasons["none"] == "registry.yaml has no channel 'none'; add it under channels"
    assert reasons["mail"] is None
    assert reasons["lost"]
    assert "hunter22" not in reasons["lost"] + (story.root / PATH).read_text()
    assert mailbox.subjects


@pytest.mark.parametrize("secret", ["", "short", "whsec_c2hvcnQ=", "whsec_%%%"])
def test_a_webhook_without_a_proper_secret_is_refused(
    story: Story, hook: Received, monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    monkeypatch.setenv("HOOK_SECRET", secret or "x")
    drop_size(story)
    reason = {one.message.channel: one.reason for one in sent(story)}["hook"]
    assert reason is not None
    assert "a webhook is signed, and its secret is 'whsec_'" in reason
    assert hook.ids == []


def test_two_runs_at_once_do_not_send_twice(story: Story) -> None:
    drop_size(story)
    with (
        Deliveries.open(story.root / PATH, since=date(2026, 2, 1)),
        pytest.raises(WrongUse, match="another run of 'waybill notify' is sending"),
    ):
        sent(story)


def test_a_line_that_was_cut_off_is_taken_away_and_the_rest_counts(
    story: Story, hook: Received, mailbox: Received
) -> None:
    drop_size(story)
    sent(story)
    record = story.root / PATH
    whole = record.read_bytes()
    record.write_bytes(whole + b'{"state": "sen')
    assert sent(story) == []
    story.describe("3.0.0", COLOUR, "colour")
    record.write_bytes(whole[:-10])
    (again,) = sent(story)
    assert again.doubtful
    assert [json.loads(line) for line in record.read_bytes().splitlines()]
    assert hook.ids
    assert mailbox.subjects


def test_a_record_that_is_none_is_named_with_its_line(story: Story) -> None:
    (story.root / "changelog").mkdir(exist_ok=True)
    (story.root / PATH).write_text('{"since": "2026-01-01"}\n{"state": 3}\n')
    with pytest.raises(UnreadableInput, match=r"deliveries.jsonl:2: this is no record of a delivery"):
        sent(story)


def test_the_same_notices_make_the_same_message_whenever_they_are_sent(story: Story) -> None:
    drop_size(story)
    (one, _), (other, _) = (
        story.open(day).messages(since=date(2026, 1, 1)) for day in ("2026-02-01", "2026-02-09")
    )
    assert one.id == other.id
    assert one.payload == other.payload


def test_a_flow_tells_those_who_answer_for_it_in_the_channels_that_it_names(
    story: Story, hook: Received, mailbox: Received
) -> None:
    story.subscribe("[]")
    flow = story.root / "specs/mails/flows/products.yaml"
    flow.write_text(f"{flow.read_text()}notify: {{breaking: [mail], deprecation: [hook]}}\n")
    story.describe("2.0.0", COLOUR, "colour")
    story.open("2026-02-01").announce("shop/products")
    assert {(one.message.subscriber, one.message.channel) for one in sent(story)} == {
        ("mails", "mail"),
        ("mails", "hook"),
    }
    assert "specs/mails/flows/products.yaml:11:1 asks for changes that reach the flow." in mailbox.texts[0]
    drop_size(story, "2026-05-02")
    assert [one.message.channel for one in sent(story, "2026-05-02")] == ["mail"]
    assert hook.ids


def test_what_is_written_in_a_title_or_a_note_stays_there(
    story: Story, hook: Received, mailbox: Received
) -> None:
    story.describe("2.0.0", COLOUR, "colour")
    file = story.root / "specs/shop/apis/products/openapi.yaml"
    file.write_text(
        file.read_text().replace("title: Products", 'title: "Products\\r\\nBcc: you@example.com\\e[2J"')
    )
    story.open("2026-02-01").release(
        "shop/products", previous_until=date(2026, 6, 1), note="One.\r\n\r\n\x1b[2JTwo."
    )
    sent(story)
    (subject,), (text,), (payload,) = mailbox.subjects, mailbox.texts, hook.payloads
    assert subject.startswith("Products Bcc: you@example.com [2J 2.0.0: 1 breaking")
    assert "One.\r\n\r\n[2JTwo." in text
    assert "\x1b" not in text
    assert "\n" not in payload["notices"][0]["title"]


def test_who_subscribes_later_hears_the_last_days_and_not_the_whole_past(
    story: Story, hook: Received, mailbox: Received
) -> None:
    assert sent(story, "2026-01-15") == []
    drop_size(story)
    assert len(sent(story)) == 2
    late = (
        f"{(story.root / 'specs/subscriptions.yaml').read_text()}\n- {{subscriber: shop, channels: [mail]}}\n"
    )
    story.subscribe(late)
    assert sent(story, "2026-03-01") == []
    story.subscribe(late.replace("subscriber: shop", "subscriber: ads"))
    assert [one.message.subscriber for one in sent(story, "2026-02-03")] == ["ads"]
    assert hook.ids
    assert mailbox.subjects


def test_two_rows_that_carry_one_field_are_hit_in_one_sentence(
    story: Story, mailbox: Received, hook: Received
) -> None:
    flow = story.root / "specs/mails/flows/products.yaml"
    flow.write_text(flow.read_text().replace("theirs}]", "theirs}, {from: size, to: shown}]"))
    drop_size(story)
    sent(story)
    (text,) = mailbox.texts
    said = [line for line in text.splitlines() if line.startswith("- breaking: ")]
    assert said
    assert len(said) == len(set(said))
    assert hook.ids


def test_who_foresaw_a_change_is_told_so_and_not_that_no_flow_uses_it(
    story: Story, mailbox: Received
) -> None:
    story.subscribe("- {subscriber: ads, channels: [mail], wants: {severity: safe}}")
    promised = "colour: {type: string, x-field: {freshness: {threshold: PT1H}}}"
    story.release("2026-01-20", "1.1.0", f"{SIZE}, {promised}", "size, colour")
    flow = story.root / "specs/ads/flows/products.yaml"
    flow.write_text(flow.read_text().replace("trigger:", "freshnessNeeded: {threshold: PT9H}\ntrigger:"))
    story.release("2026-02-01", "1.2.0", f"{SIZE}, {promised.replace('1H', '2H')}", "size, colour")
    sent(story, since=date(2026, 2, 1))
    lines = mailbox.texts[0].splitlines()
    assert "No flow of yours is hit." in lines
    foreseen = lines[lines.index("NOTHING TO DO, AND FORESEEN") + 1]
    assert foreseen.startswith("- Products for ads (ads): ")
    assert "2 hours" in foreseen
