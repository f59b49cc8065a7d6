"""One item on a department's site and on the portal: one source, two approvals, no second truth."""

import pytest

from approvals.models import Carried, SourceChange, Submission
from approvals.services import acts, carrying, verbs
from core.clock import now
from core.errors import WrongState
from core.models import LedgerEntry, Notice
from publishing.services import takedown
from publishing.services.publishing import publish
from tests.walks import PEOPLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(submission_at):
    return submission_at("published", title="Khai trương cổng dữ liệu mở")


@pytest.fixture
def decided(actor):
    """Take a submission in hand through the people of a site until it is public."""

    def walk(item, site):
        author, reviewers, approvers = PEOPLE[site]
        if item.state == "draft":
            item = verbs.submit(item.pk, by=actor(author), now=now())
        for name in reviewers:
            item = verbs.review(item.pk, by=actor(name), now=now())
        for name in approvers:
            item = verbs.approve(item.pk, by=actor(name), now=now())
        publish(item.pk, now=now())
        return Submission.objects.get(pk=item.pk)

    return walk


@pytest.fixture
def carried(source, actor, decided):
    """The department's item, carried by the portal with its board's own approval."""
    made = carrying.propose(source.pk, by=actor("contributor"), now=now(), secrecy_declared=True)
    return decided(made.submission, "tinh")


def page(settings, item):
    return (
        settings.PORTAL_ROOT / item.site.code / item.publication.address / "index.html"
    ).read_text("utf-8")


def test_a_proposal_takes_the_portals_own_route(client_for, source):
    client = client_for("contributor")
    before = client.get(f"/desk/submissions/{source.pk}/").content.decode()

    answer = client.post(
        f"/desk/submissions/{source.pk}/propose/", {"secrecy_declaration": "on"}, follow=True
    )

    assert f"/desk/submissions/{source.pk}/propose/" in before
    assert "Đã đề xuất; hồ sơ đang chờ Ban Biên tập của Cổng." in answer.content.decode()
    made = Submission.objects.get(site__code="tinh")
    assert (made.state, made.unit.code, made.title) == ("submitted", "stttt", source.title)
    assert made.route_version.route.site.code == "tinh"
    assert made.content["source"] == {
        "kind": "official",
        "name": "Trang thông tin điện tử Sở Thông tin và Truyền thông",
        "url": f"/sites/stttt/{source.publication.address}",
        "permission": "",
    }
    entry = LedgerEntry.objects.get(verb="propose")
    assert (entry.actor, entry.subject_id) == ("contributor", str(made.pk))
    source.refresh_from_db()
    assert source.state == "published"


def test_an_item_is_proposed_once_and_again_after_a_refusal(source, actor):
    me = actor("contributor")
    first = carrying.propose(source.pk, by=me, now=now(), secrecy_declared=True).submission

    with pytest.raises(WrongState) as refusal:
        carrying.propose(source.pk, by=me, now=now(), secrecy_declared=True)
    assert refusal.value.code == "ALREADY_PROPOSED"

    from approvals.policies import Ground

    ground = Ground("QB39.4.5.SCOPE", "Chỉ liên quan đến một sở.")
    verbs.reject(first.pk, by=actor("editor"), now=now(), grounds=(ground,))
    carrying.propose(source.pk, by=me, now=now(), secrecy_declared=True)
    assert Carried.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "state", "status"),
    [
        ("commune-writer", "published", 404),
        ("auditor", "published", 404),
        ("contributor", "approved", 409),
    ],
)
def test_who_and_what_may_not_be_proposed(client_for, submission_at, name, state, status):
    item = submission_at(state)

    answer = client_for(name).post(
        f"/desk/submissions/{item.pk}/propose/", {"secrecy_declaration": "on"}
    )

    assert answer.status_code == status
    assert not Carried.objects.exists()


def test_pages_name_each_other_and_one_is_the_source(source, carried, settings):
    assert 'rel="canonical">Trang thông tin điện tử Sở Thông tin' in page(settings, carried)
    assert "Cũng đăng trên" in page(settings, source)
    assert f'href="/sites/tinh/{carried.publication.address}"' in page(settings, source)


