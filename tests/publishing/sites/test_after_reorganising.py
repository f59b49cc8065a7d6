"""What citizens see after units were reorganised: old issuers, banners, hosts that lead on."""

import pytest

from approvals.selectors.people import actor_of
from approvals.selectors.reorganising import Plan, Successor
from approvals.services import reorganising
from approvals.services.reorganising.planning import Intent
from core.clock import in_vietnam, now
from core.models import Site, User
from tests.publishing.test_baked import ask

pytestmark = pytest.mark.django_db


@pytest.fixture
def reorganised(actor):
    def run(kind, plan):
        today = in_vietnam(now()).date()
        intent = Intent(kind, "Sắp xếp", "Nghị quyết 12", today, plan)
        row = reorganising.draft(intent, by=actor("admin"), now=now())
        return reorganising.run(row.pk, by=actor("admin"), now=now())

    return run


def page(settings, item):
    folder = settings.PORTAL_ROOT / item.site.code / item.publication.address
    return (folder / "index.html").read_text("utf-8")


MERGED = Plan(
    sources=("stttt", "xa-an-binh"),
    successors=(Successor("sokhcn", "Sở Khoa học và Công nghệ"),),
    sites={"stttt": "sokhcn", "xa-an-binh": ""},
)


def test_an_old_page_keeps_its_issuer_under_a_banner(
    submission_at, reorganised, settings, bake, person
):
    item = submission_at("published")
    before = item.publication.content_hash
    row = reorganised("merge", MERGED)
    bake()

    shown = page(settings, item)

    assert "Được đăng bởi Sở Thông tin và Truyền thông, nay là Sở Khoa học và Công nghệ." in shown
    assert before in shown
    assert "<span>Sở Thông tin và Truyền thông</span>" in shown

    today = in_vietnam(now()).date()
    admin = actor_of(User.objects.get(username="admin"), on=today)
    reorganising.roll_back(row.pk, by=admin, now=now())
    bake()

    assert "Được đăng bởi" not in page(settings, item)


def test_what_ended_is_said_and_a_chain_is_followed(submission_at, reorganised, settings, bake):
    item = submission_at("published")
    reorganised("merge", MERGED)
    last = Plan(sources=("sokhcn",), successors=(Successor("tinh"),), sites={"stttt": "tinh"})
    reorganised("abolish", last)
    bake()

    assert (
        "Được đăng bởi Sở Thông tin và Truyền thông, nay không còn; Ủy ban nhân dân tỉnh "
        "tiếp nhận nhiệm vụ." in page(settings, item)
    )


def test_the_host_of_a_closed_site_leads_to_its_pages_on_the_portal(
    submission_at, reorganised, settings, bake
):
    Site.objects.filter(code="tinh").update(host="tentinh.gov.vn")
    Site.objects.filter(code="xa-an-binh").update(host="anbinh.tentinh.gov.vn")
    item = submission_at("published", site="xa-an-binh")
    reorganised("merge", MERGED)
    bake()

    answer = ask(settings.PORTAL_ROOT, f"/{item.publication.address}", host="anbinh.tentinh.gov.vn")

    target = f"/sites/xa-an-binh/{item.publication.address}"
    assert answer[0] == 301
    assert answer[1]["Location"] == f"https://tentinh.gov.vn{target}"
    assert ask(settings.PORTAL_ROOT, target, host="tentinh.gov.vn")[0] == 200
    assert "nay là Sở Khoa học và Công nghệ" in page(settings, item)
