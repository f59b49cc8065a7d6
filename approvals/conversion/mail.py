"""E-mail (.eml) → the document it brings: an attachment behind a note, or the message itself."""

import email
import email.policy
from collections.abc import Callable
from dataclasses import dataclass, replace
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime

from approvals.conversion import plain, webpage
from approvals.conversion.decoding import decode
from approvals.conversion.detecting import CONVERTIBLE, PICTURES, ending_kind, other_kind
from approvals.conversion.metadata import from_named_line
from approvals.conversion.names import MEDIA_TYPES, base_name, carried
from approvals.conversion.pictures import re_encode
from approvals.conversion.shapes import CarriedFile, Draft, NotCarried, RawPicture, Source
from approvals.sanitising import plain_text, repair_text
from core.errors import UploadRefused

ReadOne = Callable[[Source], Draft]

_LONGEST_NOTE = 1_500
_PREFERENCE = ("docx", "html", "md", "txt", "pdf")
_NOT_TEXT = frozenset({"eml"})
_BROKEN = (MessageError, ValueError, LookupError, AttributeError, TypeError, IndexError)


@dataclass(frozen=True)
class Attachment:
    """A file of a message: its name, bytes, kind by content, and the id that HTML refers to."""

    name: str
    data: bytes
    kind: str
    content_id: str = ""


@dataclass(frozen=True)
class Message:
    """A message taken apart."""

    headers: dict[str, str]
    note: str
    html: str
    attachments: tuple[Attachment, ...]


def read(source: Source, read_one: ReadOne) -> Draft:
    """Return the main text of a message; `read_one` reads an attachment.

    Refuses FILE_BROKEN, MAIL_WITHOUT_BODY, and whatever reading the attachment refuses.
    """
    message = take_apart(source.filename, source.data)
    main = _main_attachment(message)
    if main is None and not message.note.strip():
        raise UploadRefused("MAIL_WITHOUT_BODY", file=base_name(source.filename))
    draft = _from_body(message) if main is None else _from_attachment(source, main, read_one)
    said = _said_in_note(message.note)
    headers = {key: value for key, value in message.headers.items() if value}
    if main is not None and message.note.strip():
        headers["cover_note"] = message.note.strip()
    others = [
        part for part in message.attachments if part is not main and not _is_used(part, draft)
    ]
    files, lost = _carry(others, source)
    return replace(
        draft,
        last_title=message.headers["subject"],
        metadata=draft.metadata | said | headers,
        files=(*draft.files, *files),
        not_carried=(*draft.not_carried, *lost, *_choice(message, main)),
    )


def take_apart(filename: str, data: bytes) -> Message:
    """Return headers, body and attachments; refuse FILE_BROKEN when it cannot be read."""
    try:
        parsed = email.message_from_bytes(data, policy=email.policy.default)
        assert isinstance(parsed, EmailMessage)  # noqa: S101 what this policy makes
        html = _body(parsed, "html")
        note = _body(parsed, "plain") or (plain_text(html) if html else "")
        return Message(_headers(parsed), repair_text(note)[0], html, tuple(_attachments(parsed)))
    except _BROKEN as error:
        raise UploadRefused("FILE_BROKEN", file=base_name(filename)) from error


def _headers(message: EmailMessage) -> dict[str, str]:
    name, address = parseaddr(str(message.get("From", "")))
    subject = " ".join(repair_text(str(message.get("Subject", "")))[0].split())
    return {
        "sender": address,
        "sender_name": repair_text(name)[0],
        "subject": subject,
        "sent_at": _sent_at(str(message.get("Date", ""))),
        "message_id": str(message.get("Message-ID", "")).strip(),
    }


def _sent_at(text: str) -> str:
    try:
        return parsedate_to_datetime(text).isoformat()
    except ValueError:  # no date, or none that can be read
        return ""


def _body(message: EmailMessage, subtype: str) -> str:
    part = message.get_body(preferencelist=(subtype,))
    return _text(part) if isinstance(part, EmailMessage) else ""


