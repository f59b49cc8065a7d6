"""A small site and items of it, invented for the tests."""

from datetime import UTC, datetime

from publishing.portal_assets import portal_assets
from publishing.rendering import CategoryView, ItemView, SiteView
from publishing.rendering.addresses import item_address

WHEN = datetime(2026, 7, 21, 20, 30, tzinfo=UTC)
DOCUMENT = "0b5c7a52-3f5e-4a0e-9f57-6f3f0e5a9d10"
CATEGORIES = (
    CategoryView("news", "Tin tức, sự kiện", "News and events"),
    CategoryView("legal-documents", "Văn bản quy phạm pháp luật", "Legal documents"),
)


def a_site(**changes):
    facts = {
        "code": "stttt",
        "name": "Trang thông tin Sở Thông tin và Truyền thông",
        "name_en": "Department of Information",
        "unit_name": "Sở Thông tin và Truyền thông",
        "parent_unit_name": "Ủy ban nhân dân tỉnh An Nam",
        "responsible_person": "Nguyễn Văn Bình",
        "address": "12 Trần Hưng Đạo",
        "phone": "0232 3822 000",
        "email": "stttt@example.vn",
        "languages": ("vi", "en"),
        "categories": CATEGORIES,
        "base_url": "https://stttt.example.vn/",
        "assets": portal_assets().names,
    }
    return SiteView(**{**facts, **changes})


def a_content(**changes):
    facts = {
        "schema": "duyet/content/1",
        "document_id": DOCUMENT,
        "site": "stttt",
        "unit": {"code": "stttt", "name": "Sở Thông tin và Truyền thông"},
        "document_type": "legal_document",
        "category": "legal-documents",
        "language": "vi",
        "title": "Quy định về nước sạch nông thôn",
        "summary": "Mức nước tối thiểu cho mỗi hộ.",
        "body": "<p>Mỗi hộ được cấp nước.</p>",
        "number": "05/QĐ-UBND",
        "issued_on": "2026-07-01",
        "effective_on": "2026-08-01",
        "source": {"kind": "own", "name": "", "url": "", "permission": ""},
        "author_name": "Trần Thị Mai",
        "change_note": "",
        "translations": [],
        "attachments": [],
    }
    return {**facts, **changes}


def an_item(*, content=None, **changes):
    content = content or a_content()
    facts = {
        "content": content,
        "content_hash": "ab" * 32,
        "address": item_address(
            category=content["category"], title=content["title"], document_id=DOCUMENT
        ),
        "published_at": WHEN,
        "reference": "HS-2026-000123",
        "record_url": "/verify/HS-2026-000123",
        "record_pdf_url": "/verify/HS-2026-000123/record.pdf",
    }
    return ItemView(**{**facts, **changes})


def an_attachment(**changes):
    facts = {
        "file_name": "0123456789ab-bieu-mau.pdf",
        "original_name": "Biểu mẫu.pdf",
        "media_type": "application/pdf",
        "size": 1_300_000,
        "caption": "Biểu mẫu số 1",
        "alt_text": "",
        "role": "file",
        "sha256": "0" * 64,
        "sha256_uploaded": "0" * 64,
    }
    return {**facts, **changes}
