import pytest

from publishing.rendering import addresses
from tests.publishing.rendering.facts import DOCUMENT


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Đường Trần Hưng Đạo", "duong-tran-hung-dao"),
        ("39/2023/QĐ-UBND: Ưu tiên", "39-2023-qd-ubnd-uu-tien"),
        ("  «Nước» & rừng  ", "nuoc-rung"),
        ("日本語", ""),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_slug_of_a_title_is_plain_ascii(title, expected):
    assert addresses.slug(title) == expected


def test_slug_of_a_decomposed_title_equals_that_of_the_composed_one():
    assert addresses.slug("Tie\u0302\u0301ng Vie\u0323\u0302t") == "tieng-viet"


def test_slug_of_a_long_title_ends_at_a_word_within_80_characters():
    cut = addresses.slug("nghiệp vụ " * 40)

    assert len(cut) <= 80
    assert cut.endswith(("nghiep", "vu"))


def test_slug_of_one_endless_word_is_cut_at_80():
    assert addresses.slug("a" * 10_000) == "a" * 80


def test_item_address_names_category_slug_and_document():
    address = addresses.item_address(category="news", title="Nước sạch", document_id=DOCUMENT)

    assert address == "news/nuoc-sach-0b5c7a52/"


def test_item_address_of_a_title_without_letters_keeps_the_document():
    address = addresses.item_address(category="news", title="日本", document_id=DOCUMENT)

    assert address == "news/0b5c7a52/"


def test_item_address_in_another_language_stands_below_it():
    address = addresses.item_address(
        category="news", title="Clean water", document_id=DOCUMENT, language="en"
    )

    assert address == "en/news/clean-water-0b5c7a52/"


@pytest.mark.parametrize(
    ("address", "root", "file"),
    [
        ("", "./", "index.html"),
        ("en/", "../", "en/index.html"),
        ("news/page/3/", "../../../", "news/page/3/index.html"),
        ("feed.xml", "./", "feed.xml"),
    ],
)
def test_root_and_file_of_an_address(address, root, file):
    assert (addresses.root_from(address), addresses.file_of(address)) == (root, file)
