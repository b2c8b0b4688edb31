"""Cases out of a frame as the rules take them: what is missing is None."""

import pandas as pd


def plain(row: dict) -> dict:
    """A row whose missing moments, words and numbers are None."""
    # NaN and NaT differ from themselves.
    return {name: None if value != value else value for name, value in row.items()}


def rows(frame: pd.DataFrame) -> list[dict]:
    """The rows of a frame in order."""
    return [plain(row) for row in frame.to_dict("records")]