def test_the_canonical_link_is_the_sources_host(source, actor, decided, settings):
    from core.models import Site

    Site.objects.filter(code="stttt").update(host="so.tinh.gov.vn")
    made = carrying.propose(source.pk, by=actor("contributor"), now=now(), secrecy_declared=True)
    portal = decided(made.submission, "tinh")

    wanted = f'rel="canonical" href="https://so.tinh.gov.vn/{source.publication.address}"'
    assert wanted in page(settings, portal)


def test_a_corrected_source_marks_who_carries_it(
    source, carried, actor, decided, client_for, settings
):
    before = page(settings, carried)
    draft = acts.correct(source.pk, by=actor("contributor"), now=now(), change_note="Sửa ngày.")
    from approvals.content import fields_of
    from approvals.services import drafting

    fields = fields_of(draft.content).changed(body="<p>Ngày mới.</p>", author_name="An")
    terms = drafting.Terms(secrecy_declared=True)
    drafting.edit(draft.pk, by=actor("contributor"), now=now(), fields=fields, terms=terms)
    decided(Submission.objects.get(pk=draft.pk), "stttt")

    change = SourceChange.objects.get()
    assert (change.kind, change.settled_at) == ("corrected", None)
    assert page(settings, carried) == before
    told = set(Notice.objects.filter(event="source_changed").values_list("user__username", flat=1))
    assert {"editor", "secretary", "board-head", "contributor"} <= told
    assert "Khai trương" in client_for("editor").get("/desk/sources/").content.decode()
    assert "Khai trương" not in client_for("commune-head").get("/desk/sources/").content.decode()
    seen = client_for("editor").get(f"/desk/submissions/{carried.pk}/").content.decode()
    assert "Nguồn đã đính chính bài này" in seen
    assert LedgerEntry.objects.filter(verb="source_changed").count() == 1

    client_for("contributor").post(f"/desk/sources/{change.pk}/follow/")

    follow = Submission.objects.get(supersedes=carried)
    assert "Ngày mới." in follow.content["body"]
    terms = drafting.Terms(secrecy_declared=True)
    drafting.edit(follow.pk, by=actor("contributor"), now=now(), terms=terms)
    follow = verbs.submit(follow.pk, by=actor("contributor"), now=now())
    decided(follow, "tinh")
    change.refresh_from_db()
    assert (change.how, change.settled_by.username) == ("corrected", "board-head")


def test_a_source_that_went_leaves_the_carrier_for_its_board_to_judge(
    source, carried, actor, client_for, settings
):
    takedown.take_down(
        source.pk, by=actor("dept-head"), now=now(), kind="withdrawn", reason="Sai số liệu."
    )

    change = SourceChange.objects.get()
    assert change.kind == "gone"
    carried.publication.refresh_from_db()
    assert carried.publication.online
    assert 'rel="canonical">Trang' not in page(settings, carried)

    refused = client_for("commune-head").post(f"/desk/sources/{change.pk}/keep/", {"reason": "x"})
    client_for("board-head").post(f"/desk/sources/{change.pk}/keep/", {"reason": "Vẫn đúng."})

    assert refused.status_code == 404
    change.refresh_from_db()
    assert (change.how, change.reason.text) == ("kept", "Vẫn đúng.")
    entry = LedgerEntry.objects.get(verb="keep_carried")
    assert "Vẫn đúng." not in entry.body


def test_a_crash_before_the_other_page_is_written_is_swept(
    source, actor, decided, settings, monkeypatch
):
    from publishing.services import publishing

    def crash(_publication):
        raise RuntimeError("power")

    made = carrying.propose(source.pk, by=actor("contributor"), now=now(), secrecy_declared=True)
    with monkeypatch.context() as patch:
        patch.setattr(publishing, "settle_companions", crash)
        with pytest.raises(RuntimeError):
            decided(made.submission, "tinh")
    assert "Cũng đăng trên" not in page(settings, source)

    takedown.sweep_stale()

    assert "Cũng đăng trên" in page(settings, source)
