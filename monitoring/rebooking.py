"""Entities the registry booked over: back into the cells they stood in, and from where to where they went.

A change of place is a move; a change of kind or industry at one place is one of definition. The registry
carries no day for either: it is the month we learned of it. Where an address was mistaken and then put right, the two
cannot be told apart, and it counts as a move.
"""

import pandas as pd

PLACES = ("county", "township")
MOVE, DEFINITION = "move", "definition"
STOOD = ("before", "entries", "deregistrations", "revocations", "moves_in", "moves_out", "reclassified", "after")


def crossings(rebooked: pd.DataFrame, *, by: str, county: str | None, kind: str | None) -> pd.DataFrame:
    """The bookings over that cross a border of a table by ``by``, narrowed to a county or a kind.

    To the columns of ``rebooked``: from_inside, to_inside (does the side stand in the table), why (move, definition).
    A booking between two cells of one row of the table is none of its changes.
    """
    narrowed = {name: code for name, code in (("county", county), ("kind", kind)) if code is not None}
    inside = {}
    for side in ("from", "to"):
        inside[side] = rebooked[f"{side}_county"] != ""  # a cell the reader may not see has no names
        for name, code in narrowed.items():
            inside[side] &= rebooked[f"{side}_{name}"] == code
    differs = {name: rebooked[f"from_{name}"] != rebooked[f"to_{name}"] for name in {by, *narrowed, *PLACES}}
    hidden = (rebooked["from_county"] == "") | (rebooked["to_county"] == "")
    placed = hidden.copy()
    for name in {by, *narrowed}.intersection(PLACES):
        placed |= differs[name]
    table = rebooked.assign(
        from_inside=inside["from"], to_inside=inside["to"], why=placed.map({True: MOVE, False: DEFINITION})
    )
    return table[(inside["from"] ^ inside["to"]) | (inside["from"] & differs[by])].reset_index(drop=True)


def put_back(crossed: pd.DataFrame, *, by: str, first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    """What the crossings change in each row of the table over the months ``first`` to ``last``.

    The column ``by`` and STOOD, signed as the parts are. Who had closed before the booking, or opened after its
    month, went nowhere: the first is counted where it closed, the second where it is booked now.
    """
    eve = first - pd.DateOffset(months=1)
    month, opened, closed = crossed["month"], crossed["opened"], crossed["closed"]
    gone = closed < month  # false for the living
    stood_until = closed.where(gone, month)
    earlier = opened <= month
    flow = {
        "before": (opened <= eve) & (eve < stood_until),
        "entries": opened.between(first, last),
        "after": (opened <= last) & (last < stood_until),
    }
    flow = {name: (earlier & held).astype("int64") for name, held in flow.items()}
    for name, ended_by in (("deregistrations", "deregistered"), ("revocations", "revoked")):
        flow[name] = -(earlier & gone & closed.between(first, last) & (crossed["ended_by"] == ended_by)).astype("int64")
    went = (earlier & ~gone & month.between(first, last)).astype("int64")
    moved = went * (crossed["why"] == MOVE)
    sides = []
    for side, sign in (("from", 1), ("to", -1)):
        amounts = pd.DataFrame(flow) * sign
        amounts["moves_out"] = -moved if side == "from" else 0
        amounts["moves_in"] = moved if side == "to" else 0
        amounts["reclassified"] = (went - moved) * -sign
        amounts = amounts.mul(crossed["entities"], axis=0)[list(STOOD)]
        sides.append(amounts.assign(**{by: crossed[f"{side}_{by}"]})[crossed[f"{side}_inside"]])
    return pd.concat(sides, ignore_index=True)


def named(crossed: pd.DataFrame, *, by: str, first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    """From where to where the living went over in those months, the most first.

    from_key, to_key  text    the row of the table, or the county or kind outside it; none for a county not to be seen
    from_by, to_by    text    which of the four the key is of
    why               text    move or definition
    entities          integer
    """
    standing = ~(crossed["closed"] < crossed["month"]) & (crossed["opened"] <= crossed["month"])
    went = crossed[standing & crossed["month"].between(first, last)]
    told = {"why": went["why"], "entities": went["entities"]}
    for side in ("from", "to"):
        told |= {f"{side}_by": _dimension(went, side, by)}
        told |= {f"{side}_key": [went.at[row, f"{side}_{name}"] for row, name in told[f"{side}_by"].items()]}
    keys = ["from_by", "from_key", "to_by", "to_key", "why"]
    sums = pd.DataFrame(told, index=went.index).groupby(keys, as_index=False)["entities"].sum()
    return sums.sort_values(["entities", *keys], ascending=[False, *[True] * len(keys)], ignore_index=True)


def _dimension(went: pd.DataFrame, side: str, by: str) -> pd.Series:
    """What a side is called by: its row; outside the table its county, or its kind where the county is the same."""
    outside = (went["from_county"] != went["to_county"]).map({True: "county", False: "kind"}).astype("object")
    return outside.mask(went[f"{side}_inside"], by)
