"""Credit codes with right check characters that no office ever issued: their organisation part begins with DM."""

from data.intake.credit_code import ALPHABET, check_character

GB_11714_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def demo_code(prefix: str, county: str, serial: int) -> str:
    """The eighteen characters of the entity with that serial number (issued codes begin with digits or MA, MB)."""
    body = "DM" + _base31(serial, 6)
    return _closed(f"{prefix}{county}{body}{organisation_check(body)}")


def organisation_check(body: str) -> str:
    """The ninth character of an organisation code (GB 11714)."""
    total = sum(weight * int(character, 36) for weight, character in zip(GB_11714_WEIGHTS, body))
    return {10: "X", 11: "0"}.get(11 - total % 11, str(11 - total % 11))


def _closed(body: str) -> str:
    return body + check_character(body)


def _base31(number: int, width: int) -> str:
    digits = []
    for _ in range(width):
        number, rest = divmod(number, len(ALPHABET))
        digits.append(ALPHABET[rest])
    return "".join(reversed(digits))
