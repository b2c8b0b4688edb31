"""`python -m data.intake`: Chinese answers, exit code 0 or 1, nothing half done."""

import datetime as dt

import pytest

from data.intake import SHEETS
from data.intake.__main__ import main
from data.store import engine, files
from data.store.scope import EVERYTHING
from tests.data.intake.conftest import counts
from tests.data.intake.test_registry import MIXED, as_csv

ROW = "临夏县,个体工商户,2020-03-01,8308,10,8,0,0,0,0,8310"
AT = ["--at", "2020-03-02T12:00+08:00"]


@pytest.fixture
def command(store, tmp_store_url, tmp_path, monkeypatch, capsys):
    """command(*arguments) -> (exit code, what was printed), in a folder of its own."""
    monkeypatch.setenv("DATABASE_URL", tmp_store_url)
    monkeypatch.chdir(tmp_path)

    def command(*arguments):
        code = main(list(arguments))
        return code, capsys.readouterr().out

    return command


def test_a_good_file_is_acknowledged(command, tmp_path, store):
    (tmp_path / "日报.csv").write_text(counts(ROW))

    code, out = command("日报.csv", *AT, "--reporter", "临夏县局")

    assert code == 0
    assert "✓ 日报.csv：《市场主体日报表》1 行，回执 20200302-000001" in out
    assert "新增 1，更正 0，未变 0" in out
    with store.reading() as conn:
        (file,) = files.received(conn, scope=EVERYTHING).to_dict("records")
    assert (file["reporter"], file["received_at"].isoformat()) == ("临夏县局", "2020-03-02T04:00:00+00:00")


def test_every_problem_stands_in_a_table(command, tmp_path):
    (tmp_path / "日报.csv").write_text(counts(ROW.replace("8310", "8311"), ROW.replace("临夏县", "临夏")))

    code, out = command("日报.csv", *AT)

    lines = out.splitlines()
    assert code == 1
    assert lines[0] == "✗ 日报.csv：未入库，共 2 个问题"
    assert lines[1].split() == ["行", "列", "内容", "原因", "怎么改"]
    assert [line.split()[:3] for line in lines[2:]] == [["2", "期末实有", "8311"], ["3", "县(市)", "临夏"]]


def test_a_locked_database_is_told_and_the_file_comes_in_afterwards(command, store, tmp_path, monkeypatch):
    (tmp_path / "日报.csv").write_text(counts(ROW))
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)

    with store.writing(at=dt.datetime(2020, 3, 2, tzinfo=dt.UTC)):
        locked = command("日报.csv", *AT)

    assert locked == (
        2,
        "✗ 数据库正被另一个程序占用，这一次没有保存任何内容，请稍后再试。"
        "已有回执的文件不受影响，其余文件请重报，重报不会重复\n",
    )
    assert command("日报.csv", *AT)[0] == 0


def test_one_bad_file_among_good_ones_fails_the_command_and_spares_the_others(command, tmp_path):
    (tmp_path / "甲.csv").write_text(counts(ROW))
    (tmp_path / "乙.csv").write_text("什么,也不是\n1,2\n")
    (tmp_path / "丙.csv").write_text(counts(ROW.replace("临夏县", "康乐县")))

    code, out = command("甲.csv", "乙.csv", "丙.csv", "没有.csv", *AT)

    assert code == 1
    assert [line[0] for line in out.splitlines() if line[0] in "✓✗"] == ["✓", "✗", "✓", "✗"]


def test_again_is_already(command, tmp_path):
    (tmp_path / "日报.csv").write_text(counts(ROW))
    command("日报.csv", *AT)

    code, out = command("日报.csv", "--at", "2020-03-03T08:00+08:00")

    assert code == 0
    assert "这份文件已于 2020-03-02 12:00 入库（回执 20200302-000001），本次没有改动任何数据" in out


def test_a_registry_takes_the_streaming_road_by_itself(command, tmp_path):
    (tmp_path / "名录.csv").write_bytes(as_csv(MIXED[:50]))

    code, out = command("名录.csv", *AT)

    assert code == 0
    assert "《市场主体登记名录》50 行" in out


def test_a_file_too_large_is_refused_with_its_real_size(command, tmp_path):
    (tmp_path / "大.csv").write_bytes(b"x,y\n" * 13_000_000)

    code, out = command("大.csv", "--topic", "markets", *AT)

    assert code == 1
    assert "文件有 52.0 MB，超过上限 50 MB" in out


@pytest.mark.parametrize("topic", list(SHEETS))
@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_a_template_for_each_topic(topic, suffix, command, tmp_path):
    code, out = command("--template", topic, f"模板.{suffix}")

    assert code == 0
    assert SHEETS[topic].title in out
    start = (tmp_path / f"模板.{suffix}").read_bytes()[:4]
    assert start == (b"PK\x03\x04" if suffix == "xlsx" else b"\xef\xbb\xbf\xe5")


def test_an_unknown_topic_and_no_file_at_all_are_answered(command):
    assert command("--template", "weather", "x.xlsx")[0] == 1
    assert command()[0] == 1


def test_a_moment_needs_its_zone(command):
    with pytest.raises(SystemExit):
        command("x.csv", "--at", "2020-03-02T12:00")


def test_without_a_moment_it_is_now(command, tmp_path, store):
    today = dt.datetime.now(dt.UTC)
    day = (today - dt.timedelta(days=1)).date()
    (tmp_path / "日报.csv").write_text(counts(ROW.replace("2020-03-01", day.isoformat())))

    assert command("日报.csv")[0] == 0

    with store.reading() as conn:
        (moment,) = files.received(conn, scope=EVERYTHING)["received_at"].tolist()
    assert abs(moment.to_pydatetime() - today) < dt.timedelta(minutes=5)


def test_a_refused_file_is_written_back_marked(command, tmp_path):
    (tmp_path / "日报.csv").write_text(counts(ROW.replace("8310", "8311")))
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04")

    assert "已标注：标注.xlsx" in command("日报.csv", *AT, "--marked", "标注.xlsx")[1]
    out = command("日报.csv", "坏.xlsx", *AT, "--marked", "标注")[1]

    assert (tmp_path / "标注.xlsx").read_bytes()[:2] == b"PK"
    assert [path.name for path in (tmp_path / "标注").iterdir()] == ["日报（标注）.xlsx"]
    assert "这个文件打不开或过大，不能标注" in out
