"""The portal's style, script, fonts and pictures, named by their content."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import core

FINGERPRINT_LENGTH = 10
SHARED = Path(core.__file__).parent / "static" / "duyet"
OWN = Path(__file__).parent / "static" / "portal"
# One request for the style: the shared tokens come first, then the portal's own rules.
STYLE = (SHARED / "tokens.css", OWN / "portal.css")
PLAIN = (
    SHARED / "fonts" / "be-vietnam-pro-400.woff2",
    SHARED / "fonts" / "be-vietnam-pro-600.woff2",
    OWN / "drum.svg",
    OWN / "icon.svg",
    OWN / "portal.js",
    OWN / "suggest.js",
)

_URL = re.compile(r'url\("(?:[^"()]*/)?([^"/()]+)"\)')


@dataclass(frozen=True)
class PortalAssets:
    """`names` maps logical to published names; `files` maps published names to bytes."""

    names: Mapping[str, str]
    files: Mapping[str, bytes]


@cache
def portal_assets() -> PortalAssets:
    """Return the assets; read once in the life of the process."""
    plain = {path.name: path.read_bytes() for path in PLAIN}
    names = {name: fingerprinted(name, data) for name, data in plain.items()}
    style = "\n".join(path.read_text("utf-8") for path in STYLE)
    named = _URL.sub(lambda found: f'url("{names[found[1]]}")', _without_comments(style)).encode()
    names["portal.css"] = fingerprinted("portal.css", named)
    files = {names[name]: data for name, data in plain.items()} | {names["portal.css"]: named}
    return PortalAssets(MappingProxyType(names), MappingProxyType(files))


def fingerprinted(name: str, data: bytes) -> str:
    """Return `name` with the start of the SHA-256 of `data` before its extension."""
    stem, _, extension = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(data).hexdigest()[:FINGERPRINT_LENGTH]}.{extension}"


def _without_comments(style: str) -> str:
    """Comments are for those who maintain the style; readers do not pay for them."""
    return re.sub(r"\n\s+", "\n", re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL))
