"""The sender's round on a real store, with a real mail server and a real web hook on this machine."""

import datetime as dt
import email
from email.header import decode_header, make_header

import pandas as pd
import pytest

from data.store import outbox, runs
from data.store.scope import EVERYTHING, Scope
from monitoring.notices import words
from monitoring.notices.channels import send
from monitoring.notices.notify import notify
from monitoring.notices.people import BadPeople, read_people
from monitoring.notices.sending import MINUTES, MOST_TRIES
from tests.monitoring.cases.office import CONFIG, DAY, START, alarm, change, run
from tests.monitoring.notices.receivers import Mailbox, mail_server, people_file, web_hook

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def office(store, tmp_path):
    """A store evaluated once with one yellow case of county C1, and a round at a moment."""
    number = alarm(store, subject="C1:rice")
    run(store)
    with store.writing(at=START) as conn:
        runs.record(conn, valid_for=START.date(), known_at=START, seconds=1.0, config_hash="x", detail={})

    def round_at(moment=START, sender=send):
        return notify(store, CONFIG, tmp_path, now=moment, send=sender)

    round_at.store, round_at.folder, round_at.alert = store, tmp_path, number
    return round_at


def outbox_of(store) -> list[tuple]:
    with store.reading() as conn:
        frame = outbox.listed(conn, scope=EVERYTHING)
    told = frame.astype("object").where(frame.notna(), None)
    return list(zip(*[told[name] for name in ("message", "channel", "tries", "failure", "sent_at")]))


def raised(office, severity: str, at) -> None:
    change(office.store, office.alert, at=at, severity=severity)
    run(office.store, at)


def test_without_a_list_of_people_the_files_are_written_and_nobody_is_asked(office):
    done = office(sender=None)

    assert sorted(path.name for path in done.files) == ["每日通报_20200601.html", "电话通知单_20200601.xlsx"]
    assert (done.laid, done.sent, outbox_of(office.store)) == (0, 0, [])
    assert {path.stat().st_mode & 0o077 for path in done.files} == {0}
    html = next(path for path in done.files if path.suffix == ".html").read_text(encoding="utf-8")
    assert "1号 First · 生活必需品" in html
    assert "<h2>四、数据更正</h2><p>自上期通报（5月31日 12:00）以来没有更正。</p>" in html
    assert "<script" not in html


def test_one_digest_a_day_arrives_by_mail(office):
    mailbox = Mailbox()
    with mail_server(mailbox) as address:
        people_file(office.folder, {"name": "值班室", "address": address})
        rounds = [office(START + hours * DAY / 24) for hours in (0, 1, 2, 24)]

    assert [(done.laid, done.sent) for done in rounds] == [(1, 1), (0, 0), (0, 0), (1, 1)]
    (to, content), _ = mailbox.mails
    mail = email.message_from_bytes(content)
    assert to == ["duty@example.cn"]
    assert str(make_header(decode_header(mail["Subject"]))) == "Region保市场主体每日通报 2020年6月1日"
    assert "1号 First · 生活必需品（First）请签收并组织核实" in mail.get_payload(decode=True).decode()


def test_the_digest_waits_for_its_hour(office):
    people_file(office.folder, {"name": "A", "address": "json://127.0.0.1:1/x"}, digest_at="12:30")

    assert office(START).laid == 0  # noon in Shanghai
    assert office(START + 31 * MINUTE).laid == 1


def test_what_is_grave_goes_at_once_to_whom_it_concerns_and_once(office):
    taken: list[dict] = []
    with web_hook(taken) as address:
        people_file(
            office.folder,
            {"name": "C1", "address": address, "counties": ["C1"]},
            {"name": "C2", "address": address, "counties": ["C2"]},
            digest_at="23:59",
        )
        assert office(START).laid == 0  # what lay there before the list is in the digest
        raised(office, "red", START + DAY / 24)
        rounds = [office(START + DAY / 12), office(START + DAY / 6)]

    assert [(done.laid, done.sent) for done in rounds] == [(1, 1), (0, 0)]
    assert [message["title"] for message in taken] == ["Ⅰ级 红色 级别升高：First · 生活必需品"]
    assert "责任单位：First" in taken[0]["message"]


