"""What a file is, by its content; its name only tells text formats apart that look alike."""

import io
import re
import zipfile
import zlib
from pathlib import PurePosixPath

import puremagic

from approvals.conversion.names import base_name
from core.errors import UploadRefused

# The endings that may be handed in as the main text, and what their content must turn out to be.
ENDINGS = {
    ".md": "md",
    ".markdown": "md",
    ".txt": "txt",
    ".text": "txt",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".pdf": "pdf",
    ".eml": "eml",
}
CONVERTIBLE = frozenset(ENDINGS.values())
PICTURES = frozenset({"png", "jpeg", "gif", "webp"})
UNKNOWN = "unknown"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"MZ", "exe"),
    (b"\x7fELF", "exe"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gz"),
    (b"{\\rtf", "rtf"),
)
_PARTS = (
    (re.compile(r"word/vbaProject\.bin"), "docm"),
    (re.compile(r"word/document\d*\.xml"), "docx"),
    (re.compile(r"xl/workbook\.xml"), "xlsx"),
    (re.compile(r"ppt/presentation\.xml"), "pptx"),
)
_BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_ANY_TAG = re.compile(
    r"<(?:p|div|h[1-6]|table|ul|ol|span|br|article|section|main|b|strong|a|img|meta|title)[\s/>]",
    re.IGNORECASE,
)
_HEADER_LINE = re.compile(r"^([A-Za-z][A-Za-z0-9-]*):(?:[ \t].*)?$")
_MAIL_HEADERS = frozenset({"mime-version", "message-id", "received", "return-path", "content-type"})
_ADDRESS_HEADERS = frozenset({"from", "to", "date", "sender", "subject"})
_HEAD = 65_536
_LEAST_ASCII = 0.4  # of a Vietnamese text: spaces and plain letters


def ending_kind(filename: str) -> str:
    """Return the kind that the ending of `filename` promises; empty when it is not allowed."""
    return ENDINGS.get(PurePosixPath(base_name(filename)).suffix.lower(), "")


def detect(filename: str, data: bytes) -> str:
    """Return what `data` is: `docx`, `pdf`, `eml`, `html`, `md`, `txt`, `png`, … or `unknown`.

    Refuses FILE_BROKEN (a damaged .docx) and FILE_ENCRYPTED (a .docx with a password).
    """
    found = _binary_kind(filename, data)
    if found:
        return found
    head = _text_head(data)
    return UNKNOWN if head is None else _text_kind(filename, head)


def checked_kind(filename: str, data: bytes) -> str:
    """Return the kind of a main text; refuse TYPE_NOT_ALLOWED and TYPE_MISMATCH (415 both)."""
    declared = ending_kind(filename)
    if not declared:
        ending = PurePosixPath(base_name(filename)).suffix.lower()
        raise UploadRefused("TYPE_NOT_ALLOWED", file=base_name(filename), found=ending)
    found = detect(filename, data)
    if found != declared:
        code = "TYPE_NOT_ALLOWED" if found == "docm" else "TYPE_MISMATCH"
        raise UploadRefused(code, file=base_name(filename), declared=declared, found=found)
    return found


def _binary_kind(filename: str, data: bytes) -> str:
    if b"%PDF-" in data[:1024]:
        return "pdf"
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    if data.startswith(b"PK"):
        return _zip_kind(filename, data)
    if data.startswith(_OLE):
        return _ole_kind(filename, data)
    return "webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else ""


def _zip_kind(filename: str, data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            mimetype = archive.read("mimetype") if "mimetype" in names else b""
    except _BROKEN_ZIP as error:
        if ending_kind(filename) == "docx":
            raise UploadRefused("FILE_BROKEN", file=base_name(filename)) from error
        return "zip"
    for part, kind in _PARTS:
        if any(part.fullmatch(name) for name in names):
            return kind
    opendocument = {b"text": "odt", b"spreadsheet": "ods", b"presentation": "odp"}
    return opendocument.get(mimetype.rpartition(b".")[2], "zip")


def _ole_kind(filename: str, data: bytes) -> str:
    if _ENCRYPTED_PACKAGE in data:
        raise UploadRefused("FILE_ENCRYPTED", file=base_name(filename))
    return "doc"


def _text_head(data: bytes) -> str | None:
    """Return the beginning as text, or None when these are the bytes of something else."""
    head = data[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    if b"\x00" in head:
        return _utf_16_head(head)
    odd = sum(byte < 9 or 13 < byte < 27 for byte in head)  # noqa: PLR2004 control characters
    return None if odd > len(head) * 0.02 else head.decode("utf-8-sig", "replace")


def _utf_16_head(head: bytes) -> str | None:
    most_zeros = max(head[1::2].count(0), head[::2].count(0))
    if most_zeros < len(head) * 0.1:
        return None
    little = head[1::2].count(0) >= head[::2].count(0)
    text = head.decode("utf-16-le" if little else "utf-16-be", "replace")
    ascii_share = sum(char.isascii() and (char >= " " or char.isspace()) for char in text) / len(
        text
    )
    return text if ascii_share > _LEAST_ASCII else None


def _text_kind(filename: str, head: str) -> str:
    if _HTML_START.match(head):
        return "html"
    if _is_mail(head):
        return "eml"
    declared = ending_kind(filename)
    if declared == "html" and _ANY_TAG.search(head):
        return "html"
    return declared if declared in {"md", "txt"} else "txt"


def _is_mail(head: str) -> bool:
    names: set[str] = set()
    for line in head.split("\n"):
        if line.startswith((" ", "\t")) and names:
            continue
        match = _HEADER_LINE.match(line.rstrip("\r"))
        if match is None:
            break
        names.add(match.group(1).lower())
    return len(names & _MAIL_HEADERS) >= 1 and len(names & _ADDRESS_HEADERS) >= 2  # noqa: PLR2004


def other_kind(filename: str, data: bytes) -> str:
    """Return the kind of a file that only comes along (sound, film, …), by its signature."""
    found = detect(filename, data)
    if found != UNKNOWN:
        return found
    try:
        return puremagic.from_string(data[:_HEAD]).lstrip(".") or UNKNOWN
    except puremagic.PureError:
        return UNKNOWN
