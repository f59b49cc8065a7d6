"""Content that passes every check, to be spoilt one point at a time."""

from datetime import UTC, datetime
from typing import Any

from approvals.rules import AttachmentFacts, ContentFacts

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
BODY = """
<h2>Nội dung</h2>
<p>Ủy ban nhân dân tỉnh thông báo lịch tiếp công dân tháng 12 năm 2026. Bí mật nhà nước gồm ba
mức Mật, Tối mật, Tuyệt mật; tài liệu lưu hành nội bộ không thuộc phạm vi thông báo này.</p>
<h3>Lịch</h3>
<table><thead><tr><th>Ngày</th><th>Nơi</th></tr></thead>
<tbody><tr><td>05/12</td><td>Trụ sở</td></tr><tr><td>15/12</td><td>Trụ sở</td></tr></tbody></table>
<p>Liên hệ: tiepdan@example.gov.vn. Xem <a href="https://example.gov.vn/lich">lịch cả năm</a>.</p>
<p><img src="attachments/ab12-tru-so.jpg" alt=""></p>
"""
PICTURE = AttachmentFacts(
    file_name="ab12-tru-so.jpg",
    original_name="trụ sở.jpg",
    media_type="image/jpeg",
    detected_media_type="image/jpeg",
    alt_text="Trụ sở tiếp công dân nhìn từ cổng chính",
    role="picture",
    size=1024,
)


def good(**changes: Any) -> ContentFacts:
    """Return facts that break no rule, apart from `changes`."""
    values: dict[str, Any] = {
        "now": NOW,
        "title": "Thông báo lịch tiếp công dân tháng 12",
        "summary": "Lịch tiếp công dân.",
        "body_html": BODY,
        "number": "05/TB-UBND",
        "issued_on": "2026-11-20",
        "effective_on": "2026-11-20",
        "source_kind": "own",
        "author_name": "Nguyễn Thị An",
        "document_type": "announcement",
        "category": "announcements",
        "secrecy_declared": True,
        "site_code": "stttt",
        "site_kind": "component",
        "unit_code": "stttt",
        "attachments": (PICTURE,),
    }
    return ContentFacts(**{**values, **changes})
