"""The compressed copies of a text: Brotli and gzip, the same bytes each time."""

import gzip
from pathlib import Path

import brotli  # type: ignore[import-untyped]

COMPRESSED_TYPES = frozenset({".html", ".xml", ".css", ".js", ".svg", ".json", ".txt"})
# Measured on item pages: Brotli 5 packs within 11 % of 11 at a fiftieth of its time; gzip is for
# the few readers left (ADR 0012).
PAGE_QUALITY = 5
GZIP_LEVEL = 4


def compressed_copies(path: Path, data: bytes, quality: int = 0) -> dict[Path, bytes]:
    """Return the copies that belong beside `path`; none for what is packed already."""
    if path.suffix not in COMPRESSED_TYPES:
        return {}
    packed = brotli.compress(data, mode=brotli.MODE_TEXT, quality=quality or PAGE_QUALITY)
    zipped = gzip.compress(data, compresslevel=GZIP_LEVEL, mtime=0)
    return {path.with_name(f"{path.name}.br"): packed, path.with_name(f"{path.name}.gz"): zipped}


def decompressed(copy: Path) -> bytes:
    """Return the text of a compressed copy."""
    data = copy.read_bytes()
    return brotli.decompress(data) if copy.suffix == ".br" else gzip.decompress(data)
