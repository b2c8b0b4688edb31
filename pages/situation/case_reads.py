"""What pages read of cases: the cached road, for this topic."""

import pandas as pd

from pages.reads import AsOf
from pages.situation.cached import read


def cases(user, at: AsOf) -> pd.DataFrame:
    """Cases, ended ones too."""
    return read(user, at, "cases.all_cases")


def case_members(user, at: AsOf) -> pd.DataFrame:
    """Which alert is, or was, in which case."""
    return read(user, at, "cases.members", timeless=True)


def case_events(user, at: AsOf, *, case: int) -> pd.DataFrame:
    """What happened to one case."""
    return read(user, at, "cases.events", timeless=True, case=int(case))


def case_evidence(user, at: AsOf, *, case: int) -> pd.DataFrame:
    """The proofs of one case, without their bytes."""
    return read(user, at, "evidence.listed", timeless=True, case=int(case))
