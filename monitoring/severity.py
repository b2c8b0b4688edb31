"""The four severities, mildest first, and their ranks (0 is none)."""

SEVERITIES = ("blue", "yellow", "orange", "red")
RANK = {None: 0, **{severity: rank for rank, severity in enumerate(SEVERITIES, 1)}}


def named(rank: int) -> str | None:
    """The severity of a rank; None for 0."""
    return SEVERITIES[rank - 1] if rank else None
