"""One file that stands for a disk: it notes each write and each flush in the order they reach it.

Run alone: ``python -m tests.power.recorder IMAGE FOLDER LOG COUNT`` serves IMAGE as FOLDER/disk (FUSE, spoken directly
to the kernel, so that nothing needs to be installed) and appends to LOG what reaches it. COUNT always holds how many
entries there are. A loop device on FOLDER/disk turns a file system's barriers into flushes of this file.
"""

import ctypes
import errno
import mmap
import os
import stat
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

NAME, ROOT_NODE, DISK_NODE = b"disk", 1, 2
MOST = 1 << 17  # bytes a write may bring
REQUEST, ANSWER = struct.Struct("<IIQQIIIHH"), struct.Struct("<IiQ")
ENTRY = struct.Struct("<cQI")  # kind, offset, length; the data follows
LOOKUP, FORGET, GETATTR, SETATTR, OPEN, READ, WRITE = 1, 2, 3, 4, 14, 15, 16
STATFS, RELEASE, FSYNC, FLUSH, INIT, OPENDIR, RELEASEDIR = 17, 18, 20, 25, 26, 27, 29
INTERRUPT, DESTROY, BATCH_FORGET = 36, 38, 42
SILENT = {FORGET, INTERRUPT, BATCH_FORGET}
BIG_WRITES, MAX_PAGES = 1 << 5, 1 << 22
FOREVER = 3600  # seconds the kernel may believe what it was told of the file


class Recorder:
    """The disk's side of the conversation."""

    def __init__(self, image: Path, log: Path, count: Path) -> None:
        self.image = os.open(image, os.O_RDWR)
        self.size = os.fstat(self.image).st_size
        self.log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        count.write_bytes(bytes(8))
        with count.open("r+b") as file:
            self.count = mmap.mmap(file.fileno(), 8)
        self.entries = 0

    def note(self, kind: bytes, offset: int = 0, data: bytes = b"") -> None:
        """One entry more; it stands before anybody is told that the write or flush is done."""
        os.writev(self.log, [ENTRY.pack(kind, offset, len(data)), data])
        self.entries += 1
        self.count[:8] = struct.pack("<Q", self.entries)

    def answer(self, operation: int, node: int, body: bytes) -> bytes:
        """What the kernel is told. Raises OSError for what this disk cannot do."""
        if operation == INIT:
            return struct.pack("<IIIIHHIIHHI7I", 7, 31, MOST, BIG_WRITES | MAX_PAGES, 16, 12, MOST, 1, MOST >> 12,
                               0, 0, *[0] * 7)  # fmt: skip
        if operation == LOOKUP:
            if body.rstrip(b"\0") != NAME:
                raise OSError(errno.ENOENT, "no such file")
            return struct.pack("<QQQQII", DISK_NODE, 1, FOREVER, FOREVER, 0, 0) + self._about(DISK_NODE)
        if operation in (GETATTR, SETATTR):
            return struct.pack("<QII", FOREVER, 0, 0) + self._about(node)
        if operation in (OPEN, OPENDIR):
            return struct.pack("<QII", node, 0, 0)
        if operation == READ:
            _, offset, size = struct.unpack_from("<QQI", body)
            return os.pread(self.image, size, offset)
        if operation == WRITE:
            return self._write(body)
        if operation == FSYNC:
            self.note(b"F")
            return b""
        if operation == STATFS:
            return struct.pack("<QQQQQIIII6I", self.size >> 12, 0, 0, 2, 0, 4096, 255, 4096, 0, *[0] * 6)
        if operation in (FLUSH, RELEASE, RELEASEDIR, DESTROY):
            return b""
        raise OSError(errno.ENOSYS, "not for this disk")

    def _write(self, body: bytes) -> bytes:
        _, offset, size = struct.unpack_from("<QQI", body)
        data = body[40 : 40 + size]
        os.pwrite(self.image, data, offset)
        self.note(b"W", offset, data)
        return struct.pack("<II", size, 0)

    def _about(self, node: int) -> bytes:
        folder = node == ROOT_NODE
        mode = (stat.S_IFDIR | 0o700) if folder else (stat.S_IFREG | 0o600)
        size = 0 if folder else self.size
        return struct.pack("<6Q10I", node, size, size >> 9, 0, 0, 0, 0, 0, 0, mode, 1, 0, 0, 0, 4096, 0)


def serve(image: Path, folder: Path, log: Path, count: Path) -> None:
    """Mount, and answer until unmounted."""
    recorder, device = Recorder(image, log, count), os.open("/dev/fuse", os.O_RDWR)
    libc = ctypes.CDLL(None, use_errno=True)
    options = f"fd={device},rootmode=40000,user_id=0,group_id=0".encode()
    if libc.mount(b"recorder", os.fsencode(folder), b"fuse", 0, options):
        raise OSError(ctypes.get_errno(), "mount")
    print("mounted", flush=True)
    while True:
        try:
            request = os.read(device, MOST + 4096)
        except OSError as error:
            if error.errno == errno.ENODEV:  # unmounted
                return
            if error.errno in (errno.EINTR, errno.ENOENT):
                continue
            raise
        _, operation, unique, node, *_ = REQUEST.unpack_from(request)
        if operation in SILENT:
            continue
        try:
            told, code = recorder.answer(operation, node, request[REQUEST.size :]), 0
        except OSError as error:
            told, code = b"", -error.errno
        os.writev(device, [ANSWER.pack(ANSWER.size + len(told), code, unique), told])


def entries(log: Path) -> Iterator[tuple[bytes, int, bytes]]:
    """(kind, offset, data) of each entry: W a write, F a flush."""
    with log.open("rb") as file:
        while head := file.read(ENTRY.size):
            kind, offset, length = ENTRY.unpack(head)
            yield kind, offset, file.read(length)


if __name__ == "__main__":
    serve(*map(Path, sys.argv[1:5]))
