"""A translation belongs to its original: same document, paired addresses, and behind when it is."""

import pytest

from approvals.content import fields_of
from approvals.models import Submission
from approvals.selectors.pairs import Pair, behind, original_of
from approvals.services import acts, drafting, verbs
from approvals.services.translating import translate
from core.clock import now
from core.errors import NotPermitted, WrongState
from publishing.models import Publication
from publishing.services.publishing import clear_recalled, publish, publish_due
from publishing.services.takedown import take_down

pytestmark = pytest.mark.django_db
WAY = (("contributor", "submit"), ("dept-editor", "review"), ("dept-head", "approve"))


@pytest.fixture(autouse=True)
def static_root(settings, tmp_path):
    """Give the static files' middleware an empty folder."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()


@pytest.fixture
def english(actor):
    """Translate an item, and take the translation some steps of its way."""

    def make(original, steps=3, **words):
        item = translate(original.pk, by=actor("contributor"), now=now(), language="en")
        given = {"title": "Reception of citizens", "body": "<p>On Thursdays.</p>", **words}
        item = drafting.edit(
            item.pk,
            by=actor("contributor"),
            now=now(),
            fields=fields_of(item.content).changed(**given),
            terms=drafting.Terms(secrecy_declared=True),
        )
        for name, verb in WAY[:steps]:
            item = getattr(verbs, verb)(item.pk, by=actor(name), now=now())
        return item

    return make


@pytest.fixture
def corrected(actor):
    """Correct a public item: its second paragraph reads otherwise."""

    def make(item, body):
        new = acts.correct(item.pk, by=actor("contributor"), now=now(), change_note="Đổi giờ.")
        new = drafting.edit(
            new.pk,
            by=actor("contributor"),
            now=now(),
            fields=fields_of(new.content).changed(body=body),
            terms=drafting.Terms(secrecy_declared=True),
        )
        for name, verb in WAY:
            new = getattr(verbs, verb)(new.pk, by=actor(name), now=now())
        assert publish_due(now=now())[1] == []
        return new

    return make


def page_of(item, settings):
    row = Publication.objects.get(submission=item)
    return (settings.PORTAL_ROOT / "stttt" / row.address / "index.html").read_text("utf-8")


def test_translation_is_of_the_same_document_and_names_the_text_it_follows(submission_at, english):
    original = submission_at("published")

    item = english(original, steps=0)

    assert item.document_id == original.document_id
    assert (item.language, item.content["language"]) == ("en", "en")
    assert item.content["translation_of"] == original.content_hash
    assert original_of(item) == original


def test_pages_lead_to_each_other_once_both_are_online(submission_at, english, settings):
    original = submission_at("published")
    assert "hreflang" not in page_of(original, settings).split("</head>")[0]

    item = english(original)
    publish_due(now=now())

    there = Publication.objects.get(submission=item).address
    back = Publication.objects.get(submission=original).address
    assert there.startswith("en/news/reception-of-citizens-")
    for page in (page_of(original, settings), page_of(item, settings)):
        head = page.split("</head>")[0]
        assert f'<link rel="alternate" hreflang="en" href="../../{there}">' in head.replace(
            "../../../", "../../"
        )
        assert f'hreflang="vi" href="../../{back}"' in head.replace("../../../", "../../")
    assert "Read in English" in page_of(original, settings)
    row = Publication.objects.get(submission=original)
    assert row.page_hash != ""


def test_taken_down_translation_is_no_longer_named(submission_at, english, actor, settings):
    original = submission_at("published")
    item = english(original)
    publish_due(now=now())

    take_down(item.pk, by=actor("dept-head"), now=now(), kind="gone", reason="Dịch sai.")

    assert "Read in English" not in page_of(original, settings)


def test_changed_passages_of_the_original_are_marked(submission_at, english, corrected, settings):
    original = submission_at("published", body="<p>Sáng thứ Năm.</p><p>Tại trụ sở.</p>")
    item = english(original)
    publish_due(now=now())
    assert behind(item) == ()

    corrected(original, "<p>Sáng thứ Sáu.</p><p>Tại trụ sở.</p>")

    found = Pair(item, behind(item))
    assert found.passages == 1
    said = [p.text for c in found.behind for b in c.blocks for p in b.pieces if p.kind == "ins"]
    assert "".join(said).strip() == "Sáu"
    assert "has not followed" in page_of(item, settings)


def test_renewed_translation_stands_at_the_same_address(
    submission_at, english, corrected, settings
):
    original = submission_at("published", body="<p>Sáng thứ Năm.</p>")
    first = english(original)
    publish_due(now=now())
    new = corrected(original, "<p>Sáng thứ Sáu.</p>")

    second = english(new, body="<p>On Fridays.</p>")
    publish_due(now=now())

    assert second.supersedes == first
    addresses = {Publication.objects.get(submission=one).address for one in (first, second)}
    assert len(addresses) == 1
    assert "has not followed" not in page_of(second, settings)


def test_translation_never_stands_without_its_original(submission_at, english):
    original = submission_at("reviewed")
    item = english(original)

    publish_due(now=now())
    with pytest.raises(WrongState, match="PAIR_NOT_READY"):
        publish(item.pk, now=now())

    item.refresh_from_db()
    assert item.state == "approved"


def test_both_go_out_in_one_turn(submission_at, english):
    original = submission_at("approved")
    item = english(original)

    done, failed = publish_due(now=now())

    assert failed == []
    assert [line.split()[0] for line in done] == [original.reference, item.reference]


def test_where_the_pack_asks_the_original_waits_for_its_translation(submission_at, actor):
    original = submission_at("approved", site="tinh", category="introduction", document_type="page")
    item = translate(original.pk, by=actor("portal-writer"), now=now(), language="en")
    drafting.edit(
        item.pk,
        by=actor("portal-writer"),
        now=now(),
        terms=drafting.Terms(secrecy_declared=True),
    )
    item = verbs.submit(item.pk, by=actor("portal-writer"), now=now())

    with pytest.raises(WrongState, match="PAIR_NOT_READY"):
        publish(original.pk, now=now())
    for name in ("editor", "secretary"):
        item = verbs.review(item.pk, by=actor(name), now=now())
    verbs.approve(item.pk, by=actor("board-head"), now=now())

    assert len(publish_due(now=now())[0]) == 2


def test_language_of_a_pair_cannot_be_edited_away(submission_at, english, actor):
    item = english(submission_at("published"), steps=0)
    fields = fields_of(item.content).changed(language="vi", translation_of="")

    item = drafting.edit(item.pk, by=actor("contributor"), now=now(), fields=fields)

    assert item.content["language"] == "en"
    assert item.content["translation_of"] != ""


def test_second_translation_and_translation_of_a_translation_are_refused(
    submission_at, english, actor
):
    original = submission_at("published")
    item = english(original, steps=0)

    for key, language, code in (
        (original.pk, "en", "TRANSLATION_UNDER_WAY"),
        (item.pk, "vi", "TRANSLATION_NOT_POSSIBLE"),
        (original.pk, "xx", "TRANSLATION_NOT_POSSIBLE"),
    ):
        with pytest.raises(WrongState, match=code):
            translate(key, by=actor("contributor"), now=now(), language=language)
    with pytest.raises(NotPermitted):
        translate(original.pk, by=actor("portal-writer"), now=now(), language="en")


def test_recalled_translation_leaves_the_original_page_alone(
    submission_at, english, actor, settings
):
    original = submission_at("published")
    item = english(original)
    verbs.recall(item.pk, by=actor("dept-head"), now=now(), reason="Chờ.")

    assert clear_recalled(now=now()) == []
    assert page_of(original, settings)


def test_desk_starts_a_translation_and_shows_both_side_by_side(submission_at, client_for):
    original = submission_at("published")
    client = client_for("contributor")
    assert "Dịch sang Tiếng Anh" in client.get(f"/desk/submissions/{original.pk}/").content.decode()

    answer = client.post(f"/desk/submissions/{original.pk}/translate/", {"language": "en"})

    item = Submission.objects.get(translation_of=original)
    assert answer["Location"] == f"/desk/submissions/{item.pk}/edit/"
    page = client.get(f"/desk/submissions/{item.pk}/pair/").content.decode()
    assert page.count("<iframe") == 2
    assert "Bản dịch theo kịp bản gốc." in page
    assert "đặt cạnh nhau" in client.get(f"/desk/submissions/{original.pk}/").content.decode()


def test_strangers_cannot_see_or_translate_what_is_not_public(submission_at, client_for):
    original = submission_at("submitted")

    answer = client_for("commune-writer").post(
        f"/desk/submissions/{original.pk}/translate/", {"language": "en"}
    )

    assert answer.status_code == 404
