"""Detectors: a panel of series in, a score per row out; pure numpy and pandas, knowing nothing of counties."""
