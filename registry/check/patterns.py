"""Is a ``pattern`` a regular expression of ECMA-262, and can it be run without blowing up."""

from __future__ import annotations

import re
import warnings
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import jsonschema_rs

_TOO_LONG = 10_000
"""Characters; a longer pattern is nobody's work, and compiling it is not ours."""
_STEPS = 100_000
"""How far an engine may backtrack for one string; a match that needs more is not decided."""
_ONLY_ECMA = re.compile(r"\\[pP]\{[^}]*\}|\\u\{[0-9A-Fa-f]+\}|\\c[A-Za-z]|\[\^?\]")
"""What Python's `re` does not know: Unicode properties, code points, control characters, empty classes."""


@cache
def options() -> jsonschema_rs.FancyRegexOptions:
    """Return how patterns are run: with backtracking, which lookarounds need, up to a limit."""
    import jsonschema_rs  # noqa: PLC0415 - heavy

    return jsonschema_rs.FancyRegexOptions(backtrack_limit=_STEPS)


@lru_cache(maxsize=1 << 12)
def runs(pattern: str) -> bool:
    """Return whether the validator's own engine can run ``pattern``."""
    import jsonschema_rs  # noqa: PLC0415 - heavy

    if len(pattern) > _TOO_LONG:
        return False
    try:
        jsonschema_rs.validator_for({"pattern": pattern}, pattern_options=options())
    except (ValueError, jsonschema_rs.ReferencingError):
        return False
    return True


@lru_cache(maxsize=1 << 12)
def fault(pattern: str) -> str:
    """Return what is wrong with ``pattern``, or nothing.

    Both engines have to refuse it: each knows a part of ECMA-262 that the other does not, and the one that
    validates also refuses what is merely large.
    """
    if len(pattern) > _TOO_LONG or runs(pattern):
        return ""
    known = (
        _ONLY_ECMA.sub(".", pattern).replace("(?<", "(?P<").replace("(?P<=", "(?<=").replace("(?P<!", "(?<!")
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what may mean something else in a later Python
            re.compile(re.sub(r"\\k<(\w+)>", r"(?P=\1)", known))
    except (re.error, OverflowError, RecursionError) as problem:
        return str(problem)
    return ""
