"""What a change does to a row of a flow: a sentence for who uses the data, and what to do about it."""

from registry.flow.effects.case import Case, Said
from registry.flow.effects.reading import family
from registry.flow.effects.telling import tell

__all__ = ["Case", "Said", "family", "tell"]
