"""Contingency plans: opened by the daily run when their trigger is met, stood down by people."""
