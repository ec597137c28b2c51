"""JUnit's XML, as build servers read it: a remark is a test that failed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

if TYPE_CHECKING:
    from collections.abc import Sequence

    from registry.cli.reports.annotation import Annotation


def render(annotations: Sequence[Annotation], suite: str) -> str:
    """Return one suite with a case per remark; what is no more than a notice passes."""
    failed = sum(annotation.gravity != "notice" for annotation in annotations)
    root = Element("testsuites")
    cases = SubElement(
        root, "testsuite", name=suite, tests=str(len(annotations) or 1), failures=str(failed), errors="0"
    )
    for annotation in annotations:
        add(cases, annotation)
    if not annotations:
        SubElement(cases, "testcase", classname=suite, name="nothing found")
    indent(root)
    return tostring(root, encoding="unicode", xml_declaration=False)


def add(cases: Element, annotation: Annotation) -> None:
    """Add the case of one remark."""
    name = printable(f"{annotation.subject} ({annotation.place})")
    case = SubElement(cases, "testcase", classname=annotation.rule, name=name)
    message = printable(annotation.told)
    if annotation.gravity == "notice":
        SubElement(case, "system-out").text = message
        return
    failure = SubElement(case, "failure", message=message, type=annotation.gravity)
    failure.text = printable(f"{annotation.place}: {annotation.told}")


def printable(text: str) -> str:
    """Leave out the characters that XML 1.0 cannot hold (section 2.2)."""
    return "".join(
        letter
        for letter in text
        if letter in "\t\n\r"
        or (letter >= " " and not "\ud800" <= letter <= "\udfff" and letter not in "\ufffe\uffff")
    )
