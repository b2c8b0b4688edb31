"""Scenario cards: no lever is the baseline, levers push one way only, what was said can be computed again."""
