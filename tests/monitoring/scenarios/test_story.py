"""The planted cards of the demo end as they were written."""

from data.demo.scenarios.story import MADE, scenario_deeds
from data.demo.scene import LAST_DAY, QUICK, Scene, default_seed


def test_the_story_makes_every_card_before_it_speaks_of_it(region):
    scene = Scene(region=region, seed=default_seed(region), until=LAST_DAY, size=QUICK)

    deeds = sorted(scenario_deeds(scene), key=lambda deed: deed.moment)

    assert [deed.about for deed in deeds if deed.action == "make"] == [row[0] for row in MADE]
    made = {deed.about: deed.moment for deed in deeds if deed.action == "make"}
    assert all(made[deed.about] <= deed.moment <= scene.now for deed in deeds)
