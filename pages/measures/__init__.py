"""The plan's measures and how far they are."""
