"""Measurements: ratios and counts in one run, each beside its baseline. `python -m tests.bench` runs them all."""
