"""The index of the search, put together from what each batch says; files whose words are the same are left alone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import accumulate
from typing import TYPE_CHECKING

from registry.site import search
from registry.source.recorded import digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from registry.site.files import Folder, Sum
    from registry.site.made import Found
    from registry.site.search import Weights


@dataclass(frozen=True)
class Index:
    """The portions of the index in the order of the site."""

    found: Sequence[Found]

    def put(self, folder: Folder, before: Mapping[str, Sum]) -> Iterator[tuple[str, Sum]]:
        """Put the files of the index into a folder; ``before`` says what each was made of, as does what is yielded."""
        shown = [one for each in self.found for one in each.shown]
        for name, content in search.pages(shown, self._parts):
            folder.put(name, content)
        for name, parts in self._parts.items():
            said = digest(" ".join((str(len(shown)), *parts)).encode())
            make = partial(self._merged, name, len(shown))
            yield search.file_of(name), folder.renew(search.file_of(name), said, before, make)

    def _merged(self, name: str, total: int) -> bytes:
        return search.merged(name, self._words(name), total)

    @cached_property
    def _parts(self) -> Mapping[str, list[str]]:
        """For each file, of each portion in it: the number of the first document, a digest of the words."""
        parts: dict[str, list[str]] = defaultdict(list)
        for first, each in zip(map(str, self._firsts), self.found, strict=True):
            for name, said in each.parts.items():
                parts[name] += first, said
        return parts

    def _words(self, name: str) -> Iterator[tuple[int, Weights]]:
        for first, each in zip(self._firsts, self.found, strict=True):
            if name in each.parts:
                yield first, each.weights(name)

    @cached_property
    def _firsts(self) -> list[int]:
        counts = accumulate((len(each.shown) for each in self.found), initial=0)
        return [first for first, _ in zip(counts, self.found, strict=False)]
