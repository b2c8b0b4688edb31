"""Personal data as it is shown: a telephone number without its middle, a name by its first character."""

SHOWN_FIRST, SHOWN_LAST = 3, 4


def masked(phone: str | None) -> str:
    """``138****5678``; a short number keeps its first digits only; nothing stays nothing."""
    text = "" if phone is None or phone != phone else str(phone).strip()
    if not text:
        return ""
    if len(text) >= 11:
        return f"{text[:SHOWN_FIRST]}****{text[-SHOWN_LAST:]}"
    return f"{text[: min(SHOWN_FIRST, len(text) // 2)]}****"


def masked_name(name: str | None) -> str:
    """``张**``: who it was can be asked, on record."""
    text = "" if name is None or name != name else str(name).strip()
    return f"{text[0]}**" if text else ""
