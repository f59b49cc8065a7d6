"""Names of files that are safe in an address: `<first 12 hex of sha256>-<ascii slug>.<ext>`."""

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath

from approvals.conversion.shapes import CarriedFile

_LONGEST_SLUG = 60
MEDIA_TYPES = {
    "md": "text/markdown",
    "txt": "text/plain",
    "html": "text/html",
    "eml": "message/rfc822",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "doc": "application/msword",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
}


def slug(text: str) -> str:
    """Return `text` in small ASCII letters, digits and hyphens; `tep` when nothing is left."""
    letters = text.replace("đ", "d").replace("Đ", "D")
    ascii_text = unicodedata.normalize("NFKD", letters).encode("ascii", "ignore").decode()
    return (
        re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-")[:_LONGEST_SLUG].strip("-")
        or "tep"
    )


def base_name(filename: str) -> str:
    """Return the last part of a name that may come with a path of any system."""
    return PurePosixPath(filename.replace("\\", "/")).name


def stem(filename: str) -> str:
    """Return the name without folder and ending."""
    return PurePosixPath(base_name(filename)).stem


def stored_name(data: bytes, original_name: str, ending: str) -> str:
    """Return the name under which `data` is kept and addressed."""
    digest = hashlib.sha256(data).hexdigest()[:12]
    return f"{digest}-{slug(stem(original_name))}.{ending}"


def carried(filename: str, data: bytes, kind: str) -> CarriedFile:
    """Return `data` as a file that travels with the submission."""
    ending = "jpg" if kind == "jpeg" else kind
    media_type = MEDIA_TYPES.get(kind, "application/octet-stream")
    return CarriedFile(stored_name(data, filename, ending), base_name(filename), media_type, data)
