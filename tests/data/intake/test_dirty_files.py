"""Sixty dirty files with known truth: read without an edit, and no value but the true one is ever stored."""

import datetime as dt

import pytest

from data.intake import Held, Refused, Reporter, receive
from data.store import supply
from data.store.engine import Store
from data.store.migrate import migrate
from data.store.scope import EVERYTHING
from tests.data.intake.conftest import NOON
from tests.data.intake.dirty import DIRT, dirty

FILES = 60
LISTED = (
    "企业编号,企业名称,县(市),企业类型,省级名录,州(市)级名录,报送品类,联系人,联系电话\n"
    "E001,示例粮油有限公司,临夏县,粮油加工经销,是,是,大米、面粉、食用油,马某,13800000000\n"
)
# Dirt whose reading is a matter of interpretation: what the receipt must then say.
TOLD = {
    "text numbers": "文本格式的数字", "full width": "全角", "thousands": "千位", "full-width thousands": "千位",
    "kilograms in the header": "公斤", "jin in the header": "斤", "yuan a jin": "元/斤",
    "kilograms in the cell": "已换算", "the unit in the cell": "写了单位", "serial days": "序列号", "moments": "时刻",
    "total row": "合计行", "title and sign-off": "表尾说明", "two tables": "标题或说明",
    "further columns": "没有用到的列",
    "spelled-out days": "汉字数字", "hidden row": "隐藏", "second sheet": "草稿", "gb18030": "GB18030",
}  # fmt: skip


def sent(store, region, seed: int):
    """(story, receipt or the refusal, the rows stored, the truth) of one dirty file in an empty store."""
    story, name, content, truth = dirty(seed)
    reporter = Reporter(name=f"企业{seed}", scope=EVERYTHING, role="staff")
    at = NOON + dt.timedelta(minutes=seed)
    try:
        answer = receive(store, region, content, filename=name, reporter=reporter, received_at=at, topic="supply",
                         because=lambda _doubt: "已核对")  # fmt: skip
    except (Refused, Held) as refusal:
        return story, refusal, [], truth
    with store.reading() as conn:
        kept = supply.daily(conn, scope=EVERYTHING, as_known=None)
    words = {"rice": "大米", "flour": "面粉", "oil": "食用油"}
    rows = [
        ("E001", words[r.category], r.date.date(), r.on_hand, r.inflow, r.outflow, r.retail_price, bool(r.stockout))
        for r in kept.itertuples()
    ]
    return story, answer, rows, truth


@pytest.fixture(scope="module")
def answers(tmp_path_factory, region):
    """Every dirty file's answer, each in a database of its own."""
    found = {}
    folder = tmp_path_factory.mktemp("dirty")
    migrate(f"sqlite:///{folder / 'empty.db'}")
    for seed in range(FILES):
        path = folder / f"{seed}.db"
        path.write_bytes((folder / "empty.db").read_bytes())
        store = Store(f"sqlite:///{path}")
        receive(store, region, LISTED.encode(), filename="名录.csv", received_at=NOON,
                reporter=Reporter(name="州局", scope=EVERYTHING, role="bureau"))  # fmt: skip
        found[seed] = sent(store, region, seed)
        store.close()
    return found


@pytest.mark.parametrize("seed", range(FILES))
def test_what_is_stored_is_the_truth_and_what_was_interpreted_is_told(answers, seed):
    story, answer, rows, truth = answers[seed]

    if isinstance(answer, Refused):
        assert all(problem.reason and problem.advice for problem in answer.problems), story
        return
    assert not isinstance(answer, Held), story
    expected = [(*row[:3], *row[3:7], False) for row in truth]
    assert _same(sorted(rows), sorted(expected)), story
    for part in story.split(", "):
        assert TOLD.get(part, "") in "\n".join(answer.notes), (story, answer.notes)


def _same(ours, theirs) -> bool:
    return len(ours) == len(theirs) and all(
        a[:3] == b[:3] and a[7] == b[7] and all(abs(x - y) < 1e-9 * max(1, y) for x, y in zip(a[3:7], b[3:7]))
        for a, b in zip(ours, theirs)
    )


def test_at_least_ninety_five_in_a_hundred_are_read_without_an_edit(answers):
    refused = [(story, str(answer)[:80]) for story, answer, _, _ in answers.values() if isinstance(answer, Exception)]

    assert len(refused) <= 0.05 * FILES, refused
    assert {story.split(", ")[0] for story, _, _, _ in answers.values()} == set(DIRT)
