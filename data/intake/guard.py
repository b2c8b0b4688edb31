"""Looking at a file before anything parses it: what it is, and whether it would be safe to open."""

import struct
import zipfile
from typing import BinaryIO

from data.intake.answers import Problem, Refused
from data.intake.limits import MEGABYTE, Limits

ENTRY = 1_000  # bytes of the directory an ordinary entry stays far below
SMALL = 1_000_000  # below this size unpacked, the ratio says nothing
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
SAVE_AS = "请用 Excel 或 WPS 打开，“另存为”→“Excel 工作簿(*.xlsx)”后再报"


def refuse(code: str, reason: str, advice: str, found: str = "") -> Refused:
    """A refusal of the whole file."""
    return Refused([Problem(found=found, reason=reason, advice=advice, code=code)])


def kind_of(file: BinaryIO, size: int, limits: Limits) -> str:
    """``xlsx`` or ``csv``, by content and not by name. Raises Refused for anything else."""
    if size == 0:
        raise refuse("empty_file", "文件是空的", "请检查后重新上传")
    if size > limits.content:
        raise refuse(
            "too_large",
            f"文件有 {size / MEGABYTE:.1f} MB，超过上限 {limits.content / MEGABYTE:.0f} MB",
            "请分几次报送；登记名录请用命令行导入",
        )
    file.seek(0)
    start = file.read(4096)
    if start.startswith(b"PK"):
        check_workbook(file, size, limits)
        return "xlsx"
    if start.startswith(OLE):
        raise _old_office(file)
    if start.startswith(b"%PDF"):
        raise refuse("not_a_table", "是 PDF 文件", "请报送 Excel 工作簿(.xlsx)或 CSV")
    if start.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
        raise refuse("not_a_table", "是网页或 XML 文件，只是改了扩展名", SAVE_AS)
    return "csv"


def _old_office(file: BinaryIO) -> Refused:
    file.seek(0)
    if ENCRYPTED in file.read(64 * 1024 * 1024):
        return refuse("encrypted", "文件设了打开密码", "请去掉密码（文件→信息→保护工作簿）后再报")
    return refuse("old_excel", "是旧版 Excel(.xls)或 WPS 表格(.et)文件", SAVE_AS)


def check_workbook(file: BinaryIO, size: int, limits: Limits) -> None:
    """Read the zip directory only: entries, sizes, ratio, macros, overlaps. Raises Refused."""
    _check_directory(file, size, limits)
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError):
        raise _broken() from None
    _check_sizes(entries, size, limits)
    _check_content({entry.filename.lower().replace("\\", "/") for entry in entries})


def _check_directory(file: BinaryIO, size: int, limits: Limits) -> None:
    """How large the directory itself is: Python would make an object of each of its entries."""
    tail = min(size, 22 + 65_535)
    file.seek(size - tail)
    end = file.read(tail)
    at = end.rfind(b"PK\x05\x06")
    if at < 0 or len(end) - at < 22:
        raise _broken()
    entries, directory = struct.unpack("<HL", end[at + 10 : at + 16])
    if b"PK\x06\x07" in end[max(0, at - 20) : at] or entries > limits.entries or directory > limits.entries * ENTRY:
        raise _too_many(entries, limits)


def _broken() -> Refused:
    return refuse("broken_zip", "工作簿已损坏，打不开", "请用 Excel 或 WPS 打开并重新保存后再报")


def _too_many(entries: int, limits: Limits) -> Refused:
    return refuse("zip_entries", f"工作簿内部有 {entries} 个部件，超过上限 {limits.entries}", SAVE_AS)


def _check_sizes(entries: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > limits.entries:
        raise _too_many(len(entries), limits)
    if unpacked > limits.unpacked:
        raise refuse(
            "zip_size",
            f"工作簿展开后有 {unpacked / MEGABYTE:.0f} MB，超过上限 {limits.unpacked / MEGABYTE:.0f} MB",
            "请删去多余的格式、图片和空白行，或分几次报送",
        )
    if unpacked > SMALL and unpacked > limits.ratio * max(packed, 1):
        raise refuse("zip_ratio", f"工作簿压缩率超过 {limits.ratio} 倍，不像正常的表格", SAVE_AS)
    if packed > size:
        raise refuse("zip_overlap", "工作簿内部部件互相重叠，不像正常的表格", SAVE_AS)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise refuse("encrypted", "工作簿内部有加密部件", "请去掉密码后再报")
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise refuse("broken_zip", "工作簿用了不常见的压缩方式", SAVE_AS)


def _check_content(names: set[str]) -> None:
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise refuse("macro", "工作簿含有宏", "请另存为不含宏的“Excel 工作簿(*.xlsx)”后再报")
    if "xl/workbook.bin" in names:
        raise refuse("binary_workbook", "是二进制工作簿(.xlsb)", SAVE_AS)
    if "xl/workbook.xml" not in names:
        raise refuse("not_a_workbook", "不是 Excel 工作簿（可能是压缩包、Word 或 ODS 文件）", SAVE_AS)
