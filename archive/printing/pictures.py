"""Pictures made fit for PDF/A: decoded, upright, sRGB, of a size that paper can show."""

import io

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

MAX_PIXELS = 50_000_000
MAX_EDGE = 2400  # 165 mm of text width at 370 dpi
ORIENTATION = 0x0112
KEPT_MODES = {"JPEG": ("RGB", "L"), "PNG": ("RGB", "L", "P", "1")}


class UnreadablePicture(ValueError):  # noqa: N818
    """The bytes are no picture, or too large a one to print."""


def printable_picture(data: bytes) -> tuple[bytes, str]:
    """Return bytes and media type of the picture as PDF/A accepts it; unchanged if it does."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise UnreadablePicture("too many pixels")
            if _fits(picture):
                picture.load()
                return data, f"image/{(picture.format or '').lower()}"
            return _as_png(_to_srgb(picture)), "image/png"
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
    ) as error:
        raise UnreadablePicture(str(error)) from error


def _fits(picture: Image.Image) -> bool:
    return (
        picture.mode in KEPT_MODES.get(picture.format or "", ())
        and max(picture.size) <= MAX_EDGE
        and picture.getexif().get(ORIENTATION, 1) == 1
        and "transparency" not in picture.info
        and "icc_profile" not in picture.info
        and getattr(picture, "n_frames", 1) == 1
    )


def _to_srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    upright: Image.Image = ImageOps.exif_transpose(picture)
    upright.thumbnail((MAX_EDGE, MAX_EDGE))
    if profile and upright.mode in ("RGB", "CMYK"):
        return _through_profile(upright, profile)
    has_alpha = "A" in upright.mode or "transparency" in upright.info
    return upright.convert("RGBA" if has_alpha else "RGB")


def _through_profile(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(picture, source, target, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):  # a damaged profile: the plain conversion still shows it
        return picture.convert("RGB")
    return converted or picture.convert("RGB")


def _as_png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.info.clear()
    picture.save(buffer, "PNG")
    return buffer.getvalue()
