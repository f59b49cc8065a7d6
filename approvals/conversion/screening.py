"""Every word that a file brings, before anything of it is kept: for the secrecy screen."""

import re
from collections.abc import Iterator

from lxml import etree

from approvals.conversion import mail, pdf_pages
from approvals.conversion.converting import refuse_size
from approvals.conversion.decoding import decode
from approvals.conversion.detecting import other_kind
from approvals.conversion.names import base_name
from approvals.conversion.shapes import Limits, Source
from approvals.conversion.word_package import W, lines_of, parse_part, texts_of, unpack
from approvals.sanitising import repair_text
from core.errors import UploadRefused

FILE_NAME, TITLE, TEXT = "file_name", "title", "text"

_ZIPPED = frozenset({"docx", "docm", "xlsx", "pptx", "odt", "ods", "odp", "zip"})
_TEXTUAL = frozenset({"md", "txt", "html", "rtf"})
_XML_PARTS = re.compile(r".*\.(?:xml|rels)", re.IGNORECASE)
_WIDE = re.compile(rb"(?:[\x20-\x7e\x0a\x0d\xa0-\xff]\x00|[\x00-\xff][\x01\x1e\x03]){4,}")
_TITLES = frozenset({"title", "subject", "keywords", "description", "category"})


def screen_texts(
    filename: str, data: bytes, *, limits: Limits | None = None
) -> Iterator[tuple[str, str]]:
    """Yield `(where, text)`: the file name, titles, and all text, attachments and hidden parts too.

    `where` is `file_name`, `title` or `text`; a text holds one line per paragraph or cell. Works in
    memory alone. Refuses FILE_EMPTY, FILE_TOO_LARGE, FILE_BROKEN, FILE_ENCRYPTED, ZIP_BOMB: what
    cannot be read cannot be screened, and must not be kept.
    """
    source = Source(filename, data, limits or Limits())
    refuse_size(source)
    for where, text in _texts(source, source.limits.mail_depth):
        repaired, _ = repair_text(text)
        if repaired.strip():
            yield where, repaired


def _texts(source: Source, depth: int) -> Iterator[tuple[str, str]]:
    yield FILE_NAME, base_name(source.filename)
    kind = other_kind(source.filename, source.data)
    if kind == "pdf":
        yield from _pdf(source)
    elif kind in _ZIPPED:
        yield from _zipped(source, kind, depth)
    elif kind == "eml":
        yield from _mail(source, depth)
    elif kind in _TEXTUAL:
        yield TEXT, decode(source.data).text
    elif kind in {"doc", "unknown"}:
        yield TEXT, _strings(source.data)


def _pdf(source: Source) -> Iterator[tuple[str, str]]:
    with pdf_pages.opened(source.filename, source.data) as document:
        for value in document.get_metadata_dict(skip_empty=True).values():
            yield TITLE, value
        for number in range(len(document)):
            yield TEXT, pdf_pages.text_of_page(document, number)


def _zipped(source: Source, kind: str, depth: int) -> Iterator[tuple[str, str]]:
    for name, data in unpack(source.filename, source.data, source.limits).items():
        if _XML_PARTS.fullmatch(name):
            yield from _xml(source.filename, name, data)
        elif depth > 0 and (kind == "zip" or "/embeddings/" in name):
            yield from _texts(Source(base_name(name), data, source.limits), depth - 1)


def _xml(filename: str, name: str, data: bytes) -> Iterator[tuple[str, str]]:
    try:
        root = parse_part(filename, data)
    except UploadRefused:
        yield TEXT, decode(data).text  # not well-formed: screened as it stands
        return
    if name.startswith("docProps/"):
        yield from _properties(root)
    elif next(root.iter(f"{W}p"), None) is not None:
        yield TEXT, "\n".join(lines_of(root))
    elif not name.endswith(".rels"):
        yield TEXT, "\n".join(texts_of(root))


def _properties(root: etree._Element) -> Iterator[tuple[str, str]]:
    for node in root.iter():
        name = str(node.tag).rpartition("}")[2]
        if node.text and node.text.strip():
            yield (TITLE if name in _TITLES else TEXT), node.text


def _mail(source: Source, depth: int) -> Iterator[tuple[str, str]]:
    message = mail.take_apart(source.filename, source.data)
    yield TITLE, message.headers["subject"]
    yield TEXT, message.note
    yield TEXT, message.html
    for part in message.attachments:
        inner = Source(part.name, part.data, source.limits)
        if depth > 0:
            yield from _texts(inner, depth - 1)
        else:
            yield FILE_NAME, part.name


def _strings(data: bytes) -> str:
    """Return the readable runs of an unknown binary: UTF-16 as Word 97 writes it, and UTF-8."""
    wide = [run.decode("utf-16-le", "ignore") for run in _WIDE.findall(data)]
    narrow = re.findall(r"[^\x00-\x08\x0e-\x1f\x7f\ufffd]{4,}", data.decode("utf-8", "replace"))
    return "\n".join([*wide, *narrow])
