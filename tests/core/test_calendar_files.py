"""Reading calendars: what each format says, and every wrong line by its number."""

from datetime import date, time

import pytest

from core.calendar_files import CalendarFileInvalid, Day, Hours, read_calendar

TOML = """
[[year]]
year = 2028
status = "expected"
source = "Bộ luật Lao động"
days = [
  { from = 2028-01-25, to = 2028-01-27, kind = "holiday", vi = "Tết", en = "Tết" },
]
[[unit]]
code = "xa-an-binh"
days = [{ from = 2028-03-01, kind = "closed", vi = "Nghỉ" }]
hours = [{ weekday = "saturday", opens = "07:30", closes = "11:30", from = 2028-01-01 }]
"""
CSV = "from;to;kind;vi\n30/04/2028;01/05/2028;holiday;Lễ\n06/05/2028;;makeup;Làm bù\n"
WRONG = """from,kind,vi
2028-02-30,holiday,A
2028-03-01,party,B
2028-03-02,holiday,C
2028-03-02,holiday,D
2028-03-03,holiday,
"""
ICS = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//x//y//\r
BEGIN:VEVENT\r
UID:1\r
DTSTAMP:20270101T000000Z\r
DTSTART;VALUE=DATE:20280430\r
DTEND;VALUE=DATE:20280502\r
SUMMARY:Nghỉ lễ\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:2\r
DTSTAMP:20270101T000000Z\r
DTSTART;VALUE=DATE:20280506\r
SUMMARY:Làm bù ngày 2/5\r
END:VEVENT\r
END:VCALENDAR\r
"""


def test_read_calendar_toml_gives_days_of_ranges_and_hours_of_units():
    found = read_calendar("2028.toml", TOML.encode())

    assert [(day.day, day.decided, day.unit) for day in found.days] == [
        (date(2028, 1, 25), False, ""),
        (date(2028, 1, 26), False, ""),
        (date(2028, 1, 27), False, ""),
        (date(2028, 3, 1), True, "xa-an-binh"),
    ]
    assert found.hours == (Hours("xa-an-binh", 5, time(7, 30), time(11, 30), date(2028, 1, 1)),)


def test_read_calendar_csv_takes_days_as_people_write_them():
    found = read_calendar("lich.csv", b"\xef\xbb\xbf" + CSV.encode())

    assert found.days == (
        Day(date(2028, 4, 30), "holiday", "Lễ"),
        Day(date(2028, 5, 1), "holiday", "Lễ"),
        Day(date(2028, 5, 6), "makeup", "Làm bù"),
    )


def test_read_calendar_ics_ends_the_day_before_and_knows_make_up_days():
    found = read_calendar("lich.ics", ICS.encode())

    assert [(day.day, day.kind) for day in found.days] == [
        (date(2028, 4, 30), "holiday"),
        (date(2028, 5, 1), "holiday"),
        (date(2028, 5, 6), "makeup"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "problems"),
    [
        (
            "x.csv",
            WRONG,
            [
                "dòng 2: “2028-02-30” không phải ngày",
                "dòng 3: loại “party” không có; dùng: holiday, lieu, swap, makeup, closed",
                "dòng 5: ngày 02/03/2028 đã có ở trên",
                "dòng 6: thiếu “vi”",
            ],
        ),
        ("x.toml", "", ["Tệp không có ngày nào."]),
        ("x.xlsx", "", ["Chỉ nhận tệp .toml, .csv hoặc .ics."]),
        (
            "x.toml",
            '[[unit]]\ncode = "a"\nhours = [{ weekday = "caturday", opens = "7:30" }]',
            ["[[unit]] a, hours 1: Invalid isoformat string: '7:30'"],
        ),
    ],
)
def test_read_calendar_names_every_wrong_line(name, content, problems):
    with pytest.raises(CalendarFileInvalid) as refused:
        read_calendar(name, content.encode())

    assert refused.value.problems == problems


@pytest.mark.parametrize("name", ["x.toml", "x.csv", "x.ics"])
def test_read_calendar_broken_text_is_refused_with_a_reason(name):
    with pytest.raises(CalendarFileInvalid, match="Không đọc được tệp"):
        read_calendar(name, b"\xff\xfe[[")
