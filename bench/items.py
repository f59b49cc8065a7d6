"""The texts that are measured with, and the people who pass them on."""

from datetime import datetime
from functools import cache
from typing import Any

PEOPLE = {
    "stttt": ("contributor", ("dept-editor",), ("dept-head",)),
    "tinh": ("portal-writer", ("editor", "secretary"), ("board-head",)),
    "xa-an-binh": ("commune-writer", ("commune-officer",), ("commune-head",)),
}
SENTENCES = (
    "Sở tổ chức buổi tập huấn về khai thác dữ liệu mở cho cán bộ các xã, phường.",
    "Người dân có thể nộp hồ sơ trực tuyến và theo dõi kết quả trên điện thoại.",
    "Thời gian giải quyết giảm từ mười ngày xuống còn bảy ngày làm việc.",
    "Mọi ý kiến góp ý xin gửi về văn phòng trước ngày 30 hằng tháng.",
    "Danh mục thủ tục được niêm yết công khai tại bộ phận tiếp nhận.",
)


def body(paragraphs: int, *, rows: int = 0) -> str:
    """Return a body of `paragraphs`, with a table of `rows` where any are asked for."""
    text = "".join(
        f"<p>{SENTENCES[n % 5]} {SENTENCES[(n + 2) % 5]} {SENTENCES[(n + 3) % 5]}</p>"
        for n in range(paragraphs)
    )
    cells = "".join(
        f"<tr><td>{n}</td><td>Đơn vị thứ {n}</td><td>{n * 37} hồ sơ</td></tr>"
        for n in range(1, rows + 1)
    )
    head = "<thead><tr><th>Số</th><th>Đơn vị</th><th>Kết quả</th></tr></thead>"
    return text + (f"<table>{head}<tbody>{cells}</tbody></table>" if rows else "")


@cache
def actor(username: str) -> Any:
    """Return a person of the demo province with today's roles."""
    from approvals.selectors.people import actor_of
    from core.clock import in_vietnam, now
    from core.models import User

    return actor_of(User.objects.get(username=username), on=in_vietnam(now()).date())


@cache
def site(code: str) -> Any:
    """Return a site of the demo province."""
    from core.models import Site

    return Site.objects.select_related("unit__parent").get(code=code)


def draft(number: int, *, code: str = "stttt", paragraphs: int = 8) -> Any:
    """Return a complete draft; its number makes its title one of a kind."""
    from approvals.content import Fields, Source
    from approvals.services import drafting

    fields = Fields(
        title=f"Tập huấn khai thác dữ liệu mở đợt {number}",
        document_type="news",
        category="news",
        summary="Buổi tập huấn dành cho cán bộ các xã, phường trên địa bàn.",
        body=body(paragraphs),
        author_name="Trần Thu Trang",
        source=Source("own", site(code).unit.name),
    )
    terms = drafting.Terms(secrecy_declared=True)
    new = drafting.NewDraft(site=site(code), unit=site(code).unit, fields=fields, terms=terms)
    return drafting.create(new, by=actor(PEOPLE[code][0]), now=moment())


def decide(key: Any, *, code: str = "stttt") -> None:
    """Submit, review and approve a draft by the people it takes."""
    from approvals.services import verbs

    author, reviewers, approvers = PEOPLE[code]
    verbs.submit(key, by=actor(author), now=moment())
    for name in reviewers:
        verbs.review(key, by=actor(name), now=moment())
    for name in approvers:
        verbs.approve(key, by=actor(name), now=moment())


def publish(key: Any) -> None:
    """Put an approved item on its site, lists included."""
    from publishing.services import publishing

    publishing.publish(key, now=moment())


def moment() -> datetime:
    """Return the time."""
    from core.clock import now

    return now()


def publish_many(count: int, *, code: str = "stttt") -> None:
    """Bring `count` items onto a site without measuring; lists are written once at the end."""
    from approvals.models import Submission
    from publishing.services import publishing

    kept, publishing.refresh_lists = publishing.refresh_lists, lambda _publication: None
    try:
        for number in range(count):
            item: Submission = draft(1_000_000 + number, code=code)
            decide(item.pk, code=code)
            publish(item.pk)
    finally:
        publishing.refresh_lists = kept
