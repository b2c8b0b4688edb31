"""Situation: what is true now, topic by topic."""
