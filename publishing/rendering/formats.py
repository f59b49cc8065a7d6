"""How dates, sizes and kinds of files are said to readers, in Vietnamese and in English."""

import re
from datetime import date, datetime

from django.utils.translation import gettext

from core.clock import in_vietnam
from publishing.rendering.shapes import VIETNAMESE, Language

KILO = 1024
# What no page, feed or sitemap may hold: controls and halves of characters, which break them, and
# signs that turn the direction of writing, with which a name pretends to be another.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
    "\ufffe\uffff]"
)
# Not strftime: its names would follow the language of the process.
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
KINDS = {
    "application/pdf": "PDF",
    "application/msword": "Word",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.ms-excel": "Excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PowerPoint",
    "message/rfc822": "E-mail",
}


def day(value: date | datetime | str, language: Language) -> str:
    """Return a date for readers: 21/07/2026, or 21 July 2026; "" stays ""."""
    if not value:
        return ""
    at = date.fromisoformat(value) if isinstance(value, str) else value
    if isinstance(at, datetime):
        at = in_vietnam(at).date()
    if language == VIETNAMESE:
        return f"{at:%d/%m/%Y}"
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}"


def moment(value: datetime, language: Language) -> str:
    """Return a date with its time of day in Vietnam."""
    local = in_vietnam(value)
    return f"{local:%H:%M}, {day(local, language)}"


def machine_time(value: date | datetime | str) -> str:
    """Return what a `datetime` attribute holds."""
    if isinstance(value, datetime):
        return in_vietnam(value).isoformat(timespec="seconds")
    return value if isinstance(value, str) else value.isoformat()


def size(value: int, language: Language) -> str:
    """Return a file's size: 812 B, 34 KB, 1,2 MB (1.2 MB in English)."""
    if value < KILO:
        return f"{value} B"
    if value < KILO * KILO:
        return f"{round(value / KILO)} KB"
    text = f"{value / KILO / KILO:.1f} MB"
    return text.replace(".", ",") if language == VIETNAMESE else text


def kind(media_type: str, file_name: str) -> str:
    """Return the kind of a file in a word that readers know."""
    if media_type in KINDS:
        return KINDS[media_type]
    family = media_type.partition("/")[0]
    names = {"image": gettext("Ảnh"), "audio": gettext("Âm thanh"), "video": gettext("Video")}
    extension = file_name.rpartition(".")[2].upper()
    return f"{names[family]} {extension}" if family in names else extension


def document_type_name(code: str) -> str:
    """Return the name of a type of document; one that is not known goes by its code."""
    names = {
        "news": gettext("Tin bài"),
        "legal_document": gettext("Văn bản quy phạm pháp luật"),
        "administrative_document": gettext("Văn bản hành chính"),
        "announcement": gettext("Thông báo"),
        "guidance": gettext("Hướng dẫn"),
        "plan": gettext("Kế hoạch"),
        "page": gettext("Trang giới thiệu"),
    }
    return names.get(code, code)


def without_controls(text: str) -> str:
    """Return `text` without the control characters that XML and HTML cannot carry."""
    return _UNPRINTABLE.sub("", text)


def web_address(address: str) -> str:
    """Return an address that a link may lead to; nothing where it is none of the web."""
    return address if address.lower().startswith(("https://", "http://")) else ""
