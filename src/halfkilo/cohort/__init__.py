"""Simulated people living with the real engine: the demo person, and later comparisons of dosing policies. Never evidence."""
