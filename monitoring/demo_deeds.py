"""Playing the demo's deeds through the same functions pages call."""

import bisect
import datetime as dt
from dataclasses import dataclass, field

from data.demo.deeds import Deed, doer, in_order
from data.demo.endings import decisions, endings
from data.demo.incidents import incidents
from data.demo.meetings import follow_up
from data.demo.officials import next_deed, paper, planted
from data.demo.problems.story import problem_deeds
from data.demo.scenarios.story import scenario_deeds
from data.demo.scene import Scene
from data.store import cases as stored_cases
from data.store import evidence, markets, scenarios, supply
from data.store import problems as stored_problems
from data.store.engine import Store
from data.store.scope import EVERYTHING
from monitoring.alerts.acting import Actor, NotAllowed
from monitoring.alerts.lifecycle import LIVING, Action
from monitoring.cases.acting import OwnerNeeded, ProofNeeded, act_on_case
from monitoring.cases.proof import add_proof
from monitoring.cases.regrouping import NoSuchHome, NothingToSplit, decide, merge, split
from monitoring.config import Config
from monitoring.demo_levels import report_level
from monitoring.indicators.catalog import CATALOG
from monitoring.problems import acting as problems
from monitoring.problems.lifecycle import Step
from monitoring.scenarios import acting as cards
from monitoring.scenarios.card import Card

WHILE_IT_LASTS = ("escalate", "close_signed", "merge")


@dataclass(kw_only=True)
class Story:
    """The deeds not yet done, and which number each object of the story has."""

    store: Store
    scene: Scene
    config: Config
    ahead: list[Deed]
    numbers: dict[str, int] = field(default_factory=dict)
    planted: frozenset[tuple[str, str]] = frozenset()
    taken_up: dict[int, tuple] = field(default_factory=dict)  # cases somebody means to act on, as they stood then
    endings: list = field(default_factory=list)

    def look_at_cases(self, now: dt.datetime) -> None:
        """After a daily run: whoever has a case decides when to take the next step."""
        with self.store.reading() as conn:
            living = stored_cases.living_now(conn)
            for case in living:
                if self.taken_up.get(case["case"]) != footing(case):
                    self.look_at(conn, case, now)
            while self.endings and self.endings[0][0] <= now.astimezone(self.scene.zone).date():
                _, chosen = self.endings.pop(0)
                standing = [self.with_alerts(conn, case) for case in living]
                self.plan(*chosen(self.scene, standing, now))

    def with_alerts(self, conn, case: dict) -> dict:
        """A case, its living alerts (``inside``) and whether one of them is planted (``protected``)."""
        inside = [alert for alert in stored_cases.alerts_in(conn, case["case"]) if alert["status"] in LIVING]
        planted = any((alert["indicator"], alert["subject"]) in self.planted for alert in inside)
        return case | {"inside": inside, "protected": planted}

    def plan(self, *deeds: Deed) -> None:
        """Put deeds into their places, but for what lies after the end."""
        for deed in deeds:
            if deed.moment <= self.scene.now:
                bisect.insort(self.ahead, deed, key=lambda one: one.moment)

    def look_at(self, conn, case: dict, now: dt.datetime) -> None:
        """Decide about one case; what was meant before it changed is given up."""
        self.ahead = [deed for deed in self.ahead if (deed.kind, deed.about) != ("case", str(case["case"]))]
        self.taken_up.pop(case["case"], None)
        case = self.with_alerts(conn, case)
        inside = case["inside"]
        if not inside:
            return
        active = [alert for alert in inside if alert["active"]]
        deed = next_deed(
            self.scene, case, now=now, proofs=evidence.count(conn, case=case["case"]),
            calls={alert["evidence"].get("verdict", {}).get("call") for alert in active},
            protected=case["protected"], home=self.home_of(conn, case),
            department=CATALOG[(active or inside)[0]["indicator"]].owner.partition("|")[0],
        )  # fmt: skip
        if deed is not None and deed.moment <= self.scene.now:
            self.plan(deed)
            self.taken_up[case["case"]] = footing(case)

    def home_of(self, conn, case: dict) -> int | None:
        """The region's own living case of the same cause."""
        place = self.scene.region.code, case["cause"]
        there = [c["case"] for c in stored_cases.living_now(conn) if (c["subject"], c["cause"]) == place]
        return next((number for number in there if number != case["case"]), None)

    def do_those_before(self, moment: dt.datetime) -> None:
        """Play every deed that happened by then."""
        while self.ahead and self.ahead[0].moment <= moment:
            deed = self.ahead.pop(0)
            PLAYS[deed.kind](self, deed, Actor(**doer(self.scene, deed)))


