"""Who may do what, through both doors: state × verb × relation, as the regulation shares it out."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client

from approvals.models import Absence, Submission
from core.clock import in_vietnam, now
from core.models import RoleAssignment, Unit, User

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
UNIT = {"author", "colleague", "reviewer", "approver", "deputy"}
RELATIONS = {
    "author": "contributor",
    "colleague": "colleague",
    "reviewer": "dept-editor",
    "approver": "dept-head",
    "deputy": "deputy-head",
    "substitute": "secretary",  # stands in for the reviewer
    "board of the portal": "board-head",
    "other agency": "commune-head",
    "auditor": "auditor",
    "archivist": "archivist",
    "administrator": "admin",
}
INVISIBLE = {"board of the portal", "other agency"}
POWERS = {
    "submit": {"draft": UNIT, "returned": UNIT},
    "withdraw": {state: {"author"} for state in ("draft", "submitted", "returned", "reviewed")},
    "review": {"submitted": {"reviewer", "substitute"}},
    "approve": {"reviewed": {"approver", "deputy"}},
    "fast_track": {"submitted": {"approver", "deputy"}},
    "request_changes": {
        "submitted": {"reviewer", "substitute"},
        "reviewed": {"approver", "deputy"},
    },
    "reject": {"submitted": {"reviewer", "substitute"}, "reviewed": {"approver", "deputy"}},
    "recall": {"approved": {"reviewer", "approver", "deputy"}},
}
STATES = ["draft", "submitted", "returned", "reviewed", "approved", "published", "rejected"]
DONE = "done"
GROUND = "QB39.4.5.UNTRUE"


def expected(verb, state, relation, door):
    """404 comes before 409, and 409 before 403 (contract: order of answers).

    Whoever may not see an item may know through the API that it was published.
    """
    if relation in INVISIBLE and not (state == "published" and door is by_api):
        return 404
    if state not in POWERS[verb]:
        return 409
    return DONE if relation in POWERS[verb][state] else 403


@pytest.fixture
def people(province):
    colleague = User.objects.create(username="colleague", full_name="Đồng nghiệp")
    unit = Unit.objects.get(code="stttt")
    RoleAssignment.objects.create(user=colleague, role="contributor", unit=unit)
    today = in_vietnam(now()).date()
    reviewer = User.objects.get(username="dept-editor")
    Absence.objects.create(
        person=reviewer,
        substitute=User.objects.get(username="secretary"),
        first_day=today,
        last_day=today + timedelta(days=1),
        set_by=reviewer,
        set_at=now(),
    )


def signed_in(username):
    client = Client()
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(User.objects.get(username=username), backend=backend)
    return client


def by_api(client, item, verb):
    said = {"remark": "Vì sao", "grounds": [{"code": GROUND, "explanation": "Sai số liệu."}]}
    if verb != "reject":
        del said["grounds"]
    if verb == "fast_track":
        verb, said = "approve", {"fast_track_reason": "Bão khẩn cấp."}
    address = f"/api/v1/submissions/{item.pk}/{verb}/"
    return client.post(address, said, content_type="application/json")


def by_desk(client, item, verb):
    said = {"version": item.version, "remark": "Vì sao"}
    if verb == "reject":
        said |= {"ground": GROUND, f"explanation-{GROUND}": "Sai số liệu."}
    return client.post(f"/desk/submissions/{item.pk}/{verb}/", said)


def answer_of(door, client, item, verb):
    """Return DONE where the item moved, else the refusal.

    The desk leads a second click of the same person on what is done already back to the item.
    """
    status = door(client, item, verb).status_code
    if Submission.objects.get(pk=item.pk).version != item.version:
        return DONE
    return 409 if status == 302 else status


@pytest.mark.parametrize("door", [by_api, by_desk])
@pytest.mark.parametrize("state", STATES)
def test_every_cell_answers_as_the_table_says(people, submission_at, state, door):
    item = submission_at(state)
    cells = {(verb, relation) for verb in POWERS for relation in RELATIONS}
    clients = {relation: signed_in(name) for relation, name in RELATIONS.items()}

    found = {}
    for verb, relation in cells:
        with transaction.atomic():
            found[verb, relation] = answer_of(door, clients[relation], item, verb)
            transaction.set_rollback(True)

    assert found == {
        (verb, relation): expected(verb, state, relation, door) for verb, relation in cells
    }


PAGES = [
    "/desk/submissions/{id}/",
    "/desk/submissions/{id}/changes/",
    "/desk/submissions/{id}/edit/",
    "/desk/submissions/{id}/review/",
    "/preview/{id}/",
    "/api/v1/submissions/{id}/",
    "/api/v1/submissions/{id}/history/",
    "/audit/submissions/{id}/",
]


@pytest.mark.parametrize("relation", sorted(INVISIBLE))
@pytest.mark.parametrize("page", PAGES)
def test_nothing_of_another_unit_s_item_is_there(people, submission_at, relation, page):
    item = submission_at("submitted")

    answer = signed_in(RELATIONS[relation]).get(page.format(id=item.pk))

    assert answer.status_code in {403, 404}
    assert item.title not in answer.content.decode()


@pytest.mark.parametrize("relation", sorted(INVISIBLE))
@pytest.mark.parametrize(
    "listing", ["/desk/?queue=all&q={word}", "/api/v1/submissions/?q={word}", "/api/v1/inbox/"]
)
def test_no_list_or_search_shows_another_unit_s_item(people, submission_at, relation, listing):
    item = submission_at("submitted", title="Kế hoạch zxqv của Sở")

    answer = signed_in(RELATIONS[relation]).get(listing.format(word="zxqv"))

    assert answer.status_code == 200
    assert item.title not in answer.content.decode()
    assert item.reference not in answer.content.decode()


@pytest.mark.parametrize("relation", sorted(INVISIBLE))
def test_bulk_decides_nothing_on_another_unit_s_item_and_tells_nothing(
    people, submission_at, relation
):
    item = submission_at("submitted", title="Kế hoạch zxqv của Sở")
    client = signed_in(RELATIONS[relation])
    seen = {"id": str(item.pk), "version": item.version, "content_hash": item.content_hash}

    asked = client.get(f"/desk/bulk/?pick={item.pk}").content.decode()
    text = f"{item.pk}:{item.version}:{item.content_hash}:review"
    decided = client.post("/desk/bulk/", {"item": text}, follow=True).content.decode()
    body = {"verb": "review", "items": [seen]}
    told = client.post("/api/v1/submissions/bulk/", body, content_type="application/json")

    for page in (asked, decided, told.content.decode()):
        assert "zxqv" not in page
        assert item.reference not in page
    item.refresh_from_db()
    assert item.state == "submitted"
