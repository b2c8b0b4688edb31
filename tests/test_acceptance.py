"""The whole system on the simulated prefecture: every planted incident ends in the state its answer sheet asks for."""

import pytest

from data.demo.incidents import Incident, incidents
from data.demo.scene import FULL, default_seed
from data.reference.region import load_region
from data.store import setting
from data.store.engine import Store
from tests.demo_prefecture import built, full_demo
from tests.verdict import Verdict

LINXIA = load_region("linxia")
PLANTED = incidents(LINXIA, seed=default_seed(LINXIA))
UNPLANNED_BUDGET = 30
"""Active alerts at the end about subjects nothing was planted in: chance, and what follows from a planted neighbour."""


@pytest.fixture(scope="module")
def store():
    store = Store(f"sqlite:///{full_demo()}")
    yield store
    store.close()


@pytest.fixture(scope="module")
def verdict(store):
    return Verdict(store)


def name_of(incident: Incident) -> str:
    return f"{incident.kind} {incident.subject}"


@pytest.mark.parametrize("incident", PLANTED, ids=name_of)
def test_a_planted_incident_ends_as_the_answer_sheet_says(verdict, incident):
    missed = [expected for expected in incident.expected if not verdict.holds(expected)]

    needed = len(incident.expected) if incident.needed is None else incident.needed
    assert len(incident.expected) - len(missed) >= needed, "\n".join(map(verdict.about, missed))


@pytest.mark.parametrize("incident", [one for one in PLANTED if one.called], ids=name_of)
def test_a_planted_incident_is_called_fall_or_artefact_rightly(verdict, incident):
    calls = verdict.calls(incident)

    assert set(calls.index) <= set(incident.called), calls.to_string()
    if incident.true:
        assert calls.index[0] == "true", calls.to_string()


def test_silence_is_nowhere_called_a_fall(verdict):
    silent = [e for e in verdict.signals["evidence"] if "verdict" in e and e["state"] not in ("ok", "provisional")]

    assert silent
    assert {e["verdict"]["call"] for e in silent} == {"unreported"}


def test_every_kind_of_trouble_and_of_artefact_is_planted():
    kinds = {incident.kind: incident.true for incident in PLANTED}

    assert {"entry_freeze", "exit_wave", "closure_wave", "slow_decline", "net_negative_county", "epidemic_freeze"} <= {
        kind for kind, true in kinds.items() if true
    }
    assert {"batch_deregistration_day", "revocation_clean_up", "definition_change", "transfer", "missing_week"} <= {
        kind for kind, true in kinds.items() if not true
    }


def test_six_counties_did_not_lose_entities_and_nobody_says_they_did(verdict):
    losing = {i.county for i in PLANTED if i.kind == "net_negative_county"}

    told = verdict.living[verdict.living["active"] & (verdict.living["indicator"] == "stock_vs_year_end")]
    assert set(told["subject"]) & set(LINXIA.counties["county"]) == losing
    assert LINXIA.code not in set(told["subject"])


def test_alerts_nobody_planted_stay_few(verdict):
    planted = {expected.subject for incident in PLANTED for expected in incident.expected}

    unplanned = verdict.living[verdict.living["active"] & ~verdict.living["subject"].isin(planted)]
    assert len(unplanned) <= UNPLANNED_BUDGET, unplanned[["indicator", "subject", "severity", "value"]].to_string()
    assert (unplanned["severity"] == "red").sum() == 0


def test_the_store_says_that_it_holds_demo_data(store):
    with store.reading() as conn:
        assert setting.get(conn, setting.DEMO)
        assert setting.get(conn, setting.REGION) == "linxia"


@pytest.mark.heavy
@pytest.mark.parametrize("seed", [1, 2])
def test_another_prefecture_is_judged_as_well(seed):
    store = Store(f"sqlite:///{built(FULL, seed=seed)}")
    verdict = Verdict(store)
    store.close()
    asked = [incident for incident in incidents(LINXIA, seed=seed) if incident.needed is None]
    expected = [expectation for incident in asked for expectation in incident.expected]

    missed = [expectation for expectation in expected if not verdict.holds(expectation)]

    assert len(missed) <= len(expected) // 20, "\n".join(map(verdict.about, missed))
