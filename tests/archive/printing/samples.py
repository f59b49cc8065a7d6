"""Small records to print: a published item, a refusal, pictures of every kind."""

import io
from datetime import date

from PIL import Image

from archive.printing import IssuingHeader, RecordInput
from core.canonical import canonical_bytes, sha256_hex

VERIFY_URL = "https://portal.example.gov.vn/verify/LT-2026-000007"
HEADER = IssuingHeader(
    superior="UBND tỉnh An Bình",
    issuer="Sở Thông tin và Truyền thông",
    place="An Bình",
    issued_on=date(2026, 2, 3),
)
GROUNDS = [
    {
        "code": "QB39.4.5.ORIGIN",
        "wording": "Thông tin không rõ nguồn gốc",
        "article": "Điều 4 khoản 5 Quyết định 39/2023/QĐ-UBND",
        "explanation": "Không nêu nguồn của số liệu.",
    }
]


def content(body="<p>Nội dung.</p>", **changes):
    value = {
        "schema": "duyet/content/1",
        "document_id": "0b6c1d3e-0000-4000-8000-000000000001",
        "site": "stttt",
        "unit": {"code": "stttt", "name": "Sở Thông tin và Truyền thông"},
        "document_type": "news",
        "category": "news",
        "language": "vi",
        "title": "Lịch tiếp công dân tháng Ba",
        "summary": "Lãnh đạo Sở tiếp công dân vào ngày 15 hằng tháng.",
        "body": body,
        "number": "05/TB-STTTT",
        "issued_on": "2026-02-01",
        "effective_on": "",
        "source": {"kind": "own", "name": "", "url": "", "permission": ""},
        "author_name": "Nguyễn Thị Hạnh",
        "change_note": "",
        "translations": [],
        "attachments": [],
    }
    return {**value, **changes}


def step(verb, at, **changes):
    value = {
        "verb": verb,
        "actor": "Lê Quốc Dũng",
        "actor_title": "Phó Giám đốc",
        "on_behalf_of": "",
        "stage": "",
        "held_beside": [],
        "mandate": "",
        "at": at,
        "content_hash": "",
        "remark": "",
        "grounds": [],
    }
    return {**value, **changes}


def decision(of, **changes):
    value = {
        "schema": "duyet/decision/1",
        "record_id": "LT-2026-000007",
        "reference": "HS-2026-000045",
        "outcome": "published",
        "title": of["title"],
        "site": "Trang Sở Thông tin và Truyền thông",
        "unit": of["unit"]["name"],
        "content_hash": sha256_hex(canonical_bytes(of)),
        "rule_pack": "QB-39-2023",
        "history": [
            step("submit", "2026-02-02T18:30:00+00:00", remark="Kính trình."),
            step("approve", "2026-02-03T02:05:00+00:00", mandate="KT. Giám đốc"),
        ],
        "checks": [
            {
                "code": "HEADING_ORDER",
                "severity": "block",
                "outcome": "overridden",
                "message": "Tiêu đề nhảy cấp",
                "override_reason": "Đăng gấp",
                "repair_by": "2026-02-10",
            }
        ],
        "grounds": [],
        "not_carried": ["Hộp văn bản ở trang 2"],
        "publication": {
            "url": "https://stttt.example.gov.vn/lich",
            "published_at": "2026-02-03T02:05:01+00:00",
        },
        "signature": {
            "authority": "KT. GIÁM ĐỐC",
            "title": "PHÓ GIÁM ĐỐC",
            "name": "Lê Quốc Dũng",
        },
    }
    return {**value, **changes}


def record(body="<p>Nội dung.</p>", *, files=None, decided=None, **changes):
    of = content(body, **changes)
    return RecordInput(
        content=of,
        decision=decision(of, **(decided or {})),
        header=HEADER,
        verify_url=VERIFY_URL,
        attachment=(files or {}).__getitem__,
    )


def refusal():
    history = [step("reject", "2026-02-03T02:05:00+00:00", grounds=GROUNDS)]
    decided = {
        "outcome": "rejected",
        "grounds": GROUNDS,
        "publication": None,
        "history": history,
    }
    return record(decided=decided)


def picture(mode="RGB", kind="PNG", size=(60, 40), **options):
    buffer = io.BytesIO()
    Image.new(mode, size).save(buffer, kind, **options)
    return buffer.getvalue()
