"""Rules about numbers, dates and personal data: they warn, people decide."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from approvals.rules.facts import ContentFacts
from approvals.rules.markup import parse
from approvals.rules.violation import Violation

_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_FOUNDING = date(1945, 9, 2)
_LONGEST_WAIT = timedelta(days=5 * 366)

# Decree 30/2020/NĐ-CP: 05/QĐ-UBND, 39/2023/QĐ-UBND; party organs write 12-NQ/TU.
_SYMBOL = r"[A-ZĐ][A-Za-zÀ-ỹĐđ0-9]*(?:[-&.][A-ZĐ][A-Za-zÀ-ỹĐđ0-9]*)*"
_NUMBER = re.compile(rf"(?:0[1-9]|[1-9]\d+)[a-zđ]?(?:/\d{{4}})?(?:/{_SYMBOL}|-{_SYMBOL}/{_SYMBOL})")

_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
_OFFICIAL_MAIL = re.compile(r"(?:^|\.)(?:gov|edu|mil)\.vn$|(?:^|\.)dcs\.vn$")
_SPACE = r"[ .\u00a0-]?"
_MOBILE = re.compile(rf"(?<![\d/])(?:\+?84|0){_SPACE}[35789](?:{_SPACE}\d){{8}}(?![\d/])")
_CITIZEN_ID = re.compile(
    r"(?:CCCD|CMND|CMTND|căn cước|chứng minh nhân dân|định danh cá nhân)"
    r"\D{0,40}?(?:\d{12}|\d{9})(?!\d)",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"(?:số tài khoản|STK|tài khoản số)\D{0,20}?\d{6,19}(?!\d)", re.IGNORECASE)


def number_malformed(facts: ContentFacts) -> Iterator[Violation]:
    """A document's number looks like one: 05/QĐ-UBND (Decree 30/2020, Annex I)."""
    number = facts.number.strip()
    if number and not _NUMBER.fullmatch(number):
        yield Violation("NUMBER_MALFORMED", "number", {"number": number})


def date_implausible(facts: ContentFacts) -> Iterator[Violation]:
    """A document is issued after 1945 and not in the future, and takes effect from then on."""
    today = facts.now.astimezone(_VIETNAM).date()
    issued = _parsed(facts.issued_on)
    effective = _parsed(facts.effective_on)
    if facts.issued_on and not (issued and _FOUNDING <= issued <= today):
        yield Violation("DATE_IMPLAUSIBLE", "issued_on", {"date": facts.issued_on})
    if facts.effective_on and not _follows(effective, issued):
        yield Violation("DATE_IMPLAUSIBLE", "effective_on", {"date": facts.effective_on})


def personal_data_suspected(facts: ContentFacts) -> Iterator[Violation]:
    """Private persons' identifiers do not slip online; agencies' own contacts may stand."""
    text = "\n".join((facts.title, facts.summary, parse(facts.body_html).text()))
    private_mail = [m for m in _MAIL.findall(text) if not _OFFICIAL_MAIL.search(m.lower())]
    found = {
        "citizen_id": len(_CITIZEN_ID.findall(text)),
        "phone": len(_MOBILE.findall(text)),
        "email": len(private_mail),
        "bank_account": len(_ACCOUNT.findall(text)),
    }
    for kind, count in found.items():
        if count:
            yield Violation("PERSONAL_DATA_SUSPECTED", "body", {"kind": kind, "count": count})


def _parsed(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _follows(effective: date | None, issued: date | None) -> bool:
    if effective is None:
        return False
    return issued is None or issued <= effective <= issued + _LONGEST_WAIT
