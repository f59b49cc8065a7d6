"""Approved to published and away again: files, rows, lists; a crash at any step is mended."""

import contextlib
import re

import pytest

from approvals.content import Source, fields_of
from approvals.lifecycle import State
from approvals.models import Decision
from approvals.services import drafting, verbs
from approvals.services.acts import correct
from core.clock import now
from core.errors import DomainError, GuardFailed, StorageFailed, WrongState
from core.models import Site
from publishing import site_writer
from publishing.models import Publication
from publishing.selectors import search
from publishing.selectors.narrowing import Narrowing
from publishing.services import lists, publishing
from publishing.services.rebuilding import rebuild_site
from publishing.services.takedown import expire_due, sweep_stale, take_down
from tests.walks import PEOPLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(settings):
    return settings.PORTAL_ROOT / "stttt"


def page(root, item) -> str:
    return (root / item.publication.address / "index.html").read_text("utf-8")


def everything(root) -> str:
    """Return the text of all pages, lists, feeds and sitemaps of the site."""
    names = [path for kind in ("html", "xml") for path in root.rglob(f"*.{kind}")]
    return "\n".join(path.read_text("utf-8") for path in names)


def test_published_item_stands_on_its_page_lists_feeds_and_sitemap(submission_at, root):
    item = submission_at("published", title="Thông báo mới của Sở")

    where = [path for path in root.rglob("*.html") if "Thông báo mới của Sở" in path.read_text()]

    assert item.content_hash in page(root, item)
    assert {path.parent.relative_to(root).as_posix() for path in where} == {
        ".", "all", "news", item.publication.address.rstrip("/"),
    }  # fmt: skip
    for name in ("feed.xml", "atom.xml", "sitemap-1.xml"):
        assert item.publication.address in (root / name).read_text("utf-8")
    assert not Publication.objects.filter(lists_stale=True).exists()


def test_only_what_was_approved_is_published(submission_at):
    item = submission_at("reviewed")

    with pytest.raises(WrongState):
        publishing.publish(item.pk, now=now())


def test_page_that_does_not_read_back_equal_is_not_published(submission_at, monkeypatch):
    item = submission_at("approved")
    monkeypatch.setattr(site_writer, "read_back", lambda *_: b"something else")

    with pytest.raises(GuardFailed) as refusal:
        publishing.publish(item.pk, now=now())

    assert refusal.value.code == "PAGE_NOT_EQUAL"
    item.refresh_from_db()
    assert item.state == State.APPROVED


@pytest.mark.parametrize(
    ("module", "step"),
    [(site_writer, "write_file"), (site_writer, "write_page"), (site_writer, "read_back"),
     (verbs, "publish"), (lists, "write_list_page"), (lists, "write_home"),
     (lists, "write_sitemap_chunk")],
)  # fmt: skip
def test_crash_at_any_step_is_finished_by_the_next_sweep_once(
    submission_at, root, monkeypatch, module, step
):
    item = submission_at("approved", title="Bài bị ngắt giữa chừng")
    with monkeypatch.context() as broken:
        broken.setattr(module, step, crash)
        with contextlib.suppress(KeyboardInterrupt):
            publishing.publish_due(now=now())

    publishing.publish_due(now=now())
    sweep_stale()

    item.refresh_from_db()
    assert item.state == State.PUBLISHED
    assert Decision.objects.filter(submission=item, verb="publish").count() == 1
    assert (root / "news/index.html").read_text("utf-8").count("Bài bị ngắt giữa chừng") >= 1
    assert item.publication.address in (root / "sitemap-1.xml").read_text("utf-8")


def crash(*_args, **_more):
    raise KeyboardInterrupt


def test_page_left_by_a_crash_is_cleared_once_the_item_is_recalled(
    submission_at, actor, root, monkeypatch
):
    item = submission_at("approved", title="Bài được gọi lại")
    with monkeypatch.context() as broken:
        broken.setattr(verbs, "publish", crash)
        with contextlib.suppress(KeyboardInterrupt):
            publishing.publish(item.pk, now=now())
    assert "Bài được gọi lại" in everything(root)
    verbs.recall(item.pk, by=actor("dept-head"), now=now(), reason="Sai ngày.")

    publishing.clear_recalled(now=now())

    assert "Bài được gọi lại" not in everything(root)


