"""The layers of schemas, each worked out once: thousands of schemas may build upon each other in one chain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry.model.semantics.layers import following, is_alone, layers

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from registry.model.semantics.layers import Follow

    Layer = dict[str, Any]

_SPEAKING = frozenset({"oneOf", "anyOf", "enum", "const", "title", "description", "deprecated"})
"""The keywords by which a layer can say of itself what values mean; extensions aside."""


class Layering:
    """The layers of the schemas of one description, as `registry.model.semantics.layers` tells them."""

    def __init__(self, follow: Follow) -> None:
        self._follow = follow
        self._following: dict[int, tuple[Layer, ...]] = {}
        self._ends: dict[int, Layer] = {}
        self._answers: dict[Hashable, dict[int, bool]] = {}

    def of(self, schema: Any) -> tuple[Layer, ...]:
        """Return the schema, what it refers to, and the branches of its ``allOf``."""
        return layers(schema, self._follow)

    def telling(self, schema: Layer) -> tuple[Layer, ...]:
        """Return the layers of a schema that may say what its values mean, in their order."""
        if is_alone(schema):
            return (schema,)
        found: dict[int, Layer] = {}
        waiting = [schema]
        while waiting:
            layer = self._end(waiting.pop())
            if id(layer) not in found:
                found[id(layer)] = layer
                waiting += reversed(self.following(layer))
        return tuple(found.values())

    def any(self, schema: Any, question: Hashable, holds: Callable[[Layer], bool]) -> bool:
        """Whether a layer of a schema is such; the answer is kept by the question for all on the way to that layer."""
        known = self._answers.setdefault(question, {})
        way: list[tuple[int, Iterator[Layer]]] = []
        seen: set[int] = set()
        rest = iter((schema,) if isinstance(schema, dict) else ())
        while True:
            layer = next(rest, None)
            if layer is not None:
                key = id(layer)
                if known.get(key) or (key not in known and key not in seen and holds(layer)):
                    known.update(dict.fromkeys((key, *(above for above, _ in way)), True))
                    return True
                if key not in known and key not in seen:
                    seen.add(key)
                    way.append((key, rest))
                    rest = iter(self.following(layer))
            elif way:
                _, rest = way.pop()
            else:
                known.update(dict.fromkeys(seen, False))
                return False

    def following(self, schema: Layer) -> tuple[Layer, ...]:
        """Return the layers that come right after a schema."""
        key = id(schema)
        if key not in self._following:
            self._following[key] = () if is_alone(schema) else tuple(following(schema, self._follow))
        return self._following[key]

    def _end(self, layer: Layer) -> Layer:
        """Return where the way ends that begins at a layer and leads over such as say nothing and lead to one more."""
        passed: list[int] = []
        seen: set[int] = set()
        while id(layer) not in seen:
            seen.add(id(layer))
            if (known := self._ends.get(id(layer))) is not None:
                layer = known
                break
            after = self.following(layer)
            if len(after) != 1 or not _is_silent(layer):
                break
            passed.append(id(layer))
            layer = after[0]
        self._ends.update(dict.fromkeys(passed, layer))
        return layer


def _is_silent(layer: Layer) -> bool:
    return _SPEAKING.isdisjoint(layer) and not any(key.startswith("x-") for key in layer)
