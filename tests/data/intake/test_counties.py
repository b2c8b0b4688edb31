"""Counties come from a closed table: every alias, and nothing that is merely similar."""

import random

import pytest

from tests.data.intake.conftest import counts, of

NAMES = {
    "622901": ["临夏市"],
    "622921": ["临夏县"],
    "622922": ["康乐县", "康乐"],
    "622923": ["永靖县", "永靖"],
    "622924": ["广河县", "广河"],
    "622925": ["和政县", "和政"],
    "622926": ["东乡族自治县", "东乡县", "东乡"],
    "622927": ["积石山保安族东乡族撒拉族自治县", "积石山县", "积石山"],
}
ROW = "{},个体工商户,2020-03-01,1,0,0,0,0,0,0,1"


@pytest.mark.parametrize(("code", "name"), [(code, name) for code, names in NAMES.items() for name in names])
def test_every_name_of_a_county(code, name, send, store):
    from data.store import entities
    from data.store.scope import EVERYTHING

    send(counts(ROW.format(name)))

    with store.reading() as conn:
        assert entities.daily_counts(conn, scope=EVERYTHING, as_known=None)["county"].tolist() == [code]


@pytest.mark.parametrize("typed", ["622926", " 东乡县 ", "东　乡县", "东乡 县", "东乡族 自治县"])
def test_codes_and_spaces(typed, send):
    assert send(counts(ROW.format(typed))).new == 1


@pytest.mark.parametrize("typed", ["临夏", "临夏州", "临夏回族自治州", "全州", "622900"])
def test_the_whole_prefecture_is_no_county(typed, refused):
    (problem,) = refused(counts(ROW.format(typed)))

    assert problem.code == "whole_region"
    assert "临夏市、临夏县" in problem.advice


def test_five_hundred_names_that_are_merely_similar_are_all_refused(refused, region):
    """Each mutation of a real name is refused, unless it happens to be another accepted name itself."""
    accepted = set(region.county_aliases)
    rng = random.Random(7)
    letters = "临夏县市康乐永靖广河和政东乡积石山保安撒拉族自治区镇州"
    mutations = set()
    while len(mutations) < 500:
        name = rng.choice([name for names in NAMES.values() for name in names])
        place = rng.randrange(len(name))
        how = rng.choice(["drop", "swap", "change", "add"])
        if how == "drop":
            name = name[:place] + name[place + 1 :]
        elif how == "swap" and place + 1 < len(name):
            name = name[:place] + name[place + 1] + name[place] + name[place + 2 :]
        elif how == "change":
            name = name[:place] + rng.choice(letters) + name[place + 1 :]
        else:
            name = name[:place] + rng.choice(letters) + name[place:]
        if name not in accepted and name.strip():
            mutations.add(name)

    problems = refused(counts(*[ROW.format(name) for name in sorted(mutations)]))

    assert {p.row for p in of(problems, "unknown_county") + of(problems, "whole_region")} == set(range(2, 502))
