"""Every read, in one list: the contract tests ask each of them what its docstring promises."""

import inspect
import re
from collections.abc import Callable

import pandas as pd

READS: dict[str, Callable[..., pd.DataFrame]] = {}

DTYPES = {
    "text": "str",
    "day": "datetime64[us]",
    "moment": "datetime64[us, UTC]",
    "integer": "int64",
    "number": "float64",
    "flag": "bool",
    "document": "object",
}


def read(function: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
    """Enter a read under ``topic.name``. Its docstring lists its columns, a line each: name, type, unit."""
    READS[f"{function.__module__.rsplit('.', 1)[1]}.{function.__name__}"] = function
    return function


def promised(function: Callable[..., pd.DataFrame]) -> dict[str, str]:
    """The columns a read's docstring promises, with their dtypes."""
    line = re.compile(rf"^([a-z]\w*) +({'|'.join(DTYPES)})\b", re.MULTILINE)
    return {name: DTYPES[kind] for name, kind in line.findall(inspect.getdoc(function))}
