"""A frame as a CSV file that Excel opens rightly and that runs nothing in it."""

import pandas as pd

# What a spreadsheet takes for the beginning of a formula, also in full width.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
DEMO_LINE = "演示数据：以下内容为虚构，不得作为决策依据"


def csv_file(frame: pd.DataFrame, *, demo: bool) -> bytes:
    """UTF-8 with its mark, so that Excel sees the Chinese; texts cannot become formulas; demo data says so first."""
    safe = frame.rename(columns=_harmless)
    for position, column in enumerate(safe.columns):
        if not pd.api.types.is_numeric_dtype(safe.dtypes.iloc[position]):
            safe = safe.assign(**{column: safe[column].map(_harmless)})
    text = safe.to_csv(index=False, lineterminator="\r\n")
    return (f"\ufeff{DEMO_LINE}\r\n{text}" if demo else f"\ufeff{text}").encode()


def _harmless(cell: object) -> object:
    if isinstance(cell, str) and cell.lstrip(" \u3000\u00a0").startswith(_FORMULA):
        return f"'{cell}"
    return cell
