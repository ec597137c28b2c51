"""Findings and changes written for people, for other programs, and for the places where code is reviewed."""
