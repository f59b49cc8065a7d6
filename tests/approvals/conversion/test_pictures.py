import io

import pytest
from PIL import Image

from approvals.conversion import Limits, NotCarried, Picture
from approvals.conversion.names import slug, stored_name
from approvals.conversion.pictures import from_data_address, re_encode
from approvals.conversion.shapes import RawPicture
from tests.approvals.conversion.building import picture

LIMITS = Limits()


@pytest.mark.parametrize(
    ("kind", "mode", "media_type", "ending"),
    [
        ("PNG", "RGBA", "image/png", ".png"),
        ("JPEG", "RGB", "image/jpeg", ".jpg"),
        ("GIF", "P", "image/gif", ".gif"),
        ("WEBP", "RGB", "image/webp", ".webp"),
        ("BMP", "RGB", "image/png", ".png"),
        ("TIFF", "CMYK", "image/png", ".png"),
        ("JPEG", "CMYK", "image/jpeg", ".jpg"),
        ("PNG", "I;16", "image/png", ".png"),
    ],
)
def test_picture_is_re_encoded_in_a_kept_format(kind, mode, media_type, ending):
    found = re_encode(RawPicture(picture(kind, mode=mode), "Ảnh đẹp.xyz", "Mô tả"), LIMITS)

    assert isinstance(found, Picture)
    assert (found.media_type, found.alt_text) == (media_type, "Mô tả")
    assert found.file_name.endswith(f"-anh-dep{ending}")
    with Image.open(io.BytesIO(found.data)) as image:
        assert image.mode in {"RGB", "RGBA", "P", "L"}


def test_picture_metadata_is_gone_and_the_turn_applied():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = "bí mật của máy ảnh"
    found = re_encode(RawPicture(picture("JPEG", (60, 40), exif=exif)), LIMITS)

    with Image.open(io.BytesIO(found.data)) as image:
        assert image.size == (40, 60)
        assert not image.getexif()


def test_picture_large_one_is_made_smaller_and_huge_one_refused():
    data = picture(size=(300, 100))

    smaller = re_encode(RawPicture(data), Limits(picture_side=150))
    refused = re_encode(RawPicture(data, "a.png"), Limits(picture_pixels=1_000))

    with Image.open(io.BytesIO(smaller.data)) as image:
        assert image.size == (150, 50)
    assert refused == NotCarried("PICTURE_TOO_LARGE", "a.png (300×100)")


@pytest.mark.parametrize("data", [b"", b"khong phai hinh", picture()[:40], b"\xd7\xcd\xc6\x9a wmf"])
def test_picture_unreadable_is_reported(data):
    assert re_encode(RawPicture(data, "a.wmf"), LIMITS) == NotCarried("PICTURE_FORMAT", "a.wmf")


def test_data_address_only_pictures_count():
    assert from_data_address("data:image/png;base64,QUJD") == b"ABC"
    assert from_data_address("data:image/svg+xml,%3Csvg/%3E") == b"<svg/>"
    assert from_data_address("data:text/html;base64,QUJD") is None
    assert from_data_address("data:image/png;base64,Q") is None


def test_names_are_ascii_and_carry_the_digest():
    assert slug("Đề án Cây Xanh (bản 2)") == "de-an-cay-xanh-ban-2"
    assert slug("†") == "tep"
    assert stored_name(b"abc", "C:\\tệp\\Ảnh 1.PNG", "png") == "ba7816bf8f01-anh-1.png"
