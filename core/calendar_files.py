"""Reading a calendar from a file: TOML as shipped, CSV from a spreadsheet, ICS from a calendar.

A file holds the whole of each year it names: what stood there before for that year, for all
agencies or for the unit named, is replaced.
"""

import csv
import io
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext
from icalendar import Calendar

KINDS = ("holiday", "lieu", "swap", "makeup", "closed")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LONGEST = 60
MAKEUP_WORD = "làm bù"


class CalendarFileInvalid(Exception):  # noqa: N818
    """The file cannot be taken: every line with what is wrong there."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems))


@dataclass(frozen=True)
class Day:
    """A day of the file; without a unit it holds for all agencies."""

    day: date
    kind: str
    vi: str
    en: str = ""
    source: str = ""
    decided: bool = True
    unit: str = ""


@dataclass(frozen=True)
class Hours:
    """A unit's hours of one weekday."""

    unit: str
    weekday: int
    opens: time
    closes: time
    first_day: date
    last_day: date | None = None


@dataclass(frozen=True)
class CalendarFile:
    """What a file says: days, and the weekly hours of units."""

    name: str
    days: tuple[Day, ...]
    hours: tuple[Hours, ...] = ()


Row = tuple[str, dict[str, Any]]


def read_calendar(name: str, content: bytes) -> CalendarFile:
    """Return what the file says; raises CalendarFileInvalid with every problem by its line."""
    readers = {"toml": _toml, "csv": _csv, "ics": _ics}
    reader = readers.get(name.rpartition(".")[2].lower())
    if reader is None:
        raise CalendarFileInvalid([gettext("Chỉ nhận tệp .toml, .csv hoặc .ics.")])
    try:
        rows = list(reader(content))
    except (ValueError, csv.Error) as broken:  # what all three readers raise for broken text
        raise CalendarFileInvalid([gettext("Không đọc được tệp: %s") % broken]) from broken
    return _checked(name, rows)


def _checked(name: str, rows: list[Row]) -> CalendarFile:
    days: dict[tuple[str, date], Day] = {}
    hours: list[Hours] = []
    problems: list[str] = []
    for place, row in rows:
        try:
            if "weekday" in row:
                hours.append(_hours(row))
            else:
                _add(days, row)
        except KeyError as missing:
            said = {"place": place, "field": missing.args[0]}
            problems.append(gettext("%(place)s: thiếu “%(field)s”") % said)
        except ValueError as wrong:
            problems.append(f"{place}: {wrong}")
    if not problems and not days and not hours:
        problems.append(gettext("Tệp không có ngày nào."))
    if problems:
        raise CalendarFileInvalid(problems)
    return CalendarFile(name, tuple(days.values()), tuple(hours))


def _add(days: dict[tuple[str, date], Day], row: dict[str, Any]) -> None:
    for day in _days(row):
        if (day.unit, day.day) in days:
            raise ValueError(gettext("ngày %s đã có ở trên") % f"{day.day:%d/%m/%Y}")
        days[day.unit, day.day] = day


def _days(row: dict[str, Any]) -> Iterator[Day]:
    first, last = _date(row["from"]), _date(row.get("to") or row["from"])
    if not 0 <= (last - first).days < LONGEST:
        raise ValueError(gettext("ngày cuối phải sau ngày đầu, không quá %s ngày") % LONGEST)
    kind = str(row["kind"]).strip()
    if kind not in KINDS:
        raise ValueError(
            gettext("loại “%(kind)s” không có; dùng: %(kinds)s")
            % {"kind": kind, "kinds": ", ".join(KINDS)}
        )
    words = {key: str(row.get(key) or "").strip() for key in ("vi", "en", "source", "unit")}
    if not words["vi"]:
        raise KeyError("vi")
    decided = str(row.get("status") or "decided").strip() != "expected"
    for offset in range((last - first).days + 1):
        yield Day(first + timedelta(days=offset), kind, decided=decided, **words)


def _hours(row: dict[str, Any]) -> Hours:
    opens, closes = (time.fromisoformat(str(row[key]).strip()) for key in ("opens", "closes"))
    if closes < opens:
        raise ValueError(gettext("giờ đóng cửa trước giờ mở cửa"))
    weekday = str(row["weekday"]).strip().lower()
    if weekday not in WEEKDAYS:
        raise ValueError(gettext("thứ “%s” không có; dùng monday … sunday") % weekday)
    last = row.get("to")
    return Hours(
        str(row["unit"]).strip(),
        WEEKDAYS.index(weekday),
        opens,
        closes,
        _date(row["from"]),
        _date(last) if last else None,
    )


def _date(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    text = str(value).strip()
    try:
        return date.fromisoformat(text)
    except ValueError:
        try:
            return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007  a day has no zone
        except ValueError as wrong:
            raise ValueError(gettext("“%s” không phải ngày") % text) from wrong


def _toml(content: bytes) -> Iterator[Row]:
    data = tomllib.loads(content.decode("utf-8"))
    for year in data.get("year", []):
        shared = {key: year.get(key) for key in ("status", "source")}
        for number, row in enumerate(year.get("days", []), start=1):
            yield f"[[year]] {year.get('year')}, {number}", {**shared, **row}
    for unit in data.get("unit", []):
        code = {"unit": unit.get("code", "")}
        for key in ("days", "hours"):
            for number, row in enumerate(unit.get(key, []), start=1):
                yield f"[[unit]] {code['unit']}, {key} {number}", {**code, **row}


def _csv(content: bytes) -> Iterator[Row]:
    text = content.decode("utf-8-sig")
    dialect = csv.excel()
    dialect.delimiter = ";" if ";" in text.partition("\n")[0] else ","
    reader = csv.DictReader(io.StringIO(text), dialect=dialect)
    for row in reader:
        given = {key: value for key, value in row.items() if key and value}
        if given:
            yield gettext("dòng %s") % reader.line_num, given


def _ics(content: bytes) -> Iterator[Row]:
    for number, event in enumerate(Calendar.from_ical(content).walk("VEVENT"), start=1):
        summary = str(event.get("SUMMARY", ""))
        row: dict[str, Any] = {"vi": summary, "source": str(event.get("DESCRIPTION", ""))[:300]}
        row["kind"] = "makeup" if MAKEUP_WORD in summary.lower() else "holiday"
        if "DTSTART" in event:
            row["from"] = event.decoded("DTSTART")
            # The end of an event that lasts whole days is the day after (RFC 5545, 3.6.1).
            end = event.decoded("DTEND") if "DTEND" in event else None
            row["to"] = end - timedelta(days=1) if end and end > row["from"] else row["from"]
        yield gettext("sự kiện %(n)d (%(name)s)") % {"n": number, "name": summary}, row
