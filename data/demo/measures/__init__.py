"""Simulated progress on the plan's measures."""