def test_recalled_correction_leaves_the_public_text_as_it_was(submission_at, actor, root):
    old = submission_at("published", body="<p>Lịch ngày 3.</p>")
    before = page(root, old)
    new = correct(old.pk, by=actor("contributor"), now=now(), change_note="Sửa ngày.")
    fields = fields_of(new.content).changed(body="<p>Lịch ngày 4.</p>")
    terms = drafting.Terms(secrecy_declared=True)
    drafting.edit(new.pk, by=actor("contributor"), now=now(), fields=fields, terms=terms)
    verbs.submit(new.pk, by=actor("contributor"), now=now())
    verbs.review(new.pk, by=actor("dept-editor"), now=now())
    new = verbs.approve(new.pk, by=actor("dept-head"), now=now())
    publishing.write_item(new, publishing.planned(new, now=now()))
    assert page(root, old) != before
    verbs.recall(new.pk, by=actor("dept-head"), now=now(), reason="Chưa đúng.")

    publishing.put_right(new, old.publication.address)

    assert page(root, old) == before


def test_one_bad_item_does_not_stop_the_others(submission_at, monkeypatch):
    bad, good = submission_at("approved"), submission_at("approved", title="Bài tốt")
    write = publishing.write_item

    def refuse_the_bad(submission, publication):
        if submission.pk == bad.pk:
            raise StorageFailed
        return write(submission, publication)

    monkeypatch.setattr(publishing, "write_item", refuse_the_bad)

    done, failed = publishing.publish_due(now=now())

    assert [line.split()[0] for line in done] == [good.reference]
    assert failed == [f"{bad.pk} STORAGE_FAILED"]


def test_scheduled_item_waits_for_its_time(submission_at, actor, settings):
    item = submission_at("draft")
    later = now().replace(year=now().year + 1)
    terms = drafting.Terms(secrecy_declared=True, publish_at=later)
    drafting.edit(item.pk, by=actor("contributor"), now=now(), terms=terms)
    verbs.submit(item.pk, by=actor("contributor"), now=now())
    verbs.review(item.pk, by=actor("dept-editor"), now=now())
    verbs.approve(item.pk, by=actor("dept-head"), now=now())

    assert publishing.due(now=now()) == []
    assert publishing.due(now=later) == [item.pk]


@pytest.mark.parametrize("kind", ["gone", "redirect", "withdrawn"])
def test_take_down_removes_every_copy(submission_at, actor, root, kind):
    item = submission_at("published", title="Tin sẽ bị gỡ xyz", body="<p>Câu riêng qqq.</p>")

    take_down(
        item.pk,
        by=actor("dept-head"),
        now=now(),
        kind=kind,
        reason="Theo quyết định số 1.",
        redirect_to="/sites/stttt/news/",
    )

    said = everything(root)
    assert "Câu riêng qqq" not in said
    assert ("Tin sẽ bị gỡ xyz" in said) == (kind == "withdrawn")
    assert search.page_of(Narrowing(), "xyz", search.Page()).rows == []
    assert Decision.objects.filter(submission=item, verb="take_down").count() == 1
    folder = root / item.publication.address
    names = {path.name for path in folder.iterdir() if path.suffix not in {".br", ".gz"}}
    assert names == {
        "gone": {"gone.html"}, "redirect": {"gone.html", "moved.txt"}, "withdrawn": {"index.html"},
    }[kind]  # fmt: skip


def test_take_down_without_reason_or_right_is_refused(submission_at, actor):
    item = submission_at("published")

    for who, reason in (("dept-head", " "), ("contributor", "Vì sao"), ("editor", "Vì sao")):
        with pytest.raises(DomainError):
            take_down(item.pk, by=actor(who), now=now(), kind="gone", reason=reason)
    assert Publication.objects.get(submission=item).online


