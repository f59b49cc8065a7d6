"""Writing items: drafts, files, corrections of what was typed, and nothing typed is lost."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from approvals.content import Fields, fields_of
from approvals.models import Submission
from approvals.selectors.people import SYSTEM
from approvals.services import drafting
from core.clock import now
from core.models import LedgerEntry, Site

pytestmark = pytest.mark.django_db

NEW = "/desk/submissions/new/"
IMPORT = "/desk/submissions/import/"


@pytest.fixture
def typed(province):
    """What a person types into the form of a complete item."""
    site = Site.objects.select_related("unit").get(code="stttt")
    return {
        "site": site.pk,
        "unit": site.unit.pk,
        "title": "Lịch tiếp công dân tháng 12",
        "summary": "Sáng thứ Năm hằng tuần.",
        "body": "<h2>Thời gian</h2><p>Từ 7 giờ 30.</p>",
        "document_type": "news",
        "category": "news",
        "language": "vi",
        "author_name": "Trần Thu Trang",
        "source_kind": "own",
        "secrecy_declared": "on",
    }


def address(item, page="edit/"):
    return f"/desk/submissions/{item.pk}/{page}"


def form_of(item, **changes):
    content = item.content
    source = {f"source_{name}": value for name, value in content["source"].items()}
    names = ("title", "summary", "body", "document_type", "category", "language", "author_name")
    kept = {name: content[name] for name in names}
    return {**kept, **source, "secrecy_declared": "on", "version": item.version, **changes}


def picture():
    data = io.BytesIO()
    Image.new("RGB", (8, 8), "#a3161e").save(data, "PNG")
    return SimpleUploadedFile("Trụ sở.png", data.getvalue(), "image/png")


def test_new_saved_as_a_draft_opens_for_editing(typed, client_for):
    answer = client_for("contributor").post(NEW, {**typed, "save": ""})

    item = Submission.objects.get()
    assert answer.url == address(item)
    assert (item.state, item.channel) == ("draft", "form")
    assert item.content["body"] == "<h2>Thời gian</h2><p>Từ 7 giờ 30.</p>"


def test_new_submitted_at_once_says_who_is_next(typed, client_for):
    answer = client_for("contributor").post(NEW, {**typed, "submit": ""}, follow=True)

    item = Submission.objects.get()
    assert item.state == "submitted"
    assert "Chờ Biên tập viên ở bước “Biên tập”" in answer.content.decode()


def test_new_with_a_picture_keeps_its_two_texts(typed, client_for):
    typed |= {"new_file": picture(), "new_caption": "Trụ sở Sở", "new_alt_text": "Tòa nhà 5 tầng"}

    client_for("contributor").post(NEW, {**typed, "save": ""})

    row = Submission.objects.get().attachments.get()
    assert (row.role, row.caption, row.alt_text) == ("picture", "Trụ sở Sở", "Tòa nhà 5 tầng")


def test_new_under_a_secrecy_mark_comes_back_filled_and_keeps_nothing(typed, client_for):
    typed["body"] = "<p>TỐI MẬT</p><p>Kế hoạch phòng thủ.</p>"

    answer = client_for("contributor").post(NEW, {**typed, "save": ""})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Kế hoạch phòng thủ." in text
    assert "văn thư bảo mật" in text
    assert Submission.objects.count() == 0
    assert LedgerEntry.objects.get(verb="refuse_secret").actor == "contributor"


def test_new_without_a_title_comes_back_with_everything_else(typed, client_for):
    typed["title"] = ""

    answer = client_for("contributor").post(NEW, {**typed, "save": ""})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Sáng thứ Năm hằng tuần." in text
    assert 'aria-describedby="id_title_problems"' in text


def test_submit_with_violations_shows_all_of_them_beside_their_fields(typed, client_for):
    typed |= {"author_name": "", "source_kind": "", "category": ""}
    del typed["secrecy_declared"]

    answer = client_for("contributor").post(NEW, {**typed, "submit": ""})

    form = answer.context["form"]
    found = {name: [p.code for p in problems] for name, problems in form.problems.items()}
    assert answer.status_code == 422
    assert found == {
        "category": ["CATEGORY_MISSING"],
        "secrecy_declared": ["SECRECY_UNDECLARED"],
        "source_kind": ["SOURCE_MISSING"],
        "author_name": ["AUTHOR_MISSING"],
    }
    assert 'action="' + address(Submission.objects.get()) in answer.content.decode()


def test_edit_shows_the_findings_of_the_checks_as_advice(submission_at, client_for):
    item = submission_at("draft", author_name="")

    page = client_for("contributor").get(address(item))

    assert [p.code for p in page.context["form"].problems["author_name"]] == ["AUTHOR_MISSING"]


def test_edit_writes_one_revision_for_words_files_and_descriptions(submission_at, client_for):
    item = submission_at("draft")
    client = client_for("contributor")
    client.post(address(item), form_of(item, save="", new_file=picture(), new_alt_text="Nhà"))
    item.refresh_from_db()
    row = item.attachments.get()

    client.post(
        address(item),
        form_of(
            item,
            save="",
            title="Lịch mới",
            **{f"caption-{row.pk}": "Trụ sở", f"alt-{row.pk}": "Tòa nhà"},
        ),
    )

    item.refresh_from_db()
    row.refresh_from_db()
    assert item.revision.number == 3
    assert item.title == "Lịch mới"
    assert (row.caption, row.alt_text) == ("Trụ sở", "Tòa nhà")
    assert item.content["attachments"][0]["alt_text"] == "Tòa nhà"


def test_edit_takes_a_file_out_and_keeps_its_row(submission_at, client_for):
    item = submission_at("draft")
    client = client_for("contributor")
    client.post(address(item), form_of(item, save="", new_file=picture()))
    item.refresh_from_db()
    row = item.attachments.get()

    client.post(address(item), form_of(item, save="", **{f"remove-{row.pk}": "on"}))

    item.refresh_from_db()
    row.refresh_from_db()
    assert item.content["attachments"] == []
    assert row.removed_at is not None


def test_edit_of_a_stale_page_is_412_and_keeps_every_word(submission_at, client_for, actor):
    item = submission_at("draft")
    stale = form_of(item, save="", body="<p>Chữ của tôi.</p>")
    other = fields_of(item.content).changed(title="Tiêu đề của người khác")
    drafting.edit(item.pk, by=actor("contributor"), now=now(), fields=other)

    answer = client_for("contributor").post(address(item), stale)

    item.refresh_from_db()
    text = answer.content.decode()
    assert answer.status_code == 412
    assert "Chữ của tôi." in text
    assert f'name="version" value="{item.version}"' in text
    assert item.title == "Tiêu đề của người khác"


def test_edit_with_a_refused_file_keeps_every_word_and_saves_nothing(submission_at, client_for):
    item = submission_at("draft")
    bad = SimpleUploadedFile("bìa.png", b"MZ\x90\x00 not a picture", "image/png")

    answer = client_for("contributor").post(
        address(item), form_of(item, save="", title="Chữ mới", new_file=bad)
    )

    item.refresh_from_db()
    assert answer.status_code == 422
    assert "Chữ mới" in answer.content.decode()
    assert item.title != "Chữ mới"


@pytest.mark.parametrize(("state", "status"), [("submitted", 409), ("rejected", 409)])
def test_edit_in_a_wrong_state_is_refused(state, status, submission_at, client_for):
    item = submission_at(state)

    assert client_for("contributor").get(address(item)).status_code == status


def test_new_by_somebody_without_a_writing_role_is_403(client_for):
    assert client_for("auditor").get(NEW).status_code == 403


def test_import_converts_and_leads_to_the_draft(province, client_for):
    site = Site.objects.select_related("unit").get(code="stttt")
    file = SimpleUploadedFile("ke-hoach.md", "# Kế hoạch\n\n## Mục 1\n\nChữ.".encode())

    answer = client_for("contributor").post(
        IMPORT,
        {
            "file": file,
            "site": site.pk,
            "unit": site.unit.pk,
            "document_type": "plan",
            "category": "plans",
        },
    )

    item = Submission.objects.get()
    assert answer.url == address(item)
    assert item.title == "Kế hoạch"
    assert item.attachments.get().role == "original"


@pytest.mark.parametrize(
    ("name", "data", "status", "said"),
    [
        ("trống.txt", b"", 422, "không có nội dung"),
        ("hong.docx", b"PK\x03\x04 broken", 422, "bị hỏng"),
        ("thu.txt", "TUYỆT MẬT\nNội dung".encode(), 422, "văn thư bảo mật"),
    ],
)
def test_import_of_a_bad_file_is_refused_with_the_fix(
    name, data, status, said, province, client_for
):
    site = Site.objects.select_related("unit").get(code="stttt")
    file = SimpleUploadedFile(name, data)

    answer = client_for("contributor").post(
        IMPORT, {"file": file, "site": site.pk, "unit": site.unit.pk, "document_type": "news"}
    )

    assert answer.status_code == status
    assert said in answer.content.decode()
    assert Submission.objects.count() == 0


def test_adopt_makes_a_member_of_the_board_the_author(province, client_for):
    site = Site.objects.select_related("unit").get(code="stttt")
    fields = Fields(
        title="Đơn kiến nghị", document_type="news", category="news", body="<p>Thư.</p>"
    )
    letter = drafting.NewDraft(site=site, unit=site.unit, fields=fields, channel="mail")
    item = drafting.receive(letter, by=SYSTEM, now=now())
    editor = client_for("dept-editor")

    page = editor.get(address(item, "adopt/"))
    answer = editor.post(
        address(item, "adopt/"),
        form_of(item, author_name="Nguyễn Văn A", source_kind="official", source_name="Công dân"),
    )

    item.refresh_from_db()
    assert page.status_code == 200
    assert answer.status_code == 302
    assert str(item.submitted_by) == "Bùi Thanh Sơn"
