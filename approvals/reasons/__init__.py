"""The one catalogue of words: for every code what is wrong, what to do, and the legal basis."""

from collections.abc import Mapping
from typing import Any

from approvals.reasons.auditing import AUDITING
from approvals.reasons.checks import CHECKS
from approvals.reasons.exchange import EXCHANGE
from approvals.reasons.grounds import GROUNDS
from approvals.reasons.machinery import MACHINERY
from approvals.reasons.model import Ground, Reason, Wording
from approvals.reasons.offices import OFFICES
from approvals.reasons.own import OWN
from approvals.reasons.refusals import REFUSALS
from approvals.reasons.releases import RELEASES
from approvals.reasons.reorganising import REORGANISING
from approvals.reasons.requests import REQUESTS
from approvals.reasons.signatures import SIGNATURES
from approvals.reasons.sites import SITES
from approvals.reasons.titles import TITLES
from approvals.reasons.uploads import UPLOADS

__all__ = [
    "CATALOGUE",
    "GROUNDS",
    "Ground",
    "Reason",
    "Wording",
    "fix",
    "message",
    "reason",
    "title",
]

_ENTRIES = (
    *EXCHANGE,
    *SITES,
    *REORGANISING,
    *CHECKS,
    *REFUSALS,
    *REQUESTS,
    *UPLOADS,
    *MACHINERY,
    *OFFICES,
    *AUDITING,
    *OWN,
    *RELEASES,
    *SIGNATURES,
)
CATALOGUE: dict[str, Reason] = {entry.code: entry for entry in _ENTRIES}

_UNKNOWN = "REFUSED"
_OWN = "OWN_"
_MEGABYTE = 1024 * 1024
_SIZES = ("limit", "size")
# Values that are words of the product themselves, as people read them.
_VALUES: dict[str, dict[str, Wording]] = {
    "where": {
        "title": Wording("tiêu đề", "the title"),
        "file_name": Wording("tên tệp", "the file name"),
        "text": Wording("nội dung", "the text"),
    },
    "state": {
        "draft": Wording("bản nháp", "draft"),
        "submitted": Wording("đã gửi", "submitted"),
        "returned": Wording("trả lại để sửa", "returned"),
        "reviewed": Wording("đã thẩm định", "reviewed"),
        "approved": Wording("đã duyệt", "approved"),
        "published": Wording("đã đăng", "published"),
        "archived": Wording("đã lưu trữ", "archived"),
        "rejected": Wording("bị từ chối", "rejected"),
        "withdrawn": Wording("đã rút", "withdrawn"),
    },
    "kind": {
        "citizen_id": Wording("số định danh, căn cước", "citizen id"),
        "phone": Wording("số điện thoại di động", "mobile phone number"),
        "email": Wording("địa chỉ thư điện tử cá nhân", "private e-mail address"),
        "bank_account": Wording("số tài khoản ngân hàng", "bank account"),
    },
    "type": {
        "news": Wording("tin, bài", "news"),
        "legal_document": Wording("văn bản quy phạm pháp luật", "legal document"),
        "administrative_document": Wording("văn bản hành chính", "administrative document"),
        "announcement": Wording("thông báo", "announcement"),
        "guidance": Wording("hướng dẫn", "guidance"),
        "plan": Wording("chương trình, kế hoạch", "plan"),
        "page": Wording("trang giới thiệu", "page"),
    },
    "category": {
        "introduction": Wording("Giới thiệu", "Introduction"),
        "news": Wording("Tin tức, sự kiện", "News and events"),
        "direction": Wording("Chỉ đạo, điều hành", "Direction and administration"),
        "legal-documents": Wording("Văn bản", "Legal documents"),
        "guidance": Wording("Phổ biến, hướng dẫn", "Guidance"),
        "plans": Wording("Chiến lược, quy hoạch, kế hoạch", "Plans"),
        "announcements": Wording("Thông báo", "Announcements"),
    },
}


class _Values(dict[str, str]):
    """Parameters of a wording; what was not given reads as an ellipsis."""

    def __missing__(self, key: str) -> str:
        return "…"


def reason(code: str) -> Reason:
    """Return the entry of a code; refuses codes that are not in the catalogue."""
    return CATALOGUE[code]


def title(code: str, language: str = "vi") -> str:
    """Say in a few words what a check looks for; a code without words is its own name."""
    wording = TITLES.get(code)
    return wording.in_language(language) if wording else code


def message(code: str, language: str = "vi", **params: Any) -> str:
    """Say in `language` what is wrong; never raises, missing parameters read as an ellipsis.

    A code that the catalogue does not know gives the general refusal.
    """
    return _say(_entry(code).message, language, params)


def fix(code: str, language: str = "vi", **params: Any) -> str:
    """Say in `language` what to do about it; never raises."""
    return _say(_entry(code).fix, language, params)


def _entry(code: str) -> Reason:
    """Return the entry of a code; checks that administrators added bring their own words."""
    return CATALOGUE.get(code) or CATALOGUE["OWN_CHECK" if code.startswith(_OWN) else _UNKNOWN]


def _say(wording: Wording, language: str, params: Mapping[str, Any]) -> str:
    values = {name: _value(name, value, language) for name, value in params.items()}
    if "limit_mb" in values:
        values["limit"] = f"{values['limit_mb']} MB"
    return wording.in_language(language).format_map(_Values(values))


def _value(name: str, value: Any, language: str) -> str:
    if name in _SIZES and isinstance(value, int) and value >= _MEGABYTE:
        return f"{value / _MEGABYTE:.3g} MB"
    if isinstance(value, dict):
        return str(Wording(value.get("vi", "…"), value.get("en", "…")).in_language(language))
    word = _VALUES.get(name, {}).get(str(value))
    return word.in_language(language) if word else str(value)
