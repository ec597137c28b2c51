"""Releases: what is frozen, what it changed, whom that hit, and how all of it is written down."""
