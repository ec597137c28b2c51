"""Rules about one fact that is compared as it is written: stated, dropped, rewritten, raised or lowered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from registry.diff.declare import Judge, Rule, Spot, Subject, allows, changed, reports, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from registry.diff.change import Level
    from registry.schema import Action, Difference


def stated(rewritten: Level, *, first: Level = "safe", dropped: Level = "risky") -> Judge:
    """Return a judgement by whether a meaning was rewritten, stated for the first time, or dropped."""
    return lambda difference, _: {"added": first, "removed": dropped}.get(difference.action, rewritten)


def told(noun: str, difference: Difference) -> str:
    """Return what became of a meaning, as a sentence."""
    if difference.before is None:
        return f"{noun} is now stated: {shown(difference.after)}"
    if difference.after is None:
        return f"{noun} is no longer stated; it was {shown(difference.before)}"
    return f"{noun} changed from {shown(difference.before)} to {shown(difference.after)}"


class Fact(Protocol):
    """Declares the rule about one fact; ``old`` and ``new`` are the extensions of its example."""

    def __call__(  # noqa: D102 - the class says it
        self,
        rule_id: str,
        keyword: str,
        noun: str,
        reason: str,
        *,
        fix: str,
        judge: Judge,
        old: str,
        new: str,
        level: Level,
    ) -> Rule: ...


def about(subject: Subject, sketch: Callable[[str], str], actions: tuple[Action, ...]) -> Fact:
    """Return how the facts of a subject are declared: ``sketch`` turns an extension into the text of an example."""

    def fact(
        rule_id: str,
        keyword: str,
        noun: str,
        reason: str,
        *,
        fix: str,
        judge: Judge,
        old: str,
        new: str,
        level: Level,
    ) -> Rule:
        def sentence(difference: Difference, _: Spot) -> str:
            return told(noun, difference)

        sentence.__doc__ = reason
        before, after = sketch(old), sketch(new)
        return changed(
            rule_id,
            "changed",
            tuple((keyword, action) for action in actions),
            subject=subject,
            fix=fix,
            judge=judge,
            examples=[reports(before, after, reads=level), allows(before, before)],
        )(sentence)

    return fact