def _text(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    return decode(payload, part.get_content_charset("")).text if isinstance(payload, bytes) else ""


def _attachments(message: EmailMessage) -> list[Attachment]:
    bodies = [message.get_body(preferencelist=(kind,)) for kind in ("plain", "html")]
    found: list[Attachment] = []
    for part in message.walk():
        if part.is_multipart() and part.get_content_type() != "message/rfc822":
            continue
        if part in bodies or not isinstance(part, EmailMessage) or _inside_message(part, message):
            continue
        data = _bytes(part)
        if data:
            found.append(_attachment(part, data, len(found) + 1))
    return found


def _inside_message(part: EmailMessage, message: EmailMessage) -> bool:
    """Whether a part belongs to a forwarded message, which is one attachment as a whole."""
    forwarded = [m for m in message.walk() if m.get_content_type() == "message/rfc822"]
    return any(part is not outer and part in list(outer.walk()) for outer in forwarded)


def _bytes(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        return inner[0].as_bytes() if isinstance(inner, list) and inner else b""  # type: ignore[union-attr]
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _attachment(part: EmailMessage, data: bytes, number: int) -> Attachment:
    endings = {media: kind for kind, media in MEDIA_TYPES.items()}
    ending = endings.get(part.get_content_type(), "bin")
    name = base_name(repair_text(part.get_filename() or f"tep-{number}.{ending}")[0])
    content_id = str(part.get("Content-ID", "")).strip("<> ")
    try:
        kind = other_kind(name, data)
    except UploadRefused:  # damaged or locked: it is said when it would be the main text
        kind = ending_kind(name) or "broken"
    return Attachment(name, data, kind, content_id)


def _main_attachment(message: Message) -> Attachment | None:
    """Return the attachment that is the document, when the body is only a cover note."""
    if len(message.note) > _LONGEST_NOTE:
        return None
    texts = [part for part in message.attachments if part.kind in CONVERTIBLE - _NOT_TEXT]
    return min(texts, key=lambda part: _PREFERENCE.index(part.kind), default=None)


def _choice(message: Message, main: Attachment | None) -> tuple[NotCarried, ...]:
    """Say so when another attachment could have been meant."""
    same = [part for part in message.attachments if main and part.kind == main.kind]
    return (NotCarried("MAIN_TEXT_CHOSEN", main.name),) if main and len(same) > 1 else ()


def _from_attachment(source: Source, main: Attachment, read_one: ReadOne) -> Draft:
    draft = read_one(replace(source, filename=main.name, data=main.data))
    return replace(draft, original=carried(main.name, main.data, main.kind))


def _from_body(message: Message) -> Draft:
    if not message.html:
        return Draft(plain.to_html(message.note), spare_title=message.headers["subject"])
    draft = webpage.from_html(message.html)
    pictures = {
        f"cid:{part.content_id}": RawPicture(part.data, part.name)
        for part in message.attachments
        if part.content_id and part.kind in PICTURES
    }
    return replace(draft, pictures=pictures, spare_title=message.headers["subject"])


def _is_used(part: Attachment, draft: Draft) -> bool:
    return bool(part.content_id) and f"cid:{part.content_id}" in draft.html


def _said_in_note(note: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in note.splitlines():
        found |= from_named_line(line, found)
    return found


def _carry(
    parts: list[Attachment], source: Source
) -> tuple[tuple[CarriedFile, ...], list[NotCarried]]:
    files: list[CarriedFile] = []
    lost: list[NotCarried] = []
    for part in parts:
        if part.kind in PICTURES:
            picture = re_encode(RawPicture(part.data, part.name), source.limits)
            if isinstance(picture, NotCarried):
                lost.append(picture)
            else:
                files.append(
                    CarriedFile(picture.file_name, part.name, picture.media_type, picture.data)
                )
        elif part.kind in MEDIA_TYPES and part.kind not in {"eml", "doc"}:
            files.append(carried(part.name, part.data, part.kind))
        else:
            lost.append(NotCarried("ATTACHMENT_REFUSED", f"{part.name} ({part.kind})"))
    return tuple(files), lost
