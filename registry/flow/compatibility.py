"""Holds a flow against both APIs: a verdict for each row of its mapping, and one for the flow as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from registry.check.finding import Finding, Severity
from registry.flow.containment import Example
from registry.flow.ends import ends, rows
from registry.flow.misfit import SHOWN, shown
from registry.flow.rules import FLOW_RULES, ROW_RULES
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from registry.flow.declare import Remark, Rule
    from registry.flow.ends import Ends, Row
    from registry.model.flow import Flow
    from registry.model.registry import Registry

SEVERITIES: dict[str, Severity] = {"error": "error", "warning": "warning", "info": "info"}


class Judgement(NamedTuple):
    """What a rule remarks, and how grave that is in this registry."""

    rule: Rule[Any]
    severity: Severity
    remark: Remark


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """What the rules find in one row, counted from 0; ``row`` is None for the flow as a whole.

    ``compared`` is False where one of the fields is not known to the registry, as with a store.
    """

    row: int | None
    findings: tuple[Finding, ...]
    compared: bool = True

    @property
    def witness(self) -> Example | None:
        """A value of the producer that shows the first problem of which a rule has one, the gravest first."""
        shown = (finding.witness for finding in (*self._errors, *self.findings))
        return next((Example(*one) for one in shown if one is not None), None)

    @property
    def ok(self) -> bool:
        """Whether there is no error; warnings are worth reading all the same."""
        return not self._errors

    @property
    def problem(self) -> str:
        """What is wrong, empty if nothing is."""
        return "; ".join(finding.message for finding in self._errors or self.findings)

    @property
    def remedy(self) -> str:
        """The way out of the first problem."""
        return next((finding.remedy for finding in self._errors or self.findings), "")

    @property
    def _errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity == "error")


def check_flow(registry: Registry, flow: Flow, today: date | None = None) -> tuple[RowVerdict, ...]:
    """Return one verdict per row, then one for the flow as a whole if anything was found there.

    Each end is the newest release that the flow's range allows; the working copy where nothing is released.
    ``today`` decides whether a sunset has come; without it none has.
    """
    both = ends(registry, flow, today)
    verdicts = [row_verdict(registry, row) for row in rows(both)]
    found = tuple(flow_findings(registry, both))
    return (*verdicts, *([RowVerdict(None, found)] if found else []))


def row_verdict(registry: Registry, row: Row) -> RowVerdict:
    """Return what the rules find in one row."""
    made = list(judged(registry, ROW_RULES, row))
    pointer = join("/mapping", row.number)
    findings = tuple(
        finding(registry, row.ends.flow, judgement, below(pointer, judgement.remark.key))
        for judgement in made
    )
    compared = row.source is not None and row.target is not None
    return RowVerdict(row.number, findings, compared)


def flow_findings(registry: Registry, both: Ends) -> Iterator[Finding]:
    """Yield what the rules find in the flow as a whole."""
    for judgement in judged(registry, FLOW_RULES, both):
        yield finding(registry, both.flow, judgement, below("", judgement.remark.key))


def judged(registry: Registry, rules: Iterable[Rule[Any]], looked: object) -> Iterator[Judgement]:
    """Yield what each rule that is on finds, with its severity in this registry."""
    for rule in rules:
        severity = SEVERITIES.get(registry.config.rules.get(rule.id, rule.severity))
        if severity is not None:
            yield from (Judgement(rule, severity, remark) for remark in rule.find(looked))


def finding(registry: Registry, flow: Flow, judgement: Judgement, pointer: str) -> Finding:
    """Return a remark as a finding in the file of the flow."""
    rule, severity, remark = judgement
    return Finding(
        rule=rule.id,
        severity=severity,
        message=sentence(remark),
        remedy=remark.remedy or rule.remedy,
        pointer=pointer,
        place=registry.place(flow.path, pointer),
        subject=flow.id,
        witness=remark.witness,
    )


def sentence(remark: Remark) -> str:
    """Return what is wrong, with a value that shows it unless it is named already."""
    if remark.witness is None:
        return remark.message
    value = shown(remark.witness.value) if remark.witness.value is not None else "null"
    long = isinstance(remark.witness.value, str) and len(remark.witness.value) > SHOWN
    size = f" ({len(remark.witness.value)} characters)" if long else ""
    return remark.message if value in remark.message else f"{remark.message}; for example {value}{size}"


def below(pointer: str, key: str) -> str:
    """Return the pointer to ``a/b`` below another; an empty key is the place itself."""
    return join(pointer, *key.split("/")) if key else pointer
