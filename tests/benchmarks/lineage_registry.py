"""A registry of any size for benchmarks: systems, APIs with a release and a working copy, flows between them.

A few APIs are read by many flows and most by few, as in a company. Every other flow writes into a table, the rest
into an API, whose data others read on; fields name their source of truth, their foreign keys and what they are
computed from. Equal sizes give equal files.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

ENTITIES = 6
FIELDS = 8
ROWS = 6

SETTINGS = """\
registry: 1
title: Generated
teams: {team: {title: Team}}
policy: {noticePeriod: P90D}
"""

SYSTEM = """\
system: 1
title: System %s
kind: own
team: team
"""

HEAD = """\
openapi: 3.1.0
info: {title: API %s, version: %s, x-registry: {team: team}}
servers: [{url: "https://api.example.com"}]
paths:
"""

OPERATIONS = """\
  /e%(entity)s:
    get:
      operationId: list%(entity)s
      summary: List entities
      parameters: [{name: limit, in: query, schema: {type: integer, maximum: 100}}]
      responses:
        "200":
          description: A page
          content:
            application/json:
              schema:
                type: object
                required: [items]
                properties:
                  items: {type: array, items: {$ref: "#/components/schemas/E%(entity)s"}}
                  next: {type: [string, "null"], description: The next page.}
  /e%(entity)s/{id}:
    put:
      operationId: put%(entity)s
      summary: Write one
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: "#/components/schemas/E%(entity)s"}}}
      responses: {"204": {description: Done}}
"""

ENTITY = """\
    E%(entity)s:
      type: object
      required: [id, f0, f1]
      properties:
        id: {type: string, description: The key., x-ogc-role: id}
        other: {type: string, description: Another., x-field: {relationships: [{to: "%(other)s#E0.id"}]}}
        total:
          type: object
          description: The sum.
          properties:
            amount: {type: integer, x-ogc-unit: "{cent}", x-field: {derivation: {from: [E%(entity)s.f2]}}}
            currency: {type: string, pattern: "^[A-Z]{3}$"}
"""

FIELD = """\
        f%(field)s:
          type: %(kind)s
          description: What field %(field)s says, in a sentence or two, as people write it.
          x-field: {businessName: Field %(field)s, freshness: {threshold: PT15M}}
"""

TRUTH = """\
        decided:
          type: string
          description: Decided elsewhere.
          x-field: {sourceOfTruth: {system: %s, field: E0.f1}}
"""

FLOW = """\
flow: 1
title: Flow %(flow)s
answer: Every hour something gets something else.
producer: {api: %(producer)s, version: ">=1 <2", operation: list%(source)s}
consumer: %(consumer)s
purpose: Have it there.
trigger: {type: batch, every: PT1H}
freshnessNeeded: {threshold: PT2H}
mapping:
%(rows)sowner: team
"""


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is of each."""

    systems: int
    apis: int
    flows: int

    def times(self, factor: float) -> Size:
        """Return so many times as much of everything."""
        return Size(*(max(1, round(one * factor)) for one in (self.systems, self.apis, self.flows)))


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the API that most flows read, and how large all files are together, in bytes."""

    hub: str
    volume: int


def write(root: Path, size: Size) -> Written:
    """Write a registry into a folder."""
    pick = random.Random(1)
    apis = [f"s{number % size.systems}/a{number}" for number in range(size.apis)]
    texts = {"specs/registry.yaml": SETTINGS}
    texts |= {f"specs/s{number}/system.yaml": SYSTEM % number for number in range(size.systems)}
    for number, api in enumerate(apis):
        folder = f"specs/{api.replace('/', '/apis/')}"
        others = apis[(7 * number + 1) % len(apis)], f"s{(3 * number + 1) % size.systems}"
        texts[f"{folder}/releases/1.0.0.yaml"] = description(api, "1.0.0", others, changed=False)
        texts[f"{folder}/openapi.yaml"] = description(api, "1.1.0", others, changed=True)
    weights = [1 / (1 + number) ** 0.7 for number in range(len(apis))]
    for number in range(size.flows):
        producer, consumer = pick.choices(apis, weights)[0], pick.choice(apis)
        path = f"specs/{consumer.partition('/')[0]}/flows/f{number}.yaml"
        texts[path] = flow(pick, number, producer, consumer)
    for path, text in texts.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return Written(apis[0], sum(map(len, texts.values())))


def description(api: str, version: str, others: tuple[str, str], *, changed: bool) -> str:
    """Return a description; the changed one has another unit and one field less."""
    paths = "".join(OPERATIONS % {"entity": entity} for entity in range(ENTITIES))
    schemas = "".join(entity_text(entity, others, changed=changed) for entity in range(ENTITIES))
    return f"{HEAD % (api, version)}{paths}components:\n  schemas:\n{schemas}"


def entity_text(entity: int, others: tuple[str, str], *, changed: bool) -> str:
    """Return one component schema."""
    fields = range(FIELDS - 1 if changed else FIELDS)
    kinds = ("string", "string", "integer", "number")
    texts = [FIELD % {"field": field, "kind": kinds[field % len(kinds)]} for field in fields]
    text = ENTITY % {"entity": entity, "other": others[0]} + "".join(texts)
    text += TRUTH % others[1] if entity == 0 else ""
    return text.replace('"{cent}"', '"{euro}"') if changed else text


def flow(pick: random.Random, number: int, producer: str, consumer: str) -> str:
    """Return one flow."""
    names = ["id", "total.amount", *(f"f{field}" for field in range(FIELDS))]
    rows = "".join(
        f'  - {{from: "items[].{name}", to: "{name}", onNull: skip}}\n' for name in pick.sample(names, ROWS)
    )
    entity = pick.randrange(ENTITIES)
    into = f'{{operation: "{consumer}#put{entity}", version: ">=1 <2"}}' if number % 2 else "{store: table t}"
    return FLOW % {"flow": number, "rows": rows, "producer": producer, "consumer": into, "source": entity}
