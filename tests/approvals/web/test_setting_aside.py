"""Checks set aside with a reason and a day of repair, and the list of what was promised."""

import pytest

from approvals.content import Fields, fields_of
from approvals.selectors.people import SYSTEM
from approvals.services import acts, drafting, verbs
from core.clock import in_vietnam, now
from core.models import Site
from tests.walks import draft

pytestmark = pytest.mark.django_db


def address(item, verb=""):
    return f"/desk/submissions/{item.pk}/" + (f"{verb}/" if verb else "")


def received(body):
    """Take in a letter from outside: no author, and its violations do not stop it."""
    site = Site.objects.select_related("unit").get(code="stttt")
    fields = Fields(title="Đơn kiến nghị", document_type="news", category="news", body=body)
    new = drafting.NewDraft(site=site, unit=site.unit, fields=fields, channel="mail")
    return drafting.receive(new, by=SYSTEM, now=now())


def test_override_with_reason_and_day_sets_the_check_aside(actor, client_for):
    item = received("<h2>Mục</h2><h4>Điểm</h4><p>Chữ.</p>")
    editor = client_for("dept-editor")

    refused = editor.post(f"{address(item)}override/HEADING_ORDER/", {"remark": "Theo mẫu."})
    done = editor.post(
        f"{address(item)}override/HEADING_ORDER/",
        {"remark": "Theo mẫu của văn bản.", "repair_by": "2099-01-01", "version": item.version},
    )

    assert refused.status_code == 422
    assert "hẹn ngày khắc phục" in refused.content.decode()
    assert "Theo mẫu." in refused.content.decode()
    assert done.status_code == 302
    assert item.overrides.get().code == "HEADING_ORDER"


def test_author_sets_a_check_aside_in_the_draft_and_everybody_sees_why(actor, client_for):
    item = draft(actor=actor, body="<h2>Mục</h2><h4>Điểm</h4><p>Chữ.</p>")
    author = client_for("contributor")
    blocked = author.post(address(item, "submit"), {"version": item.version})
    assert blocked.status_code == 422
    assert "override/HEADING_ORDER" in author.get(address(item)).content.decode()

    said = {"remark": "Theo mẫu của văn bản.", "repair_by": "2099-01-01", "version": item.version}
    author.post(f"{address(item)}override/HEADING_ORDER/", said)
    item.refresh_from_db()
    sent = author.post(address(item, "submit"), {"version": item.version})

    assert sent.status_code == 302
    page = client_for("dept-editor").get(address(item)).content.decode()
    assert "Theo mẫu của văn bản." in page
    assert "Trần Thu Trang bỏ qua, hẹn sửa trước 01/01/2099" in page


def test_repairs_that_were_promised_are_listed_until_they_are_made(actor, client_for):
    from publishing.services.publishing import publish

    item = draft(actor=actor, body="<h2>Mục</h2><h4>Điểm</h4><p>Chữ.</p>")
    day = in_vietnam(now()).date()
    acts.override(
        item.pk, by=actor("contributor"), now=now(), code="HEADING_ORDER",
        reason="Theo mẫu.", repair_by=day,
    )  # fmt: skip
    assert item.title not in client_for("dept-head").get("/desk/repairs/").content.decode()
    verbs.submit(item.pk, by=actor("contributor"), now=now())
    verbs.review(item.pk, by=actor("dept-editor"), now=now())
    verbs.approve(item.pk, by=actor("dept-head"), now=now())
    publish(item.pk, now=now())

    page = client_for("dept-head").get("/desk/repairs/").content.decode()
    assert item.title in page
    assert "Theo mẫu." in page
    assert item.title not in client_for("commune-head").get("/desk/repairs/").content.decode()
    fixed = acts.correct(item.pk, by=actor("contributor"), now=now(), change_note="Sửa đề mục.")
    fields = fields_of(fixed.content).changed(body="<h2>Mục</h2><h3>Điểm</h3><p>Chữ.</p>")
    terms = drafting.Terms(secrecy_declared=True)
    drafting.edit(fixed.pk, by=actor("contributor"), now=now(), fields=fields, terms=terms)
    verbs.submit(fixed.pk, by=actor("contributor"), now=now())
    verbs.review(fixed.pk, by=actor("dept-editor"), now=now())
    verbs.approve(fixed.pk, by=actor("dept-head"), now=now())
    publish(fixed.pk, now=now())

    assert item.reference not in client_for("dept-head").get("/desk/repairs/").content.decode()
