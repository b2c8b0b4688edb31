"""Trying the system on real public data."""
