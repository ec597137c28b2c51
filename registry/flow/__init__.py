"""Two systems: which field goes where, whether it fits, and whom a change hits."""

from registry.flow.rules import CATALOGUE

__all__ = ["CATALOGUE"]
