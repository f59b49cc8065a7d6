"""How large the pictures of an item are, so that a page keeps their place while they load."""

from functools import lru_cache
from io import BytesIO
from typing import Any

from PIL import Image, UnidentifiedImageError

from approvals.services import files

REMEMBERED = 4096
Size = tuple[int, int]


def picture_sizes(content: Any) -> dict[str, Size]:
    """Return width and height by file name; a file that is no readable picture has none.

    Read from the stored file: the approved content, and with it the content hash, stays as it is.
    """
    pictures = [one for one in content["attachments"] if one["media_type"].startswith("image/")]
    sizes = {one["file_name"]: _size_of(one["sha256"]) for one in pictures}
    return {name: size for name, size in sizes.items() if size}


@lru_cache(maxsize=REMEMBERED)
def _size_of(sha256: str) -> Size | None:
    try:
        with Image.open(BytesIO(files.read(sha256))) as picture:
            return picture.size
    except (UnidentifiedImageError, Image.DecompressionBombError):
        return None
