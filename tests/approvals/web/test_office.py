"""The rooms of the office: absences, routes and mandates as people set them."""

from datetime import timedelta

import pytest

from approvals.models import Absence, Mandate, Route, RouteVersion
from approvals.services import verbs
from core.clock import in_vietnam, now
from core.models import LedgerEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(province):
    return in_vietnam(now()).date()


def text(answer):
    return answer.content.decode()


def leave(client, person, today, **said):
    fields = {
        "person": person.pk,
        "first_day": today.isoformat(),
        "last_day": (today + timedelta(days=2)).isoformat(),
        "substitute": "",
        "reason": "",
    }
    return client.post("/desk/absence/", fields | said, follow=True)


def test_one_sets_the_own_absence_and_comes_back_early(client_for, person, today, submission_at):
    client, me = client_for("dept-editor"), person("dept-editor")

    page = leave(client, me, today, substitute=person("secretary").pk)

    assert "Đã đặt lịch vắng mặt." in text(page)
    absence = Absence.objects.get()
    assert (absence.person, absence.substitute, absence.set_by) == (me, person("secretary"), me)
    entry = LedgerEntry.objects.get(verb="leave")
    assert (entry.actor, entry.subject_id) == ("dept-editor", "dept-editor")
    item = submission_at("submitted")
    assert item.title in text(client_for("secretary").get("/desk/"))

    client.post(f"/desk/absence/{absence.pk}/end/")

    assert item.title not in text(client_for("secretary").get("/desk/"))
    assert LedgerEntry.objects.filter(verb="come_back").count() == 1
    again = client.post(f"/desk/absence/{absence.pk}/end/")
    assert again.status_code == 409


def test_what_will_not_work_meanwhile_is_said_at_once(client_for, person, today):
    page = leave(
        client_for("dept-head"), person("dept-head"), today, substitute=person("board-head").pk
    )

    assert "chưa có thẩm quyền ký của Sở Thông tin và Truyền thông" in text(page)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"first_day": "2020-01-01"}, "Ngày bắt đầu vắng mặt đã qua."),
        ({"last_day": "2020-01-01"}, "Ngày cuối phải từ ngày đầu trở đi"),
    ],
)
def test_impossible_days_are_refused_with_what_was_typed(client_for, person, today, said, expected):
    page = leave(client_for("dept-head"), person("dept-head"), today, reason="Đi học", **said)

    assert page.status_code == 422
    assert expected in text(page)
    assert 'value="Đi học"' in text(page)
    assert not Absence.objects.exists()


def test_absence_of_somebody_else_is_for_administrators(client_for, person, today):
    refused = leave(client_for("contributor"), person("dept-head"), today)
    assert refused.status_code == 422
    assert not Absence.objects.exists()

    leave(client_for("admin"), person("dept-head"), today, substitute=person("deputy-head").pk)

    absence = Absence.objects.get()
    assert (absence.person, absence.set_by) == (person("dept-head"), person("admin"))


def test_on_return_one_reads_what_was_decided_in_one_s_name(
    client_for, person, actor, today, submission_at
):
    leave(client_for("dept-editor"), person("dept-editor"), today, substitute=person("editor").pk)
    item = submission_at("submitted")
    verbs.review(item.pk, by=actor("editor"), now=now())

    page = text(client_for("dept-editor").get("/desk/absence/"))

    assert item.title in page
    assert "Thẩm định đạt · Phạm Ngọc Anh" in page


STAGE = {
    "label": "", "label_en": "", "phase": "review", "unit": "stttt", "role": "editor",
    "person": "", "needs": "1", "due_hours": "8", "ORDER": "",
}  # fmt: skip


def route_form(*stages, **about):
    fields = {"name": "Đường riêng", "document_type": "", "category": ""} | about
    rows = [STAGE | {"ORDER": str(n)} | stage for n, stage in enumerate(stages, start=1)]
    rows += [STAGE] * (6 - len(rows))
    fields |= {"stage-TOTAL_FORMS": "6", "stage-INITIAL_FORMS": "0"}
    return fields | {f"stage-{n}-{k}": v for n, row in enumerate(rows) for k, v in row.items()}


HEAD = {"label": "Thủ trưởng", "phase": "approval", "role": "agency_head"}


def test_changed_route_is_a_new_version_and_running_items_keep_theirs(
    client_for, submission_at, province
):
    running = submission_at("submitted")
    route = Route.objects.get(site__code="stttt")
    sent = route_form({"label": "Biên tập", "due_hours": "4"}, HEAD)

    answer = client_for("admin").post(f"/desk/routes/{route.pk}/edit/", sent, follow=True)

    assert "Đã lưu phiên bản 2" in text(answer)
    running.refresh_from_db()
    assert running.route_version.number == 1
    fresh = submission_at("submitted")
    assert fresh.route_version.number == 2
    entry = LedgerEntry.objects.get(verb="lay_route")
    assert (entry.actor, entry.subject_id) == ("admin", str(route.pk))
    assert RouteVersion.objects.get(route=route, number=2).stages == [
        {"phase": "review", "role": "editor", "unit": "stttt", "label": "Biên tập", "due_hours": 4},
        {"phase": "approval", "role": "agency_head", "unit": "stttt", "label": "Thủ trưởng",
         "due_hours": 8},
    ]  # fmt: skip