def footing(case: dict) -> tuple:
    """What a plan for a case rests on."""
    return case["status"], case["level"], case["active"]


def story(store: Store, scene: Scene, config: Config) -> Story:
    """The whole story of a scene, with what lies before its first day or after its end left out."""
    begins = scene.moment(scene.since, "00:00")
    deeds = [*problem_deeds(scene), *scenario_deeds(scene), *decisions(scene)]
    ahead = in_order([deed for deed in deeds if begins <= deed.moment <= scene.now])
    there = planted(incidents(scene.region, seed=scene.seed, until=scene.until, size=scene.size))
    return Story(store=store, scene=scene, config=config, ahead=ahead, planted=there, endings=endings(scene))


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


def _case(play: Story, deed: Deed, actor: Actor) -> None:
    """One step of a case, and what is meant next; a step that has become impossible is decided anew after a run."""
    number, said = int(deed.about), dict(deed.said)
    play.taken_up.pop(number, None)
    if not _take(play, number, deed.action, said, actor=actor, now=said.pop("clock", deed.moment)):
        return
    with play.store.reading() as conn:
        if deed.action == "close_signed":
            play.plan(*follow_up(play.scene, stored_cases.get(conn, scope=EVERYTHING, case=number), deed.moment))
        play.look_at(conn, stored_cases.get(conn, scope=EVERYTHING, case=number), deed.moment)


def _take(play: Story, number: int, action: str, said: dict, *, actor: Actor, now: dt.datetime) -> bool:
    """Take a step of a case as it is by then; False where it has become impossible."""
    with play.store.reading() as conn:
        case = stored_cases.get(conn, scope=actor.scope, case=number)
    if action in WHILE_IT_LASTS and not case["active"]:  # the figures are back since it was meant
        return False
    told = {"actor": actor, "now": now}
    changed = told | {"expected_revision": case["revision"]}
    try:
        if action == "prove":
            name, content = paper(case, place=actor.name)
            add_proof(play.store, number, kind="document", said=said["note"], filename=name, content=content, **told)
        elif action == "merge":
            merge(play.store, number, said["into"], **changed)
        elif action == "split":
            split(play.store, number, said["alerts"], config=play.config, **changed)
        else:
            act_on_case(play.store, number, Action(action), config=play.config, **changed, **said)
    except (NotAllowed, OwnerNeeded, ProofNeeded, NothingToSplit, NoSuchHome):
        return False
    return True


def _ending(play: Story, deed: Deed, actor: Actor) -> None:
    """A step chosen for the demo's end; what the case's own people mean to do next stays as it is."""
    _take(play, int(deed.about), deed.action, deed.said, actor=actor, now=deed.moment)


def _decision(play: Story, deed: Deed, actor: Actor) -> None:
    """A meeting decides, and somebody does what was decided."""
    if deed.action == "decide":
        told = {"actor": actor, "now": deed.moment, "key": deed.about}
        play.numbers[deed.about] = decide(play.store, play.scene.region, **told, **deed.said)
    elif deed.about in play.numbers:
        _take(play, play.numbers[deed.about], deed.action, dict(deed.said), actor=actor, now=deed.moment)


PLAYS = {"problem": _problem, "scenario": _scenario, "case": _case, "ending": _ending, "decision": _decision,
         "level": report_level}  # fmt: skip