def test_below_the_line_only_the_digest_tells(office):
    people_file(office.folder, {"name": "A", "address": "json://127.0.0.1:1/x"}, digest_at="23:59", at_once="red")
    office(START)
    raised(office, "orange", START + DAY / 24)

    assert office(START + DAY / 12).laid == 0


def test_a_refused_mail_is_tried_again_after_a_growing_pause(office):
    mailbox = Mailbox(refuse=2)
    with mail_server(mailbox) as address:
        people_file(office.folder, {"name": "A", "address": address})
        moments = [START, START + MINUTE / 2, START + MINUTE, START + 5 * MINUTE, START + 6 * MINUTE]
        rounds = [office(moment) for moment in moments]

    assert [(done.sent, done.failed) for done in rounds] == [(0, 1), (0, 0), (0, 1), (0, 0), (1, 0)]
    assert len(mailbox.mails) == 1
    assert list(MINUTES) == sorted(MINUTES)


@pytest.mark.parametrize(
    ("address", "why"), [("json://127.0.0.1:1/x", "unreachable"), ("nonsense", "malformed"), (None, "refused 503")]
)
def test_why_a_message_failed_is_kept_and_it_ends_after_the_last_try(office, address, why):
    with web_hook([], status=503) as hook:
        people_file(office.folder, {"name": "A", "address": address or hook}, digest_at="00:00")
        moment, rounds = START, []
        for minutes in (*MINUTES, 10):
            rounds.append(office(moment).failed)
            moment += minutes * MINUTE
        first = [row for row in outbox_of(office.store) if row[0] == "digest/2020-06-01"]

    assert rounds[: MOST_TRIES + 1] == [1] * MOST_TRIES + rounds[MOST_TRIES : MOST_TRIES + 1]
    assert first == [("digest/2020-06-01", "A", MOST_TRIES, why, None)]
    with office.store.noting() as conn:
        assert outbox.again(conn, at=moment, most_tries=MOST_TRIES) == 1


def test_a_sender_killed_between_sending_and_marking_sends_it_once_more_and_loses_nothing(office):
    people_file(office.folder, {"name": "A", "address": "anywhere"})
    arrived: list[str] = []

    class Killed(BaseException):
        """The process is gone."""

    def killed(_address, title, _body):
        arrived.append(title)
        raise Killed

    with pytest.raises(Killed):
        office(START, killed)
    assert office(START + MINUTE / 2, killed).sent == 0  # still claimed: no second sender takes it up
    done = office(START + MINUTE, lambda _address, title, _body: arrived.append(title))

    assert (done.sent, len(arrived), len(set(arrived))) == (1, 2, 1)
    assert office(START + DAY / 2, killed).sent == 0


def test_two_senders_together_send_each_message_once(office):
    people_file(office.folder, {"name": "A", "address": "anywhere"})
    arrived: list[str] = []

    def slow(_address, title, _body):
        arrived.append(title)
        office(START, lambda _a, other, _b: arrived.append(other))  # another sender, while this one is sending

    assert office(START, slow).sent == 1
    assert len(arrived) == 1


def test_somebody_taken_off_the_list_is_told_so_in_the_outbox(office):
    people_file(office.folder, {"name": "A", "address": "json://127.0.0.1:1/x"})
    office(START)
    people_file(office.folder, {"name": "B", "address": "json://127.0.0.1:1/x"}, digest_at="23:59")

    office(START + 2 * MINUTE)

    assert [row[3] for row in outbox_of(office.store)] == ["gone"]


def test_the_outbox_is_for_readers_of_the_whole_region(office):
    people_file(office.folder, {"name": "A", "address": "nonsense"})
    office(START)

    with office.store.reading() as conn:
        assert outbox.listed(conn, scope=Scope(counties=frozenset({"C1"}))).empty


@pytest.mark.parametrize(
    "text", ["[[to", '[[to]]\nname = "A"', 'at_once = "pink"', "digest_at = 3", '[[to]]\nname="A"\naddress="x"\n' * 2]
)
def test_a_list_that_cannot_be_used_is_refused_without_telling_its_addresses(tmp_path, text):
    path = tmp_path / "notify.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(BadPeople, match=r"^notify.toml: ") as refused:
        read_people(path)
    assert "address" not in str(refused.value)


def test_a_call_with_no_deadline_prints_none(region):
    assert words.until_of(pd.NaT, region) == words.until_of(None, region) == ""
