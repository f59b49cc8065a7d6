"""A .docx as a zip of XML parts: opened within limits, read as text, written again in memory."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree

from approvals.conversion.names import base_name
from approvals.conversion.shapes import Limits
from core.errors import UploadRefused

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DOCUMENT = re.compile(r"word/document\d*\.xml")
_MOST_PARTS = 10_000
_SMALL = 5 * 1024 * 1024
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, KeyError,
)  # fmt: skip
_SPACES = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


def unpack(filename: str, data: bytes, limits: Limits) -> dict[str, bytes]:
    """Return the parts of a zip by name.

    Refuses FILE_BROKEN, FILE_ENCRYPTED, and ZIP_BOMB when it would grow beyond the limits.
    """
    name = base_name(filename)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _refuse_bomb(name, entries, len(data), limits)
            if any(entry.flag_bits & 1 for entry in entries):
                raise UploadRefused("FILE_ENCRYPTED", file=name)
            return {entry.filename: archive.read(entry) for entry in entries}
    except _BROKEN as error:
        raise UploadRefused("FILE_BROKEN", file=name) from error


def _refuse_bomb(name: str, entries: list[zipfile.ZipInfo], packed: int, limits: Limits) -> None:
    # zipfile stops at the size an entry declares, so the declared sizes can be trusted here.
    unpacked = sum(entry.file_size for entry in entries)
    swollen = unpacked > max(_SMALL, packed * limits.unpack_ratio)
    if unpacked > limits.unpacked_bytes or swollen or len(entries) > _MOST_PARTS:
        raise UploadRefused("ZIP_BOMB", file=name, unpacked=unpacked)


def main_part(filename: str, parts: dict[str, bytes]) -> str:
    """Return the name of the part that holds the text; refuse FILE_BROKEN without one."""
    for name in parts:
        if _DOCUMENT.fullmatch(name):
            return name
    raise UploadRefused("FILE_BROKEN", file=base_name(filename))


def pack(parts: dict[str, bytes]) -> io.BytesIO:
    """Return the parts as a zip in memory."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    out.seek(0)
    return out


def parse_part(filename: str, data: bytes) -> Any:
    """Return the root element of a part; entities are never resolved.

    Refuses FILE_BROKEN when it is no XML.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UploadRefused("FILE_BROKEN", file=base_name(filename)) from error


def lines_of(root: Any) -> Iterator[str]:
    """Yield the text of each paragraph, text boxes apart, deleted and inserted words alike."""
    for paragraph in root.iter(f"{W}p"):
        line = "".join(_own_text(paragraph))
        if line.strip():
            yield line


def _own_text(paragraph: Any) -> Iterator[str]:
    stack = list(reversed(paragraph))
    while stack:
        node = stack.pop()
        if node.tag == f"{W}p" or not isinstance(node.tag, str):
            continue
        if node.tag in {f"{W}t", f"{W}delText", f"{W}instrText"} or node.tag.endswith("}t"):
            yield node.text or ""
        yield _SPACES.get(node.tag, "")
        stack.extend(reversed(node))


def texts_of(root: Any) -> Iterator[str]:
    """Yield every piece of text of any XML part (properties, drawings, sheets, slides)."""
    for node in root.iter():
        if isinstance(node.tag, str) and node.text and node.text.strip():
            yield node.text
