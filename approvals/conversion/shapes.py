"""What goes into a conversion and what comes out of it."""

from collections.abc import Callable
from dataclasses import dataclass, field

Progress = Callable[[int, int], None]

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What one upload may be; settings override it."""

    file_bytes: int = 100 * MEGABYTE
    text_bytes: int = 5 * MEGABYTE
    unpacked_bytes: int = 400 * MEGABYTE
    unpack_ratio: int = 200
    picture_pixels: int = 50_000_000
    picture_side: int = 2_400
    mail_depth: int = 3


@dataclass(frozen=True)
class Source:
    """One file as it was handed in, and how large it may be."""

    filename: str
    data: bytes
    limits: Limits = Limits()
    progress: Progress | None = None


@dataclass(frozen=True)
class NotCarried:
    """Something of the file that the HTML does not hold; the words stand in `wording`."""

    code: str
    detail: str = ""


@dataclass(frozen=True)
class Repair:
    """Something that was put right on the way, and how often."""

    code: str
    count: int = 1
    detail: str = ""


@dataclass(frozen=True)
class RawPicture:
    """A picture as a reader found it, before it is re-encoded."""

    data: bytes
    original_name: str = ""
    alt_text: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture as it will be published; the HTML names it `attachments/<file_name>`."""

    file_name: str
    original_name: str
    media_type: str
    data: bytes
    alt_text: str


@dataclass(frozen=True)
class CarriedFile:
    """A file that came along and is published beside the text, unchanged."""

    file_name: str
    original_name: str
    media_type: str
    data: bytes


@dataclass(frozen=True)
class Draft:
    """What a reader hands on: HTML of the file's own making, not yet tidied or sanitised."""

    html: str
    title: str = ""
    spare_title: str = ""  # when neither the file nor its text names one
    last_title: str = ""  # before the name of the file has to do
    metadata: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, RawPicture] = field(default_factory=dict)  # by the src in the HTML
    files: tuple[CarriedFile, ...] = ()
    original: CarriedFile | None = None
    not_carried: tuple[NotCarried, ...] = ()
    repairs: tuple[Repair, ...] = ()
    words: str = ""  # the text that must not get lost, where the HTML itself does not tell


@dataclass(frozen=True)
class Converted:
    """A file as clean HTML (from h2 down), with what belongs to it and what was lost or repaired.

    `metadata` may hold number, issued_on (ISO), effective_on, summary, source_name, source_url,
    author_name, issuer, signer; from e-mail also sender, sender_name, subject, sent_at, cover_note.
    `original` is the file whose text became the body (of an e-mail: the attachment, if it was one).
    """

    kind: str
    html: str
    title: str
    metadata: dict[str, str]
    pictures: tuple[Picture, ...]
    files: tuple[CarriedFile, ...]
    original: CarriedFile | None
    not_carried: tuple[NotCarried, ...]
    repairs: tuple[Repair, ...]
