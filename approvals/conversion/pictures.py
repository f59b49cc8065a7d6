"""Pictures: re-encoded without metadata, in sRGB, within limits; anything else is not a picture."""

import base64
import binascii
import io
import re
from urllib.parse import unquote_to_bytes

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError
from PIL.Image import Image as Pixels

from approvals.conversion.names import base_name, stored_name
from approvals.conversion.shapes import Limits, NotCarried, Picture, RawPicture

_KEPT = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}
_MODES = {"PNG": {"1", "L", "LA", "P", "RGB", "RGBA"}, "JPEG": {"L", "RGB"}}
_SETTINGS: dict[str, dict[str, int | bool]] = {
    "JPEG": {"quality": 88, "optimize": True, "progressive": True},
    "PNG": {"optimize": False},
    "WEBP": {"quality": 88},
}
_DATA_ADDRESS = re.compile(r"data:([\w/+.-]*)((?:;[\w=.-]+)*),(.*)", re.DOTALL)
_BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError)


def re_encode(raw: RawPicture, limits: Limits) -> Picture | NotCarried:
    """Return the picture as it will be published, or why it cannot be.

    Too many pixels, unreadable and vector formats are reported, never raised.
    """
    name = base_name(raw.original_name) or "hinh"
    try:
        with Image.open(io.BytesIO(raw.data)) as image:
            if image.width * image.height > limits.picture_pixels:
                return NotCarried("PICTURE_TOO_LARGE", f"{name} ({image.width}×{image.height})")
            kind = image.format if image.format in _KEPT else "PNG"
            data = _encoded(image, kind, limits.picture_side)
    except Image.DecompressionBombError:
        return NotCarried("PICTURE_TOO_LARGE", name)
    except _BROKEN:
        return NotCarried("PICTURE_FORMAT", name)
    ending = _KEPT[kind]
    media_type = f"image/{kind.lower()}"
    return Picture(stored_name(data, name, ending), name, media_type, data, raw.alt_text)


def from_data_address(address: str) -> bytes | None:
    """Return the bytes of a `data:` address, or None when it holds no picture."""
    match = _DATA_ADDRESS.fullmatch(address.strip())
    if match is None or not match.group(1).startswith("image/"):
        return None
    if ";base64" not in match.group(2):
        return unquote_to_bytes(match.group(3))
    try:
        return base64.b64decode(match.group(3))
    except (binascii.Error, ValueError):
        return None


def _encoded(image: Pixels, kind: str, longest_side: int) -> bytes:
    out = io.BytesIO()
    if kind == "GIF":  # may move: kept frame by frame, comments fall away
        image.save(out, "GIF", save_all=getattr(image, "n_frames", 1) > 1, comment=b"")
        return out.getvalue()
    upright = _in_srgb(ImageOps.exif_transpose(image))
    upright.thumbnail((longest_side, longest_side))
    bare = upright.copy()
    bare.info = {}
    bare.save(out, kind, **_SETTINGS[kind])
    return out.getvalue()


def _in_srgb(image: Pixels) -> Pixels:
    """Return the pixels in a mode that every browser and PDF/A know."""
    profile = image.info.get("icc_profile")
    if profile and image.mode in {"RGB", "CMYK"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(
                image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError):
            return image.convert("RGB")
        return converted or image.convert("RGB")
    if image.mode in _MODES["PNG" if image.format == "PNG" else "JPEG"]:
        return image
    has_alpha = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
    return image.convert("RGBA" if has_alpha and image.format != "JPEG" else "RGB")