def test_route_for_one_type_of_a_site_starts_from_a_template(client_for, submission_at, province):
    client = client_for("admin")
    page = text(client.get("/desk/routes/new/stttt/?template=agency"))
    assert 'value="Thủ trưởng duyệt"' in page

    sent = route_form({"label": "Biên tập"}, HEAD, document_type="plan", name="Kế hoạch")
    client.post("/desk/routes/new/stttt/", sent)

    assert submission_at("submitted", document_type="plan").route_version.route.name == "Kế hoạch"
    assert submission_at("submitted").route_version.route.name != "Kế hoạch"
    again = client.post("/desk/routes/new/stttt/", sent)
    assert again.status_code == 422
    assert "đã có quy trình" in text(again)


@pytest.mark.parametrize(
    ("stages", "expected"),
    [
        ([HEAD], "ít nhất một bước thẩm định"),
        ([HEAD, {"label": "Biên tập"}], "ít nhất một bước thẩm định"),
        ([{"label": "Thư ký", "role": "secretary"}, HEAD], "không có ai giữ bước “Thư ký”"),
        ([{"label": "Biên tập", "needs": "3"}, HEAD], "cần 3 người nhưng chỉ có 1"),
        ([{"label": "Một"}, {"label": "Hai"}, HEAD], "Không đủ người khác nhau"),
        (
            [{"label": "Biên tập"}, HEAD | {"unit": "tinh", "role": "secretary"}],
            "có thẩm quyền ký của đơn vị chủ trang",
        ),
    ],
)
def test_route_that_cannot_work_is_refused_in_words(client_for, province, stages, expected):
    answer = client_for("admin").post(
        "/desk/routes/new/stttt/", route_form(*stages, category="plans")
    )

    assert answer.status_code == 422
    assert expected in text(answer)
    assert Route.objects.filter(site__code="stttt").count() == 1


def test_dry_run_says_who_would_be_asked_and_who_cannot(client_for, person, today):
    leave(client_for("dept-head"), person("dept-head"), today, substitute=person("secretary").pk)
    route = Route.objects.get(site__code="stttt")

    page = text(
        client_for("admin").get(f"/desk/routes/{route.pk}/?author={person('dept-editor').pk}")
    )

    assert "là tác giả nên không được" in page
    assert "vắng mặt" in page
    assert "thay Lê Quang Minh" in page
    assert "chưa có thẩm quyền ký" in page


@pytest.mark.parametrize("page", ["/desk/routes/", "/desk/mandates/"])
def test_rooms_of_administrators_are_closed_to_others(client_for, page):
    assert client_for("dept-head").get(page).status_code == 403
    assert client_for("admin").get(page).status_code == 200


def mandate_form(person, today, **said):
    from core.models import Unit

    fields = {
        "unit": Unit.objects.get(code="stttt").pk,
        "holder": person("dept-editor").pk,
        "kind": "TUQ",
        "principal": person("dept-head").pk,
        "authority": "TUQ. GIÁM ĐỐC",
        "title": "PHÓ TRƯỞNG PHÒNG",
        "source_document": "Văn bản ủy quyền số 5/UQ-STTTT",
        "document_types": ["news"],
        "valid_from": today.isoformat(),
        "valid_to": (today + timedelta(days=30)).isoformat(),
    }
    return fields | said


def test_mandate_is_given_with_its_limits_and_ended(client_for, person, today):
    client = client_for("admin")

    page = client.post("/desk/mandates/", mandate_form(person, today), follow=True)

    assert "Đã lập thẩm quyền ký." in text(page)
    mandate = Mandate.objects.get(kind="TUQ")
    assert (mandate.principal, mandate.document_types) == (person("dept-head"), ["news"])
    assert LedgerEntry.objects.filter(verb="give_mandate", actor="admin").exists()
    client.post(f"/desk/mandates/{mandate.pk}/end/")
    mandate.refresh_from_db()
    assert mandate.ended_at
    assert client.post(f"/desk/mandates/{mandate.pk}/end/").status_code == 409
    assert LedgerEntry.objects.filter(verb="end_mandate").exists()


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"valid_to": ""}, "Thừa ủy quyền (TUQ) phải có thời hạn."),
        ({"principal": ""}, "phải ghi rõ của ai"),
        ({"source_document": " "}, "Chưa ghi văn bản phân công hoặc ủy quyền."),
        ({"kind": "TM"}, "thì không có người giao quyền"),
        ({"principal": "deputy-head"}, "quyền được giao thì không giao tiếp cho người thứ ba"),
        ({"holder": "dept-head"}, "Không ai giao quyền ký cho chính mình."),
    ],
)
def test_mandate_that_the_law_does_not_allow_is_refused(client_for, person, today, said, expected):
    for name in ("principal", "holder"):
        if said.get(name):
            said = said | {name: person(said[name]).pk}

    answer = client_for("admin").post("/desk/mandates/", mandate_form(person, today, **said))

    assert answer.status_code == 422
    assert expected in text(answer)
    assert not Mandate.objects.filter(kind="TUQ").exists()
