"""Pictures: kept when PDF/A takes them, converted when not, refused when they are none."""

import io

import pytest
from PIL import Image, ImageCms

from archive.printing.pictures import UnreadablePicture, printable_picture
from tests.archive.printing.samples import picture


@pytest.mark.parametrize(
    ("mode", "kind"), [("RGB", "JPEG"), ("L", "JPEG"), ("RGB", "PNG"), ("L", "PNG"), ("P", "PNG")]
)
def test_picture_that_fits_is_kept_byte_for_byte(mode, kind):
    data = picture(mode, kind)

    assert printable_picture(data) == (data, f"image/{kind.lower()}")


@pytest.mark.parametrize(
    ("mode", "kind", "becomes"),
    [
        ("CMYK", "JPEG", "RGB"),
        ("RGBA", "PNG", "RGBA"),
        ("LA", "PNG", "RGBA"),
        ("I;16", "PNG", "RGB"),
        ("P", "GIF", "RGB"),
        ("RGB", "WEBP", "RGB"),
        ("RGB", "TIFF", "RGB"),
    ],
)
def test_picture_of_another_kind_becomes_a_plain_png(mode, kind, becomes):
    data, media_type = printable_picture(picture(mode, kind))

    with Image.open(io.BytesIO(data)) as result:
        assert (media_type, result.format, result.mode) == ("image/png", "PNG", becomes)


def test_picture_with_a_colour_profile_is_converted_and_loses_it():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    data, _ = printable_picture(picture(icc_profile=profile))

    with Image.open(io.BytesIO(data)) as result:
        assert "icc_profile" not in result.info


def test_picture_with_a_damaged_colour_profile_is_still_printed():
    data, _ = printable_picture(picture(icc_profile=b"nonsense"))

    with Image.open(io.BytesIO(data)) as result:
        assert result.mode == "RGB"


def test_picture_lying_on_its_side_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6

    data, _ = printable_picture(picture("RGB", "JPEG", size=(60, 40), exif=exif))

    with Image.open(io.BytesIO(data)) as result:
        assert result.size == (40, 60)


def test_picture_larger_than_paper_needs_is_made_smaller():
    data, _ = printable_picture(picture(size=(4000, 100)))

    with Image.open(io.BytesIO(data)) as result:
        assert result.size == (2400, 60)


@pytest.mark.parametrize("data", [b"", b"no picture", picture()[:40], b"<svg/>"])
def test_bytes_that_are_no_picture_are_refused(data):
    with pytest.raises(UnreadablePicture):
        printable_picture(data)


def test_picture_of_too_many_pixels_is_refused():
    with pytest.raises(UnreadablePicture, match="too many pixels"):
        printable_picture(picture("1", size=(10_000, 5_001)))
