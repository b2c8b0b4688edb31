"""Send files from the command line, or write a template: ``python -m data.intake FILE...``."""

import argparse
import datetime as dt
import sys
import unicodedata
from pathlib import Path

from tqdm import tqdm

from data.intake import SHEETS, Held, Receipt, Refused, Reporter, receive, receive_registry, unserved, verification
from data.intake.guard import kind_of
from data.intake.limits import UPLOAD
from data.intake.marking import filename_of, marked, marks_of
from data.intake.recognise import topic_of
from data.intake.templates import csv_template, template
from data.reference.region import Region, load_region
from data.settings import load_settings
from data.store.engine import Store
from data.store.migrate import migrate
from data.store.scope import EVERYTHING
from data.store.unserved import Unserved

COLUMNS = ("行", "列", "内容", "原因", "怎么改")
WIDEST = (8, 20, 28, 60, 60)


def main(arguments: list[str] | None = None) -> int:
    """0: everything stored (or stored before); 1: something was refused; 2: the database could not take it."""
    try:
        return _run(_asked(arguments))
    except Unserved as why:
        print(f"✗ {unserved.told(why)}。已有回执的文件不受影响，其余文件请重报，重报不会重复")
        return 2


def _run(asked: argparse.Namespace) -> int:
    settings = load_settings()
    region = load_region(settings.region)
    if asked.template:
        return _write_template(*asked.template, region)
    if asked.verify:
        return _verify(Path(asked.verify), Store(settings.url))
    if not asked.files:
        print("请给出要导入的文件，或用 --template 主题 文件 生成模板。主题：" + "、".join(SHEETS))
        return 1
    migrate(settings.url)
    store = Store(settings.url)
    reporter = Reporter(name=asked.reporter, scope=EVERYTHING, role="admin")
    at = asked.at or dt.datetime.now(dt.UTC)
    good = []
    for path in map(Path, asked.files):
        answer = _send(store, region, path, asked.topic, reporter, at, asked.because)
        good.append(answer is None)
        if answer and asked.marked:
            _write_marked(path, answer, Path(asked.marked), several=len(asked.files) > 1)
    return 0 if all(good) else 1


