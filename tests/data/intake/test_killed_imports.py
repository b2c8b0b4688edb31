"""An import that is killed leaves all of a file or nothing; what was acknowledged is there. Eight kills."""

import shutil
import sqlite3

import pytest

from data.store import events
from data.store.engine import Store
from tests.data.intake.killing import Tally, check, trials


@pytest.fixture(scope="module")
def killed(tmp_path_factory, sqlite_template):
    """A database on which eight imports were killed, and what was counted after each."""
    path = tmp_path_factory.mktemp("killed") / "killed.db"
    shutil.copyfile(sqlite_template, path)
    return path, trials(path, range(8), seed=8, longest=1.2)


def test_eight_kills_leave_nothing_half_done(killed):
    path, tally = killed

    assert tally.kills == 8
    assert tally.clean, tally
    assert tally.stored >= len(tally.acknowledged) > 0
    store = Store(f"sqlite:///{path}")
    with store.reading() as conn:
        assert events.verify(conn).whole
    store.close()


@pytest.mark.parametrize(
    ("harm", "noticed"),
    [
        ("DELETE FROM market WHERE id = (SELECT max(id) FROM market)", "partial"),
        ("UPDATE market SET superseded_at = known_at WHERE id = 1", "partial"),
        ("DELETE FROM source_file", "lost"),
        ("UPDATE data_version SET version = version + 1", "corrupt"),
        ("DROP TRIGGER event_no_delete; DELETE FROM event", "without_event"),
    ],
)
def test_the_counting_itself_notices_harm(harm, noticed, killed, tmp_path):
    path, tally = killed
    copy = tmp_path / "harmed.db"
    shutil.copyfile(path, copy)
    conn = sqlite3.connect(copy)
    conn.executescript(harm)
    conn.close()

    harmed = Tally(acknowledged=set(tally.acknowledged))
    check(copy, harmed)

    assert getattr(harmed, noticed) > 0
