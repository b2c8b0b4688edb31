"""Csv files: five encodings, three delimiters, every field the text it is."""

import pytest

from data.store import markets
from data.store.scope import EVERYTHING
from tests.data.intake.conftest import counts

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "gb18030", "utf-16-be-bom"]
COUNTIES = [
    "临夏市",
    "临夏县",
    "康乐县",
    "永靖县",
    "广河县",
    "和政县",
    "东乡族自治县",
    "积石山保安族东乡族撒拉族自治县",
]
HEADER = "市场编号,市场名称,县(市),乡镇(街道),市场类型,摊位总数\n"


def encoded(text, encoding):
    return b"\xfe\xff" + text.encode("utf-16-be") if encoding == "utf-16-be-bom" else text.encode(encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("county", COUNTIES)
def test_five_encodings_of_eight_counties_arrive_unchanged(encoding, county, send, store):
    content = encoded(HEADER + f"M001,{county}中心市场,{county},城关镇,菜市场,120\n", encoding)

    send(content)

    with store.reading() as conn:
        assert markets.markets(conn, scope=EVERYTHING, as_known=None)["name"].tolist() == [f"{county}中心市场"]


def test_another_encoding_than_the_usual_one_is_told(send):
    header = HEADER.strip() + ",是否特色市场\n"

    receipt = send((header + "M001,某市场,临夏县,某镇,菜市场,120,否\n").encode("gb18030"))

    assert receipt.notes == ("文件按 GB18030(GBK) 编码读取",)


@pytest.mark.parametrize(
    "content",
    [
        (HEADER + "M001,某市场,临夏县,某镇,菜市场,120\n").encode("utf-16-le"),  # without its mark
        b"\xff\xfe\x00\xd8",  # a lone surrogate
        bytes(range(256)) * 4,
        b"\x00" * 100,
        (HEADER + "M001,某市场,临夏县,某镇,菜市场,120\n").encode() + b"\xff\xff\xff",
        b"\xef\xbb\xbf\xff\xff",
    ],
)
def test_what_is_no_text_is_refused(content, refused):
    assert [p.code for p in refused(content)] == ["encoding"]


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_tabs_and_semicolons(delimiter, send):
    assert send(counts("临夏县,个体,2020-03-01,1,0,0,0,0,0,0,1").replace(",", delimiter)).rows == 1


def test_leading_zeros_and_words_like_na_stay_text(send, store):
    """pandas would read 001 as 1 and NA as missing."""
    send(HEADER + "001,NA,临夏县,None,菜市场,120\n")

    with store.reading() as conn:
        row = markets.markets(conn, scope=EVERYTHING, as_known=None).iloc[0]
    assert (row["market"], row["name"], row["township"]) == ("001", "NA", "None")


def test_quotes_commas_and_line_breaks_inside_a_field(send, store):
    send(HEADER + '"M,1","某""大""市场\n(北区)",临夏县,某镇,菜市场,"1,200"\n')

    with store.reading() as conn:
        row = markets.markets(conn, scope=EVERYTHING, as_known=None).iloc[0]
    assert (row["market"], row["name"], row["stalls_total"]) == ("M,1", '某"大"市场 (北区)', 1200)


def test_rows_are_numbered_as_a_spreadsheet_shows_them(refused):
    """A line break inside quotes does not begin a row."""
    problems = refused(HEADER + '"M1","某\n市场",临夏县,某镇,菜市场,1\nM2,某市场,火星,某镇,菜市场,1\n')

    assert [p.row for p in problems] == [3]


@pytest.mark.parametrize("tail", ['"M1,某市场,临夏县\n', 'M1,"某"市场,临夏县,某镇,菜市场,1\n'])
def test_quotes_that_do_not_close_are_refused(tail, refused):
    assert [p.code for p in refused(HEADER + tail)] == ["broken_csv"]


def test_windows_and_old_mac_line_ends(send):
    text = counts("临夏县,个体,2020-03-01,1,0,0,0,0,0,0,1")

    assert send(text.replace("\n", "\r\n")).rows == 1
    assert send(text.replace("\n", "\r")).unchanged == 1


def test_too_many_rows_and_columns_are_refused(refused):
    assert [p.code for p in refused(HEADER + "\n" * 50_001)] == ["too_many_rows"]
    assert [p.code for p in refused(HEADER + "x," * 100 + "x\n")] == ["too_many_columns"]


def test_the_file_may_be_called_anything(send):
    receipt = send(counts("临夏县,个体,2020-03-01,1,0,0,0,0,0,0,1"), "C:\\报表\\..\\日报\u202exslx.csv")

    assert receipt.filename == "日报□xslx.csv"
