"""A small town that is really served, for the long runs that talk to it from outside."""

import shutil

import pytest

from data.store import accounts
from data.store.engine import Store
from tests.pages import small_town
from tests.pages.conftest import NOW, password_hash
from tests.pages.door.serving import serve

__all__ = ["password_hash"]
PEOPLE = (("clerk", "clerk", ["622921"], None), ("staff", "staff", None, None), ("admin", "admin", None, None),
          ("bureau", "bureau", None, None), ("leader", "leader", None, None),
          ("enterprise", "enterprise", None, "E01"))  # fmt: skip


def people_in(store: Store, hashed: str) -> None:
    """An account a role (uid = role): the clerk's county is 622921, the firm's is E01."""
    with store.noting() as conn:
        for uid, role, counties, firm in PEOPLE:
            accounts.create(conn, uid=uid, name=uid, role=role, counties=counties, enterprise=firm,
                            password_hash=hashed, at=NOW)  # fmt: skip
            accounts.set_password(conn, uid, password_hash=hashed, must_change=False, at=NOW)


@pytest.fixture
def served_town(sqlite_template, password_hash, tmp_path):
    """The small town on a port: its store and host:port."""
    shutil.copyfile(sqlite_template, tmp_path / "monitor.db")
    url = f"sqlite:///{tmp_path / 'monitor.db'}"
    small_town.build(url)
    store = Store(url)
    people_in(store, password_hash)
    with serve(url, tmp_path) as host:
        yield store, host
    store.close()
