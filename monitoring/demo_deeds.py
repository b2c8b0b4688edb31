"""Playing the demo's deeds through the same functions pages call."""

import datetime as dt
from dataclasses import dataclass, field

from data.demo.deeds import Deed, doer, in_order
from data.demo.problems.story import problem_deeds
from data.demo.scenarios.story import scenario_deeds
from data.demo.scene import Scene
from data.store import markets, scenarios, supply
from data.store import problems as stored_problems
from data.store.engine import Store
from data.store.scope import EVERYTHING
from monitoring.alerts.acting import Actor
from monitoring.problems import acting as problems
from monitoring.problems.lifecycle import Step
from monitoring.scenarios import acting as cards
from monitoring.scenarios.card import Card


@dataclass(kw_only=True)
class Story:
    """The deeds not yet done, and which number each object of the story has."""

    store: Store
    scene: Scene
    ahead: list[Deed]
    numbers: dict[str, int] = field(default_factory=dict)

    def do_those_before(self, moment: dt.datetime) -> None:
        """Play every deed that happened by then."""
        while self.ahead and self.ahead[0].moment <= moment:
            deed = self.ahead.pop(0)
            PLAYS[deed.kind](self, deed, Actor(**doer(self.scene, deed)))


def story(store: Store, scene: Scene) -> Story:
    """The whole story of a scene, with what lies before its first day or after its end left out."""
    begins, deeds = scene.moment(scene.since, "00:00"), [*problem_deeds(scene), *scenario_deeds(scene)]
    return Story(store=store, scene=scene, ahead=in_order([d for d in deeds if begins <= d.moment <= scene.now]))


def _problem(play: Story, deed: Deed, actor: Actor) -> None:
    said, region = dict(deed.said), play.scene.region
    about = {"actor": actor, "now": deed.moment}
    if deed.action == "report":
        number = problems.report(play.store, region, county=deed.county or region.code, **about, **said)
        play.numbers[deed.about] = number
        return
    number = play.numbers.get(deed.about)
    if number is None:  # raised before the first day of a short demo
        return
    if deed.action == "merge":
        others = [play.numbers[name] for name in said["others"] if name in play.numbers]
        problems.merge(play.store, region, number, others, note=said["note"], **about)
        return
    with play.store.reading() as conn:
        held = stored_problems.get(conn, scope=EVERYTHING, problem=number)
    problems.act(play.store, region, number, Step(deed.action), expected_revision=held["revision"],
                 note=said.get("note", ""), **about)  # fmt: skip


def _scenario(play: Story, deed: Deed, actor: Actor) -> None:
    said, about = dict(deed.said), {"actor": actor, "now": deed.moment}
    if deed.action == "make":
        levers = said["levers"] | _chosen(play, said)
        card = Card(kind=said["kind"], county=said["county"], levers=levers)
        try:
            number = cards.make(play.store, play.scene.region, card, assumption=said["assumption"], key=deed.about,
                                **about)  # fmt: skip
        except cards.NoOutlook:  # nothing is evaluated: a story told without its daily runs
            return
        play.numbers[deed.about] = number
        return
    number = play.numbers.get(deed.about)
    if number is None:
        return
    with play.store.reading() as conn:
        revision = scenarios.get(conn, scope=EVERYTHING, scenario=number)["revision"]
    act = cards.judge if deed.action == "judge" else cards.retire
    act(play.store, number, expected_revision=revision, **said, **about)


def _chosen(play: Story, said: dict) -> dict:
    """The markets, or the first firm, of the county the story is about."""
    asked = {"scope": EVERYTHING, "as_known": None}
    with play.store.reading() as conn:
        listed = {"reopening": markets.markets, "outage": supply.enterprises}.get(said["kind"])
        if listed is None:
            return {}
        own = listed(conn, **asked)
    own = own[own["county"] == said["county"]]
    if said["kind"] == "reopening":
        return {"markets": sorted(own["market"])}
    return {"enterprise": next(iter(own["enterprise"]), "")}


PLAYS = {"problem": _problem, "scenario": _scenario}
