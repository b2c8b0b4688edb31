"""People's words where Streamlit reads Markdown (labels, headings, notices): shown as typed, no picture, no link."""

import re

_MARKS = re.compile(r"[\\`*_~$\[\]<>:!|#]")


def literal(text: object) -> str:
    """The text with every mark of Markdown made a plain sign. A picture in a label would be fetched from anywhere."""
    return _MARKS.sub(r"\\\g<0>", str(text))
