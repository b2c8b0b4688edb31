"""What is refused before anything parses it, in words the sender can act on."""

import io
import random
import zipfile

import pytest

from data.intake import Refused, receive
from data.intake.limits import Limits
from tests.data.intake.bombs import with_part
from tests.data.intake.conftest import NOON, workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def archive(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in parts.items():
            file.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code", "word"),
    [
        (b"", "empty_file", "空"),
        (OLE + b"\0" * 5000, "old_excel", "另存为"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 5000, "encrypted", "密码"),
        (with_part("xl/vbaProject.bin", b"x"), "macro", "宏"),
        (with_part("xl/workbook.bin", b"x"), "binary_workbook", "xlsb"),
        (archive(word__document_dot_xml="<a/>"), "not_a_workbook", "Word"),
        (archive(mimetype="application/vnd.oasis", content_dot_xml="<a/>"), "not_a_workbook", "ODS"),
        (workbook([["a"]])[:-30], "broken_zip", "损坏"),
        (b"PK\x03\x04" + b"\0" * 100, "broken_zip", "损坏"),
        (b"%PDF-1.7 ...", "not_a_table", "PDF"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "not_a_table", "网页"),
        ('\ufeff<?xml version="1.0"?><Workbook/>'.encode(), "not_a_table", "网页"),
    ],
)  # fmt: skip
def test_a_file_of_the_wrong_kind_is_told_what_it_is(content, code, word, refused):
    (problem,) = refused(content, "报表.xlsx")

    assert problem.code == code
    assert word in problem.reason + problem.advice
    assert problem.row is None


def test_a_part_marked_as_encrypted_is_refused(refused):
    content = bytearray(workbook([["a"]]))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        content[at + offset] |= 1

    assert [p.code for p in refused(bytes(content), "报表.xlsx")] == ["encrypted"]


def test_a_file_above_the_limit_is_refused_with_both_sizes(store, region, bureau):
    with pytest.raises(Refused) as caught:
        receive(store, region, b"x" * 2_000_001, filename="大.csv", reporter=bureau, received_at=NOON,
                limits=Limits(content=2_000_000))  # fmt: skip

    (problem,) = caught.value.problems
    assert (problem.code, problem.reason) == ("too_large", "文件有 2.0 MB，超过上限 2 MB")


def test_a_reader_that_takes_too_long_is_stopped(store, region, bureau):
    content = workbook([["x"]])

    with pytest.raises(Refused) as caught:
        receive(store, region, content, filename="慢.xlsx", reporter=bureau, received_at=NOON, limits=Limits(seconds=0))

    assert caught.value.problems[0].code in ("too_slow", "reader_died")


def test_a_reader_that_runs_out_of_memory_is_a_refusal_and_not_a_crash(store, region, bureau):
    content = workbook([[random.Random(n).randbytes(4_000).hex()] for n in range(600)])

    with pytest.raises(Refused) as caught:
        receive(store, region, content, filename="大.xlsx", reporter=bureau, received_at=NOON,
                limits=Limits(memory=1_000_000))  # fmt: skip

    assert [p.code for p in caught.value.problems] == ["reader_died"]
