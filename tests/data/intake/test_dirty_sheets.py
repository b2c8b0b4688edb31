"""Dirty files of every declared sheet, with known truth: read without an edit, and only the truth is ever stored."""

from collections import Counter

import pytest
from sqlalchemy import select

from data.intake import SHEETS, Held, Refused, Reporter, receive
from data.store import facts, schema
from data.store.engine import Store
from data.store.migrate import migrate
from data.store.scope import EVERYTHING
from tests.data.intake.conftest import NOON
from tests.data.intake.dirty_sheets import DIRT, dirty_files
from tests.data.intake.dirty_truths import LISTS, TRUTHS, Word

FILES = dirty_files()
# Dirt whose reading is a matter of interpretation: what the receipt must then say.
TOLD = {
    "text numbers": "文本格式的数字", "full width": "全角", "thousands": "千位", "yuan in the header": "元",
    "the unit in the cell": "写了单位", "serial days": "序列号", "total row": "合计行",
    "title and sign-off": "表尾说明",
    "two tables": "标题或说明", "further columns": "没有用到的列", "hidden row": "隐藏", "second sheet": "草稿",
    "gb18030": "GB18030",
}  # fmt: skip


@pytest.fixture(scope="module")
def answers(tmp_path_factory, region):
    """Of every dirty file, in a database of its own: the receipt or refusal, the rows it left, and the true ones."""
    folder = tmp_path_factory.mktemp("dirty")
    url = f"sqlite:///{folder / 'lists.db'}"
    migrate(url)
    lists = Store(url)
    for text in LISTS:
        _send(lists, region, text.encode(), "名录.csv", None)
    lists.close()
    found = []
    for n, file in enumerate(FILES):
        path = folder / f"{n}.db"
        path.write_bytes((folder / "lists.db").read_bytes())
        store = Store(f"sqlite:///{path}")
        before = _rows(store, file.topic)
        name, content, truth = file.made()
        try:
            answer = _send(store, region, content, name, file.topic)
        except (Refused, Held) as refusal:
            answer = refusal
        found.append((answer, [row for row in _rows(store, file.topic) if row not in before], truth))
        store.close()
        path.unlink()
    return found


def _send(store, region, content, name, topic):
    reporter = Reporter(name="州局", scope=EVERYTHING, role="bureau")
    return receive(store, region, content, filename=name, reporter=reporter, received_at=NOON, topic=topic,
                   because=lambda _doubt: "已核对")  # fmt: skip


def _rows(store, topic: str) -> list[dict]:
    """What is stored of a sheet now, column by column."""
    table = schema.metadata.tables[SHEETS[topic].table]
    columns = [table.c[name] for name in facts.own_columns(table)]
    with store.reading() as conn:
        found = conn.execute(select(*columns).where(table.c.superseded_at.is_(None))).mappings()
        return [dict(row) for row in found]


def _stored(value: object) -> object:
    """What is to be stored of a true value."""
    value = value.stored if isinstance(value, Word) else value
    return round(value, 6) if isinstance(value, float) else value


@pytest.mark.parametrize("n", range(len(FILES)), ids=[file.story for file in FILES])
def test_what_is_stored_is_the_truth_and_what_was_interpreted_is_told(answers, n):
    file, (answer, rows, truth) = FILES[n], answers[n]

    if isinstance(answer, Exception):
        assert rows == []  # how many may be refused, the next test says
        return
    key = SHEETS[file.topic].key
    ours = {tuple(row[name] for name in key): {name: _stored(value) for name, value in row.items()} for row in rows}
    true = {tuple(_stored(row[name]) for name in key): {n: _stored(v) for n, v in row.items()} for row in truth}
    assert ours == true
    for part in (file.kind, file.finish):
        assert TOLD.get(part, "") in "\n".join(answer.notes)


def test_at_least_ninety_five_in_a_hundred_are_read_without_an_edit(answers):
    refused = [
        (file.story, str(answer)[:120]) for file, (answer, *_) in zip(FILES, answers) if isinstance(answer, Exception)
    ]

    assert len(refused) <= 0.05 * len(FILES), refused
    assert {file.kind for file in FILES} == set(DIRT)
    assert {*TRUTHS, "supply"} == set(SHEETS)  # supply has sixty of its own


def test_every_sheet_has_six_dirty_files():
    assert Counter(file.topic for file in FILES) == dict.fromkeys(TRUTHS, 6)