def _asked(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m data.intake", description="导入报表，或生成模板。")
    parser.add_argument("files", nargs="*", metavar="FILE", help=".xlsx 或 .csv")
    parser.add_argument("--topic", choices=list(SHEETS), help="报表主题；不写则按表头识别")
    parser.add_argument("--reporter", default="命令行", metavar="NAME", help="报送人")
    parser.add_argument("--because", metavar="REASON", help="请核实的数字无误，原因是……（不写则先收下，待核实）")
    parser.add_argument("--marked", metavar="OUT", help="把有问题或待核实的原表标注好写到这里（多个文件时是文件夹）")
    parser.add_argument("--verify", metavar="SHEET", help="核对一份签发单（.xlsx）与现行已签发数据是否一致")
    parser.add_argument("--at", type=_moment, metavar="ISO", help="收到时间，例如 2020-03-01T09:30+08:00；默认现在")
    parser.add_argument("--template", nargs=2, metavar=("TOPIC", "OUT"), help="生成模板（.xlsx 或 .csv）")
    return parser.parse_args(arguments)


def _moment(text: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError("要写时区，例如 2020-03-01T09:30+08:00")
    return moment


def _write_template(topic: str, out: str, region: Region) -> int:
    if topic not in SHEETS:
        print(f"没有“{topic}”这个主题。可选：{'、'.join(SHEETS)}")
        return 1
    make = csv_template if out.lower().endswith(".csv") else template
    Path(out).write_bytes(make(SHEETS[topic], region))
    print(f"已生成《{SHEETS[topic].title}》模板：{out}")
    return 0


def _verify(path: Path, store: Store) -> int:
    """0: the sheet agrees with the approved data."""
    try:
        agrees, said = verification.told(store, path.read_bytes())
    except OSError:
        agrees, said = False, f"✗ {path}：没有这个文件"
    except Refused as refused:
        agrees, said = False, f"✗ {path.name}：{refused.problems[0].reason}。{refused.problems[0].advice}"
    print(said)
    return 0 if agrees else 1


def _write_marked(path: Path, answer: tuple, out: Path, *, several: bool) -> None:
    """The workbook that was sent, marked; into a folder where there are several or OUT is one."""
    made = marked(path.read_bytes(), marks_of(answer)) if path.is_file() else None
    if made is None:
        print("  这个文件打不开或过大，不能标注，请对照上表修改")
        return
    if several or out.is_dir():
        out.mkdir(parents=True, exist_ok=True)
        out = out / filename_of(path.name)
    out.write_bytes(made)
    print(f"  已标注：{out}")


def _send(store, region: Region, path: Path, topic: str | None, reporter: Reporter, at, because: str | None):
    """None when it was stored; else the problems or questions."""
    if not path.is_file():
        print(f"✗ {path}：没有这个文件")
        return ()
    try:
        receipt = _receive(store, region, path, topic, reporter, at, because)
    except Held as held:
        print(
            f"? {path.name}：已收下，有 {len(held.doubts)} 处请核实；答复前不计入任何数据（用 --because 写明原因重报）"
        )
        print(questions_of(held.doubts))
        return held.doubts
    except Refused as refused:
        print(f"✗ {path.name}：未入库，共 {len(refused.problems)} 个问题")
        print(table_of(refused.problems))
        return refused.problems
    print(told(receipt))
    return None


def _receive(store, region, path: Path, topic, reporter: Reporter, at: dt.datetime, because) -> Receipt:
    """A registry goes through the streaming road; everything else is read whole."""
    topic = topic or topic_of(path)
    if topic == "entity_registry":
        with _Bar() as bar:
            return receive_registry(store, region, path, reporter=reporter, received_at=at, progress=bar)
    with path.open("rb") as file:
        kind_of(file, path.stat().st_size, UPLOAD)  # a file too large is refused before it is read
        file.seek(0)
        content = file.read()
    return receive(
        store, region, content, filename=path.name, reporter=reporter, received_at=at, topic=topic,
        because=lambda _doubt: because,
    )  # fmt: skip


class _Bar:
    """Progress of the two passes, on standard error."""

    STAGES = {"check": "核对", "store": "入库"}  # noqa: RUF012 - never changed

    def __enter__(self) -> "_Bar":
        self._bar = tqdm(
            total=1000, disable=None, unit="‰", bar_format="{desc} {percentage:3.0f}%|{bar}| {postfix} {elapsed}"
        )
        return self

    def __exit__(self, *_) -> None:
        self._bar.close()

    def __call__(self, stage: str, rows: int, share: float | None) -> None:
        self._bar.set_description(self.STAGES[stage], refresh=False)
        self._bar.set_postfix_str(f"{rows} 行", refresh=False)
        self._bar.n = int(1000 * (share or 0))
        self._bar.update(0)
        self._bar.refresh()


def told(receipt: Receipt) -> str:
    """A receipt in words."""
    title = SHEETS[receipt.topic].title
    lines = [f"✓ {receipt.filename}：《{title}》{receipt.rows} 行，回执 {receipt.receipt}"]
    if not receipt.already:
        lines.append(f"  新增 {receipt.new}，更正 {receipt.changed}，未变 {receipt.unchanged}")
    return "\n".join([*lines, *(f"  · {note}" for note in receipt.notes)])


def questions_of(doubts) -> str:
    """Every question, a line each."""
    return _table([(str(d.row), d.header, d.found, d.reason, d.ask) for d in doubts])


def table_of(problems) -> str:
    """Every problem, a line each."""
    return _table([(str(p.row or ""), p.header, p.found, p.reason, p.advice) for p in problems])


def _table(rows: list[tuple]) -> str:
    rows = [COLUMNS, *rows]
    widths = [min(most, max(_width(row[i]) for row in rows)) for i, most in enumerate(WIDEST)]
    return "\n".join("  ".join(_padded(text, width) for text, width in zip(row, widths)).rstrip() for row in rows)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int) -> str:
    return text + " " * max(0, width - _width(text))


if __name__ == "__main__":
    sys.exit(main())
