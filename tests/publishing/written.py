"""A page for the site writer, and what stands on the disk afterwards."""

import gzip
from pathlib import Path

import brotli

from publishing import site_writer

PAGE = "news/nuoc-0b5c7a52/index.html"
OLD, NEW = b"<p>old</p>" * 50, b"<p>new</p>" * 70


def said_by(path):
    """Return what each encoding that is there says."""
    readers = {
        path: bytes,
        path.with_name(path.name + ".br"): brotli.decompress,
        path.with_name(path.name + ".gz"): gzip.decompress,
    }
    return {one.suffix: read(one.read_bytes()) for one, read in readers.items() if one.exists()}


def names_below(root):
    return sorted(
        one.relative_to(root).as_posix()
        for one in root.rglob("*")
        if one.is_file() and site_writer.LOCKS not in one.parts
    )


def everything_below(root: Path) -> str:
    """Return the text of every page, feed and list below a folder, hidden ones too."""
    names = [path for kind in ("html", "xml", "txt") for path in root.rglob(f"*.{kind}")]
    return "\n".join(path.read_text("utf-8") for path in names)
