"""What the archive font lacks is replaced, and never silently."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.printing.glyphs import covered, printable

VIETNAMESE = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"


def test_font_covers_every_vietnamese_letter():
    assert set(VIETNAMESE + VIETNAMESE.upper() + "₫–—“”…•€²³°×") <= covered()


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Tiếng Việt, 25 °C — 1.000 ₫", "Tiếng Việt, 25 °C — 1.000 ₫"),
        (unicodedata.normalize("NFD", "Quỳnh Ngưỡng"), "Quỳnh Ngưỡng"),
        ("✓ ☑ ☐", "√ [x] [ ]"),
        ("Ⅳ ① ＡＢ", "IV 1 AB"),
        ("a\u200bb\u202ec\ufeff\u00add", "abcd"),
        ("\uf0b7 mục", "• mục"),
        ("\u2003\u3000x", "\u2003 x"),
        ("tốt 😀!", "tốt [U+1F600]!"),
        ("中文", "[U+4E2D U+6587]"),
        ("中✓文", "[U+4E2D]√[U+6587]"),
        ("❤️", "[U+2764]"),
    ],
)
def test_text_is_printed_in_characters_of_the_font(text, printed):
    assert printable(text) == printed


@given(st.text())
def test_any_text_becomes_printable_and_stays_so(text):
    once = printable(text)

    assert set(once) <= covered() | set("\n\t\r ")
    assert printable(once) == once
