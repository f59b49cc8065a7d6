from datetime import UTC, date, datetime

import pytest

from publishing.rendering import formats

LATE = datetime(2026, 7, 21, 20, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "language", "expected"),
    [
        ("", "vi", ""),
        ("2026-07-01", "vi", "01/07/2026"),
        (date(2026, 7, 1), "en", "1 July 2026"),
        (LATE, "vi", "22/07/2026"),
    ],
)
def test_day_is_said_in_vietnam_and_in_the_language(value, language, expected):
    assert formats.day(value, language) == expected


def test_moment_has_the_time_of_day_in_vietnam():
    assert formats.moment(LATE, "vi") == "03:30, 22/07/2026"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (LATE, "2026-07-22T03:30:00+07:00"),
        ("2026-07-01", "2026-07-01"),
        (date(2026, 7, 1), "2026-07-01"),
    ],
)
def test_machine_time_is_iso(value, expected):
    assert formats.machine_time(value) == expected


@pytest.mark.parametrize(
    ("value", "language", "expected"),
    [
        (812, "vi", "812 B"),
        (34_900, "vi", "34 KB"),
        (1_300_000, "vi", "1,2 MB"),
        (1_300_000, "en", "1.2 MB"),
    ],
)
def test_size_is_short(value, language, expected):
    assert formats.size(value, language) == expected


@pytest.mark.parametrize(
    ("media_type", "name", "expected"),
    [
        ("application/pdf", "a.pdf", "PDF"),
        ("image/png", "a.png", "Ảnh PNG"),
        ("text/csv", "a.csv", "CSV"),
    ],
)
def test_kind_is_a_word_readers_know(media_type, name, expected):
    assert formats.kind(media_type, name) == expected


def test_without_controls_keeps_text_and_line_breaks():
    assert formats.without_controls("a\x00b\x1b\nc") == "ab\nc"
