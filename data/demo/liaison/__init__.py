"""Simulated liaison officers, visits, contingency plans and drills."""
