"""Pictures of what moves, each with the sentence that says what it shows; the same facts stand in a table beside."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from registry.site import drawing, links, words
from registry.site.field_index import whole
from registry.site.text import Picture

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from registry.flow.compatibility import RowVerdict
    from registry.flow.edges import Edge
    from registry.flow.trace import Step
    from registry.model.fields import Field
    from registry.model.flow import Flow
    from registry.model.registry import Api
    from registry.site.book import Book

_MOST_SYSTEMS = 24
_MOST_ROWS = 60
_MOST_STEPS = 30
_OTHERS = "other systems"
_STATED = {
    "derivation": "computed from it, as the description says",
    "sourceOfTruth": "decided there, as the description says",
}
_ROW = 15.0
_FLOW, _PER_FIELD, _BROADEST_FLOW = 22.0, 1.0, 44.0


def moves_anchor(source: str, target: str) -> str:
    """Return the anchor of the row that tells what one system gives to another."""
    return links.anchor("moves", source, target)


def system_map(book: Book) -> Picture | None:
    """Return the map of systems: who gives data to whom."""
    pairs = Counter((flow.producer_system, flow.consumer_system) for flow in book.registry.flows)
    if not pairs:
        return None
    named, kept = _kept(pairs)
    folded = Counter[tuple[str, str]]()
    for (source, target), count in pairs.items():
        folded[named[source], named[target]] += count
    boxes = [_system_box(book, system, folded) for system in dict.fromkeys(named.values())]
    arrows = [
        drawing.Arrow(
            source,
            target,
            f"{_called(book, source)} to {_called(book, target)}: {words.counted(count, 'flow')}",
            f"#{moves_anchor(source, target)}" if _OTHERS not in (source, target) else "",
            count,
        )
        for (source, target), count in sorted(folded.items())
    ]
    said = "Each arrow is data that one system takes from another; the broader, the more flows."
    if len(named) > kept:
        said += f" The {len(named) - kept} systems with the fewest flows stand together as one box."
    title = "Which system gives data to which"
    return Picture(drawing.network("map", title, boxes, arrows), said, title)


def _kept(pairs: Mapping[tuple[str, str], int]) -> tuple[dict[str, str], int]:
    """Return the box that each system stands in, and how many have one of their own."""
    counts = Counter[str]()
    for pair, count in sorted(pairs.items()):
        for system in dict.fromkeys(pair):
            counts[system] += count
    ranked = sorted(counts, key=lambda system: (-counts[system], system))
    kept = len(ranked) if len(ranked) <= _MOST_SYSTEMS else _MOST_SYSTEMS - 1
    own = set(ranked[:kept])
    return {system: system if system in own else _OTHERS for system in sorted(counts)}, kept


def _system_box(book: Book, system: str, pairs: Mapping[tuple[str, str], int]) -> drawing.Box:
    gives = sum(count for (source, _), count in pairs.items() if source == system)
    takes = sum(count for (_, target), count in pairs.items() if target == system)
    said = " · ".join(f"{verb} {count}" for verb, count in (("takes", takes), ("gives", gives)) if count)
    url = links.SYSTEMS if system == _OTHERS else links.system(system)
    return drawing.Box(system, _called(book, system), said, url)


def _called(book: Book, system: str) -> str:
    return _OTHERS.capitalize() if system == _OTHERS else book.system_title(system)


def system_bands(book: Book, system: str, takes: Sequence[Flow], gives: Sequence[Flow]) -> Picture | None:
    """Return what flows into a system from the left, and out of it to the right."""
    if not takes and not gives:
        return None
    bars = [drawing.Box("this", book.system_title(system), _balance(takes, gives), chosen=True)]
    bands = []
    for flows, inward in ((takes, True), (gives, False)):
        others = Counter(flow.producer_system if inward else flow.consumer_system for flow in flows)
        bars += [
            drawing.Box(
                f"{inward} {other}",
                book.system_title(other),
                words.counted(count, "flow"),
                links.system(other),
            )
            for other, count in others.items()
        ]
        bands += [_flow_band(book, flow, inward=inward) for flow in flows]
    title = f"What flows into {book.system_title(system)}, and out of it"
    said = "Each band is a flow, as broad as its fields are many: from the left it comes in, to the right it goes out."
    return Picture(drawing.sankey("bands", title, bars, bands), said, title)


def _balance(takes: Sequence[Flow], gives: Sequence[Flow]) -> str:
    return " · ".join(f"{verb} {len(flows)}" for verb, flows in (("takes", takes), ("gives", gives)) if flows)


def _flow_band(book: Book, flow: Flow, *, inward: bool) -> drawing.Band:
    other = f"{inward} {flow.producer_system if inward else flow.consumer_system}"
    fields = words.counted(len(flow.mapping), "field")
    said = (
        f"{flow.title}: {fields} from {book.system_title(flow.producer_system)} "
        f"to {book.system_title(flow.consumer_system)}"
    )
    ends = (other, "this") if inward else ("this", other)
    broad = min(_BROADEST_FLOW, _FLOW + _PER_FIELD * len(flow.mapping))
    return drawing.Band(*ends, broad, said, links.flow(flow.id), flow.title)


def flow_bands(book: Book, flow: Flow, verdicts: Mapping[int | None, RowVerdict]) -> Picture | None:
    """Return the fields of a flow, each joined to where it is put, in the colour of the verdict."""
    if not flow.mapping:
        return None
    crowded = len(flow.mapping) > _MOST_ROWS
    edges = {edge.row: edge for edge in book.lineage.rows_of(flow)}
    bars: dict[str, drawing.Box] = {}
    bands: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, row in enumerate(flow.mapping):
        edge = edges.get(number)
        one = _field_bar(book, "from", row.from_, edge.from_field if edge else None, edge, crowded=crowded)
        other = _field_bar(book, "to", row.to, edge.to_field if edge else None, edge, crowded=crowded)
        bars |= {one.id: one, other.id: other}
        bands[one.id, other.id].append(number)
    drawn = [
        drawing.Band(
            source,
            target,
            _ROW + min(len(rows) - 1, _MOST_ROWS),
            f"{bars[source].name} into {bars[target].name}: {_fit(verdicts, rows)}",
            f"#{links.anchor('row', flow.mapping[rows[0]].to)}",
            style=_tone(verdicts, rows),
        )
        for (source, target), rows in bands.items()
    ]
    title = f"Which field of {book.system_title(flow.producer_system)} goes where"
    source = book.system_title(flow.producer_system)
    said = (
        f"Left what is taken from {source}, right where it is put; red does not fit, grey was not compared."
    )
    if crowded:
        said += f" The {len(flow.mapping)} rows are too many to draw one by one: they are grouped by what holds them."
    ordered = sorted(bars.values(), key=lambda bar: bar.id.startswith("to"))
    return Picture(drawing.sankey("bands", title, ordered, drawn), said, title)


def _field_bar(
    book: Book, side: str, path: str, field: str | None, edge: Edge | None, *, crowded: bool
) -> drawing.Box:
    if crowded:
        head = path.partition(".")[0]
        return drawing.Box(f"{side} {head}", head)
    within = () if edge is None else edge.from_within if side == "from" else edge.to_within
    called = book.called(field, within) if field else None
    url = (book.fields.page(*field.split("#", 1)) or "") if field else ""
    return drawing.Box(f"{side} {path}", called or path, path if called else "", url)


def _fit(verdicts: Mapping[int | None, RowVerdict], rows: Sequence[int]) -> str:
    return {"breaking": "does not fit", "risky": "fits, with a remark", "quiet": "not compared", "": "fits"}[
        _tone(verdicts, rows)
    ]


def _tone(verdicts: Mapping[int | None, RowVerdict], rows: Sequence[int]) -> str:
    found = [verdicts.get(number) for number in rows]
    if any(verdict is not None and not verdict.ok for verdict in found):
        return "breaking"
    if any(verdict is not None and verdict.findings for verdict in found):
        return "risky"
    return "" if all(verdict is not None and verdict.compared for verdict in found) else "quiet"


def lineage(book: Book, api: Api, field: Field, steps: Iterable[Step]) -> Picture | None:
    """Return where a field comes from and goes to, over any number of systems, as the ``steps`` of its way say."""
    start = f"{api.id}#{field.id}"
    ways = [_ends(start, step.edge) for step in steps if step.edge.kind != "relationship"]
    if not ways:
        return None
    grouped = len({name for source, target, _ in ways for name in (source, target)}) > _MOST_STEPS
    arrows: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for source, target, edge in ways:
        arrows[_node(source, start, grouped=grouped), _node(target, start, grouped=grouped)].append(edge)
    names = dict.fromkeys(name for pair in arrows for name in pair)
    title = f"The way of {field.meaning.business_name or field.path}"
    said = "From left to right: where the value comes from, and everywhere it goes. Each arrow is a flow"
    told = any(all(edge.kind != "flow" for edge in found) for found in arrows.values())
    said += "; a broken one is what the description says, without a recorded flow." if told else "."
    if grouped:
        said += " So many fields take it that they stand together, by what they are part of."
    boxes = [_field_box(book, name, chosen=name == start) for name in names]
    drawn = [_carried(book, pair, found) for pair, found in arrows.items()]
    return Picture(drawing.network("way", title, boxes, drawn), said, title)


def _ends(start: str, edge: Edge) -> tuple[str, str, Edge]:
    """Return both ends of an edge; what holds the field at the start, or lies inside it, counts as the field."""
    source = start if start in map(whole, (*edge.sources, *edge.from_inside)) else whole(edge.source)
    target = start if start in map(whole, (*edge.targets, *edge.to_inside)) else whole(edge.target)
    return source, target, edge


def _node(reference: str, start: str, *, grouped: bool) -> str:
    return f"{reference.partition('#')[0]}#" if grouped and reference != start else reference


def _carried(book: Book, pair: tuple[str, str], edges: Sequence[Edge]) -> drawing.Arrow:
    flows = tuple(dict.fromkeys(edge.flow for edge in edges if edge.kind == "flow"))
    titles = [book.registry.flow(flow).title for flow in flows]
    source, target = (_field_box(book, name).name for name in pair)
    said = f"{source} into {target}: {words.listed(titles) if titles else _STATED[edges[0].kind]}"
    url = links.flow(flows[0]) if len(flows) == 1 else ""
    return drawing.Arrow(*pair, said, url, max(1, len(flows)), "" if flows else "told")


def _field_box(book: Book, reference: str, *, chosen: bool = False) -> drawing.Box:
    owner, _, name = reference.partition("#")
    system, _, store = owner.partition("/")
    if owner in book.apis:
        called = (book.called(reference) or name) if name else book.api_title(owner)
        url = book.fields.page(owner, name) or links.fields(owner)
        return drawing.Box(reference, called, book.api_title(owner), "" if chosen else url, chosen)
    place = store.removeprefix("store:") if store else ""
    of = " · ".join(part for part in (book.system_title(system), place) if part)
    return drawing.Box(reference, name or book.system_title(system), of, links.system(system), chosen)
