"""Sessions of nine scopes in one served process (reliability test 25, reduced; tests/heavy has the long one)."""

import shutil

import pytest

from tests.pages.door.serving import serve
from tests.pages.soak import Soak, build


@pytest.fixture
def soak(sqlite_template, password_hash, tmp_path):
    database = tmp_path / "monitor.db"
    shutil.copyfile(sqlite_template, database)
    told = build(f"sqlite:///{database}", password_hash)
    with serve(f"sqlite:///{database}", tmp_path) as host:
        yield Soak(host, database, told)


def test_no_session_of_nine_scopes_sees_another_countys_mark(soak):
    soak.run(sessions=27, weigh_every=9)

    assert soak.foreign == []
    assert soak.refused == []
    assert soak.own > 9  # the marks are there to be seen
    assert (soak.sessions, soak.reports, len(soak.weights)) == (27, 3, 4)
