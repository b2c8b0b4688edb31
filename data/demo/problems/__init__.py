"""Simulated problems and needs of entities, and what was done about them."""