def test_correction_stands_at_the_same_address_with_its_note(submission_at, actor, root):
    old = submission_at("published", body="<p>Lịch ngày 3.</p>")
    new = correct(old.pk, by=actor("contributor"), now=now(), change_note="Sửa ngày thành 4.")
    fields = fields_of(new.content).changed(body="<p>Lịch ngày 4.</p>")
    terms = drafting.Terms(secrecy_declared=True)
    drafting.edit(new.pk, by=actor("contributor"), now=now(), fields=fields, terms=terms)
    verbs.submit(new.pk, by=actor("contributor"), now=now())
    verbs.review(new.pk, by=actor("dept-editor"), now=now())
    verbs.approve(new.pk, by=actor("dept-head"), now=now())

    publishing.publish(new.pk, now=now())

    old.publication.refresh_from_db()
    new.refresh_from_db()
    assert new.publication.address == old.publication.address
    assert (old.publication.online, new.publication.online) == (False, True)
    assert "Sửa ngày thành 4." in page(root, new)
    assert "Lịch ngày 3." not in page(root, new)
    assert old.publication.content_hash in page(root, new)
    assert re.findall(r"<article", (root / "news/index.html").read_text()) != []
    assert search.page_of(Narrowing(), "lịch ngày", search.Page()).total == 1


def test_expired_item_leaves_the_site(submission_at, root):
    item = submission_at("published", title="Tin có hạn zzz")
    Publication.objects.filter(submission=item).update(expire_at=now())

    assert expire_due(now=now()) == [f"{item.publication.address} expired"]
    assert "Tin có hạn zzz" not in everything(root)


def test_search_finds_toneless_words_and_ranks_exact_tones_first(submission_at):
    toned = submission_at("published", title="Mua sắm công", body="<p>Kế hoạch.</p>")
    bare = submission_at("published", title="Mua sam cong", body="<p>Kế hoạch.</p>")

    def found(words):
        found = search.page_of(Narrowing(), words, search.Page())
        return [hit.submission_id for hit in found.rows]

    assert found("mua sắm") == [toned.pk, bare.pk]
    assert set(found("mua sam")) == {toned.pk, bare.pk}
    assert found("không có từ này") == []


def test_rebuild_gives_the_same_site(submission_at, actor, root):
    submission_at("published", title="Bài thứ nhất")
    gone = submission_at("published", title="Bài bị gỡ")
    take_down(gone.pk, by=actor("dept-head"), now=now(), kind="gone", reason="Lỗi.")
    before = baked(root)
    for path in before:
        if path.suffix == ".html" and path.name != "gone.html":
            (root / path).write_text("hỏng", "utf-8")

    rebuild_site(Site.objects.get(code="stttt"))

    assert baked(root) == before


def baked(root) -> dict:
    """Return every file that readers can get."""
    files = (path for path in root.rglob("*") if path.is_file())
    return {p.relative_to(root): p.read_bytes() for p in files if ".locks" not in p.parts}


def test_reused_content_needs_source_before_it_can_be_published(actor):
    from tests.walks import draft

    item = draft(actor=actor, source=Source("reused", "", "", ""))

    with pytest.raises(GuardFailed) as refusal:
        verbs.submit(item.pk, by=actor(PEOPLE["stttt"][0]), now=now())

    assert {problem.code for problem in refusal.value.problems} >= {"SOURCE_MISSING"}


def test_common_word_ranks_titles_and_the_newest_first(submission_at):
    for name in ("Đê biển", "Bài cũ", "Bài giữa", "Bài mới"):
        submission_at("published", title=name, body="<p>Kiểm tra đê biển.</p>")
    bounds = search.Bounds(candidates=2, in_titles=1, newest=1)

    found = search.page_of(Narrowing(), "đê biển", search.Page(), bounds=bounds)

    assert [row.title for row in found.rows] == ["Đê biển", "Bài mới"]
    assert (found.total, found.more) == (2, True)


def test_word_that_is_common_outside_titles_ranks_the_newest_first(submission_at):
    for name in ("Bài cũ", "Bài giữa", "Bài mới"):
        submission_at("published", title=name, body="<p>Kiểm tra đê biển.</p>")
    bounds = search.Bounds(candidates=1, in_titles=9, newest=1)

    found = search.page_of(Narrowing(), "đê biển", search.Page(), bounds=bounds)

    assert [row.title for row in found.rows] == ["Bài mới"]
    assert found.more is True
