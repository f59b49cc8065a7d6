"""Submissions taken to a state the way people do it."""

from collections.abc import Callable
from typing import Any

from approvals.content import Fields, Source
from approvals.policies import Ground
from approvals.services import drafting, verbs
from core.clock import now
from core.models import Site

PEOPLE = {
    "stttt": ("contributor", ["dept-editor"], ["dept-head"]),
    "tinh": ("portal-writer", ["editor", "secretary"], ["board-head"]),
    "xa-an-binh": ("commune-writer", ["commune-officer"], ["commune-head"]),
}
REASONED = {"remark": "Sửa lại tiêu đề cho rõ."}


def draft(*, actor: Callable[[str], Any], site: str = "stttt", **fields: Any) -> Any:
    """Create a complete draft by the site's contributor."""
    place = Site.objects.select_related("unit").get(code=site)
    given = {
        "title": "Thông báo lịch tiếp công dân tháng 12",
        "document_type": "news",
        "category": "news",
        "body": "<p>Sở tiếp công dân vào sáng thứ Năm hằng tuần.</p>",
        "author_name": "Trần Thu Trang",
        "source": Source("own", "Sở Thông tin và Truyền thông"),
    } | fields
    new = drafting.NewDraft(
        site=place,
        unit=place.unit,
        fields=Fields(**given),
        terms=drafting.Terms(secrecy_declared=True),
    )
    return drafting.create(new, by=actor(PEOPLE[site][0]), now=now())


def walk_to(state: str, *, actor: Callable[[str], Any], site: str = "stttt", **fields: Any) -> Any:
    """Create a submission and take it to `state`."""
    author, reviewers, approvers = PEOPLE[site]
    item = draft(actor=actor, site=site, **fields)
    if state == "draft":
        return item
    if state == "withdrawn":
        return verbs.withdraw(item.pk, by=actor(author), now=now())
    item = verbs.submit(item.pk, by=actor(author), now=now())
    if state in {"returned", "rejected"}:
        return _turn_away(item, state, by=actor(reviewers[0]))
    steps = {"submitted": 0, "reviewed": 1, "approved": 2, "published": 3, "archived": 4}[state]
    for name in reviewers if steps >= 1 else []:
        item = verbs.review(item.pk, by=actor(name), now=now())
    for name in approvers if steps >= 2 else []:
        item = verbs.approve(item.pk, by=actor(name), now=now())
    return _carry_on(item, steps)


def _turn_away(item: Any, state: str, *, by: Any) -> Any:
    if state == "returned":
        return verbs.request_changes(item.pk, by=by, now=now(), **REASONED)
    grounds = (Ground("QB39.4.5.QUALITY", "Bài viết chưa đạt yêu cầu."),)
    return verbs.reject(item.pk, by=by, now=now(), grounds=grounds)


def _carry_on(item: Any, steps: int) -> Any:
    if steps >= 3:
        from publishing.services.publishing import publish

        publish(item.pk, now=now())
    if steps >= 4:
        from archive.services.sealing import seal

        seal(item.pk, now=now())
    item.refresh_from_db()
    return item
