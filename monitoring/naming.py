"""What a subject is called: from the region pack, the markets' list and the enterprises' list."""

import pandas as pd


class Names:
    """Subject ids to the names people use."""

    def __init__(self, region, *, markets: pd.DataFrame, enterprises: pd.DataFrame) -> None:
        self._region = region
        self._places = {region.code: region.short, **dict(zip(region.counties["county"], region.counties["short"]))}
        self._places |= dict(zip(markets["market"], markets["name"]))
        self._places |= dict(zip(enterprises["enterprise"], enterprises["name"]))
        self._parts = dict(zip(region.kinds["kind"], region.kinds["name"]))
        self._parts |= dict(zip(region.categories["category"], region.categories["name"]))
        self._parts |= dict(zip(region.measure_targets["target"], region.measure_targets["title"]))

    def of(self, subject: str) -> str:
        """The subject's name; a part nobody named (a debtor) is its own name, with its county before it once."""
        place, _, part = subject.partition(":")
        place, part = self._places.get(place, place), self._parts.get(part, part)
        return part if part.startswith(place) else place + part
