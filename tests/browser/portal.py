"""A portal with a page of every kind on it, and where each of them answers."""

import io
from collections.abc import Callable
from typing import Any

from PIL import Image, ImageDraw

from approvals.content import Source, fields_of
from approvals.services import drafting, verbs
from approvals.services.acts import correct
from approvals.services.importing import Upload
from core.clock import now
from publishing.services.publishing import publish
from publishing.services.takedown import take_down
from tests.walks import PEOPLE, draft

SITE = "/sites/stttt/"
OWN = Source("own", "Sở Thông tin và Truyền thông")
SHORT = "<p>Sở tiếp công dân vào sáng thứ Năm hằng tuần tại trụ sở.</p>"
RULES = "".join(
    f"<h2>Điều {number}. Phạm vi và đối tượng {number}</h2>"
    f"<p>1. Quy định này áp dụng cho tổ chức, cá nhân trên địa bàn tỉnh. {'Nội dung cụ thể. ' * 9}"
    f"</p><ol type='a'><li>Hộ gia đình;</li><li>Cơ sở sản xuất.</li></ol>"
    for number in range(1, 8)
)
TABLE = (
    "<table><caption>Giá nước sạch theo khu vực</caption><thead><tr><th>STT</th><th>Khu vực</th>"
    "<th>Đối tượng sử dụng</th><th>Đơn giá (đồng/m³)</th><th>Thời điểm áp dụng</th></tr></thead>"
    "<tbody>" + "".join(
        f"<tr><td>{n}</td><td>Xã số {n}</td><td>Hộ dân, cơ quan, cơ sở sản xuất</td>"
        f"<td>{5000 + 100 * n}</td><td>01/0{n}/2027</td></tr>" for n in range(1, 6)
    ) + "</tbody></table>"
)  # fmt: skip


def a_picture(width: int = 1600, height: int = 1000) -> bytes:
    """Return a picture of hills at dawn."""
    image = Image.new("RGB", (width, height), "#f6d9a8")
    pen = ImageDraw.Draw(image)
    for layer, colour in enumerate(("#c9a27c", "#8d8a6f", "#4f6b58", "#2c4a44")):
        top = height * (0.45 + 0.13 * layer)
        points = [(x, top + 60 * ((x // 160 + layer) % 2)) for x in range(0, width + 161, 160)]
        pen.polygon([(0, height), *points, (width, height)], fill=colour)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()


def live(item: Any, *, actor: Callable[[str], Any], site: str = "stttt") -> Any:
    """Take a draft through the whole chain onto the portal."""
    author, reviewers, approvers = PEOPLE[site]
    verbs.submit(item.pk, by=actor(author), now=now())
    for name in reviewers:
        verbs.review(item.pk, by=actor(name), now=now())
    for name in approvers:
        verbs.approve(item.pk, by=actor(name), now=now())
    publish(item.pk, now=now())
    item.refresh_from_db()
    return item


def furnish(actor: Callable[[str], Any]) -> dict[str, str]:
    """Publish items of every kind; return the address of each kind of page, by its name."""
    short = live(draft(actor=actor, body=SHORT), actor=actor)
    withdrawn = live(draft(actor=actor, title="Thông báo bị thu hồi"), actor=actor)
    gone = live(draft(actor=actor, title="Thông báo đã hết hạn"), actor=actor)
    moved = live(draft(actor=actor, title="Thông báo chuyển chỗ"), actor=actor)
    english = live(draft(actor=actor, language="en", title="Citizens' reception in December",
                         summary="When and where the department receives citizens.",
                         body="<h2>When</h2><p>Every Thursday.</p>"), actor=actor)  # fmt: skip
    down = {"by": actor("dept-head"), "now": now(), "reason": "Văn bản gốc đã bị thu hồi."}
    take_down(withdrawn.pk, kind="withdrawn", **down)
    take_down(gone.pk, kind="gone", **down)
    take_down(moved.pk, kind="redirect", redirect_to=at(short), **down)
    return {
        "home": SITE,
        "portal": "/sites/tinh/",
        "list": f"{SITE}news/",
        "all": f"{SITE}all/",
        "nothing on it": f"{SITE}plans/",
        "short": at(short),
        "long": at(a_long_one(actor)),
        "corrected": at(a_corrected_one(actor)),
        "withdrawn": at(withdrawn),
        "gone": at(gone),
        "moved": at(moved),
        "found": f"{SITE}search?q=nước sạch",
        "not found": f"{SITE}search?q=xyzzy",
        "sitemap": f"{SITE}sitemap/",
        "404": f"{SITE}news/khong-co/",
        "verify": "/verify/",
        "home, English": f"{SITE}en/",
        "list, English": f"{SITE}en/news/",
        "item, English": at(english),
        "sitemap, English": f"{SITE}en/sitemap/",
        "found, English": f"{SITE}search?q=reception&lang=en",
    }


def at(item: Any) -> str:
    """Return where a published item answers."""
    return f"/sites/{item.site.code}/{item.publication.address}"


def a_long_one(actor: Callable[[str], Any]) -> Any:
    """Publish a legal document with contents, a wide table, a picture and a file."""
    item = draft(
        actor=actor,
        title="Quyết định ban hành Quy định về cung cấp nước sạch nông thôn trên địa bàn tỉnh",
        document_type="legal_document",
        category="legal-documents",
        number="05/2026/QĐ-UBND",
        summary="Mức nước sạch tối thiểu cho mỗi hộ, giá nước và trách nhiệm của các xã.",
        issued_on="2026-07-01",
        effective_on="2026-08-01",
    )
    uploads = ((Upload("ho-chua.jpg", a_picture()), "Hồ chứa lúc bình minh"),
               (Upload("bieu-mau.txt", "Biểu mẫu số 1".encode()), ""))  # fmt: skip
    for upload, alt in uploads:
        attach(item, upload, actor=actor, alt_text=alt)
    picture = item.attachments.get(role="picture")
    shown = (
        f'<figure><img src="attachments/{picture.file_name}" alt="Hồ chứa lúc bình minh"></figure>'
    )
    fields = fields_of(item.content).changed(body=RULES + TABLE + shown)
    drafting.edit(item.pk, by=actor("contributor"), now=now(), fields=fields)
    return live(item, actor=actor)


def attach(item: Any, upload: Upload, *, actor: Callable[[str], Any], **words: str) -> None:
    """Add a file to a draft."""
    from approvals.services import attaching

    attaching.attach(item.pk, upload, by=actor("contributor"), now=now(), **words)
    item.refresh_from_db()


def a_corrected_one(actor: Callable[[str], Any]) -> Any:
    """Publish an item and its correction at the same address."""
    old = live(draft(actor=actor, title="Lịch cấp nước tuần tới", body=RULES), actor=actor)
    note = "Sửa ngày bắt đầu và giá nước."
    new = correct(old.pk, by=actor("contributor"), now=now(), change_note=note)
    body = RULES.replace("Hộ gia đình", "Hộ gia đình, trường học", 1)
    fields = fields_of(new.content).changed(body=body, title="Lịch cấp nước từ ngày 01/12")
    terms = drafting.Terms(secrecy_declared=True)
    drafting.edit(new.pk, by=actor("contributor"), now=now(), fields=fields, terms=terms)
    return live(new, actor=actor)
