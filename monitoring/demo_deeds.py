"""Playing the demo's deeds through the same functions pages call."""

import datetime as dt
from dataclasses import dataclass, field

from data.demo.deeds import Deed, doer, in_order
from data.demo.problems.story import problem_deeds
from data.demo.scene import Scene
from data.store import problems as stored_problems
from data.store.engine import Store
from data.store.scope import EVERYTHING
from monitoring.alerts.acting import Actor
from monitoring.problems import acting as problems
from monitoring.problems.lifecycle import Step


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
    begins, deeds = scene.moment(scene.since, "00:00"), [*problem_deeds(scene)]
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


PLAYS = {"problem": _problem}
