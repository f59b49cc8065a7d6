"""One file in, one result out: check, detect, read, finish."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from approvals.conversion import mail, markdown, pdf, plain, webpage, word
from approvals.conversion.detecting import checked_kind
from approvals.conversion.finishing import finish
from approvals.conversion.names import base_name, carried
from approvals.conversion.shapes import Converted, Draft, Limits, Progress, Source
from core.errors import UploadRefused, UploadTooLarge

_READERS: Mapping[str, Callable[[Source], Draft]] = {
    "md": markdown.read,
    "txt": plain.read,
    "html": webpage.read,
    "docx": word.read,
    "pdf": pdf.read,
}


def convert(
    filename: str,
    data: bytes,
    *,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Converted:
    """Return a file as clean HTML with its title, metadata, pictures, files, losses and repairs.

    Refuses with UploadTooLarge: FILE_TOO_LARGE, TEXT_TOO_LONG; with UploadRefused: FILE_EMPTY,
    FILE_BROKEN, FILE_ENCRYPTED, TYPE_NOT_ALLOWED, TYPE_MISMATCH, ZIP_BOMB, MAIL_WITHOUT_BODY.
    `progress` is called with (pages done, pages in all) while a PDF is read.
    """
    source = Source(filename, data, limits or Limits(), progress)
    refuse_size(source)
    kind = checked_kind(filename, data)
    if kind == "eml":
        draft = mail.read(source, _draft)
        return finish(kind, draft, source)
    return finish(kind, replace(_draft(source), original=carried(filename, data, kind)), source)


def refuse_size(source: Source) -> None:
    """Refuse FILE_EMPTY and FILE_TOO_LARGE."""
    name, size = base_name(source.filename), len(source.data)
    if not source.data.strip():
        raise UploadRefused("FILE_EMPTY", file=name)
    if size > source.limits.file_bytes:
        raise UploadTooLarge("FILE_TOO_LARGE", file=name, size=size, limit=source.limits.file_bytes)


def _draft(source: Source) -> Draft:
    return _READERS[checked_kind(source.filename, source.data)](source)
