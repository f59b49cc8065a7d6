import pytest

from publishing.searching.typing import variants


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("boa", "bao"),
        ("phpé", "phep"),
        ("đấtt", "dat"),
        ("nuowcs", "nuoc"),
        ("vieen", "vien"),
        ("dungj", "dung"),
    ],
)
def test_one_slip_or_left_over_telex_keys_are_mended(typed, meant):
    assert meant in variants(typed)


def test_numbers_and_very_long_words_are_left_alone():
    assert variants("2026") == variants("a" * 40) == variants("x'|y") == []
