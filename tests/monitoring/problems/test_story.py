"""The planted problems end where their answer sheet says."""

from data.demo.problems.story import SHARED, Left, problem_deeds
from data.demo.scene import LAST_DAY, QUICK, Scene, default_seed
from data.store import problems as stored
from data.store.engine import Store
from data.store.scope import EVERYTHING
from monitoring.config import load_config
from monitoring.demo_deeds import story
from monitoring.problems.alike import alike
from tests.demo_prefecture import ROOT


def test_the_story_of_the_problems_ends_as_planted(tmp_store_url, region):
    store = Store(tmp_store_url)
    scene = Scene(region=region, seed=default_seed(region), until=LAST_DAY, size=QUICK)
    play = story(store, scene, load_config(ROOT / "config.toml", region))

    play.do_those_before(scene.now)

    with store.reading() as conn:
        frame = stored.all_problems(conn, scope=EVERYTHING, as_known=None).set_index("problem", drop=False)
    store.close()
    told = {deed.about for deed in problem_deeds(scene)} & play.numbers.keys()
    named = {about: frame.loc[play.numbers[about]] for about in told}
    left = Left()
    assert {about for about, row in named.items() if row["status"] == "closed"} == set(left.closed)
    assert {about for about, row in named.items() if row["status"] == "answered"} == set(left.answered)
    assert {about for about, row in named.items() if row["status"] == "merged"} == set(left.merged)
    assert {about for about, row in named.items() if row["level"] == "prefecture"} == set(left.prefecture)
    assert {about for about, row in named.items() if row["level"] == "province"} == set(left.province)
    groups = alike(frame.reset_index(drop=True))
    shared = groups[groups["why"] == "shared"]
    assert shared["problems"].tolist() == [[play.numbers[about] for about in SHARED]]
