"""The registry's streaming road answers like the ordinary one, in bounded memory."""

import csv
import datetime as dt
import io

import pytest

from data.intake import Refused, Reporter, receive, receive_registry
from data.intake.credit_code import check_character
from data.store import entities, events, files
from data.store.engine import Store
from data.store.scope import EVERYTHING, Scope
from tests.data.intake.conftest import NOON, of, workbook

HEADER = ["统一社会信用代码", "名称", "主体类型", "县(市)", "乡镇", "行业", "规模", "成立日期", "终止日期", "终止方式"]
LATER = NOON + dt.timedelta(hours=1)


def code(number: int) -> str:
    body = f"91622921{number:09d}"
    return body + check_character(body)


def firm(number, *, county="临夏县", opened="2012-01-09", closed="", how=""):
    return [code(number), f"示例{number}号公司", "企业", county, "韩集镇", "E", "小型", opened, closed, how]


def as_csv(rows, header=HEADER, encoding="utf-8"):
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return text.getvalue().encode(encoding)


@pytest.fixture
def stream(store, region, bureau, tmp_path):
    """stream(content, ...) -> Receipt, through a file on disk."""

    def stream(content, name="名录.csv", *, reporter=bureau, at=NOON, progress=lambda *_: None):
        path = tmp_path / name
        path.write_bytes(content)
        return receive_registry(store, region, path, reporter=reporter, received_at=at, progress=progress)

    return stream


@pytest.fixture
def not_streamed(stream):
    def not_streamed(content, name="名录.csv", **more):
        with pytest.raises(Refused) as caught:
            stream(content, name, **more)
        return caught.value.problems

    return not_streamed


def closed(store):
    with store.reading() as conn:
        frame = entities.closed_entities(
            conn, scope=EVERYTHING, as_known=None, since=dt.date(2000, 1, 1), until=dt.date(2020, 3, 2), limit=10_000
        )
    return frame.drop(columns=[]).sort_values("credit_code").values.tolist()


MIXED = [firm(n, closed="2020-02-01" if n % 3 else "", how="注销" if n % 3 else "") for n in range(5_000)]


def test_it_stores_what_the_ordinary_road_stores(stream, store, region, bureau, tmp_path, sqlite_template):
    receipt = stream(as_csv(MIXED))

    (tmp_path / "other.db").write_bytes(sqlite_template.read_bytes())
    other = Store(f"sqlite:///{tmp_path / 'other.db'}")
    same = receive(other, region, as_csv(MIXED), filename="名录.csv", reporter=bureau, received_at=NOON)
    assert receipt == same
    assert receipt.rows == receipt.new == 5_000
    assert closed(store) == closed(other)
    other.close()


def test_a_workbook_streams_too(stream, store):
    rows = [[*row[:7], dt.date(2012, 1, 9), dt.date(2020, 2, 1) if row[8] else None, row[9]] for row in MIXED[:300]]

    receipt = stream(workbook([["市场主体登记名录"], HEADER, *rows]), "名录.xlsx")

    assert (receipt.rows, receipt.first_day) == (300, dt.date(2012, 1, 9))
    assert len(closed(store)) == 200


def test_progress_is_told_for_both_passes(stream):
    heard = []

    stream(as_csv(MIXED), progress=lambda stage, rows, share: heard.append((stage, rows, share)))

    assert [(stage, rows) for stage, rows, _ in heard] == [
        ("check", 2000), ("check", 4000), ("store", 2000), ("store", 4000),
    ]  # fmt: skip
    assert [share for stage, _, share in heard if stage == "store"] == [0.4, 0.8]
    assert all(0 < share <= 1 for _, _, share in heard)


def test_the_same_file_again_changes_nothing_on_either_road(stream, store, region, bureau):
    first = stream(as_csv(MIXED[:10]))

    again = stream(as_csv(MIXED[:10]), "别名.csv", at=LATER)
    third = receive(store, region, as_csv(MIXED[:10]), filename="x.csv", reporter=bureau, received_at=LATER)

    assert (again.already, third.already) == (True, True)
    assert again.receipt == third.receipt == first.receipt


def test_a_later_registry_closes_entities_and_leaves_the_others_alone(stream):
    stream(as_csv(MIXED[:10]))
    changed = [firm(0, closed="2020-02-20", how="吊销"), *MIXED[1:10], firm(77)]

    receipt = stream(as_csv(changed), at=LATER)

    assert (receipt.new, receipt.changed, receipt.unchanged) == (1, 1, 9)


def test_all_or_nothing_and_every_problem_with_its_row(not_streamed, store):
    rows = [
        firm(1),
        firm(2, county="火星"),
        firm(3, opened="2012-02-30"),
        firm(4, closed="2011-01-01", how="注销"),
        firm(1),
    ]

    problems = not_streamed(as_csv(rows))

    assert [(p.row, p.code) for p in problems] == [
        (3, "unknown_county"), (4, "impossible_day"), (5, "closed_before_opened"), (6, "repeated_key"),
    ]  # fmt: skip
    assert "第2行" in problems[-1].reason
    with store.reading() as conn:
        assert files.received(conn, scope=EVERYTHING).empty
        assert events.history(conn, scope=EVERYTHING)["action"].tolist() == ["refuse_file"]


def test_a_hopeless_file_is_given_up_after_a_thousand_problems(not_streamed):
    problems = not_streamed(as_csv([firm(n, county="火星") for n in range(20_000)]))

    assert len(problems) == 1_001
    assert problems[-1].code == "more"


def test_merged_cells_and_hidden_rows_are_noticed(stream, not_streamed):
    rows = [HEADER, *[firm(n) for n in range(5)]]

    problems = not_streamed(workbook(rows, change=lambda _, s: s.merge_cells("B3:B4")), "名录.xlsx")
    assert [p.found for p in of(problems, "merged")] == ["B3:B4"]

    def hide(_, sheet):
        sheet.row_dimensions[3].hidden = True

    assert "含隐藏或被筛选掉的 1 行，同样读入（第3行）" in stream(workbook(rows, change=hide), "名录.xlsx").notes


def test_an_encoding_is_told(stream):
    assert stream(as_csv(MIXED[:5], encoding="gb18030")).notes == ("文件按 GB18030(GBK) 编码读取",)


def test_a_clerk_streams_only_the_own_county(stream, not_streamed, store):
    clerk = Reporter(name="临夏县填报员", scope=Scope(counties=frozenset({"622921"})), role="clerk")
    stream(as_csv([firm(9, county="康乐县")]))

    assert stream(as_csv([firm(1)]), reporter=clerk).new == 1
    assert [p.code for p in not_streamed(as_csv([firm(2, county="康乐县")]), reporter=clerk)] == ["not_yours"]
    assert [p.code for p in not_streamed(as_csv([firm(9)]), reporter=clerk)] == ["not_yours"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"a,b\n1,2\n", as_csv([]), as_csv([firm(1)], HEADER[:5])])
def test_what_is_no_registry_is_refused(content, not_streamed):
    assert not_streamed(content)
