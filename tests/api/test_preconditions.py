"""If-Match and Idempotency-Key: nothing stale, nothing twice."""

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

NEW = {"site": "stttt", "document_type": "news", "title": "Tin"}
LABELS = {"Idempotency_Key": "k-1"}


def count():
    from approvals.models import Submission

    return Submission.objects.count()


def test_stale_version_is_412_even_where_the_state_is_wrong_too(api, at):
    item = at("submitted")

    answer = api("contributor").post(f"submissions/{item['id']}/submit/", If_Match='"1"')

    assert (answer.status_code, answer.json()["code"]) == (412, "STALE_VERSION")


@pytest.mark.parametrize("verb", ["adopt", "correct", "take_down", "override", "confirm"])
def test_every_act_refuses_a_stale_version_first(api, at, verb):
    item = at("submitted")
    body = {"code": "X", "repair_by": "2030-01-01"} if verb == "override" else {}

    answer = api("contributor").post(f"submissions/{item['id']}/{verb}/", body, If_Match='"77"')

    assert answer.status_code == 412


def test_present_version_lets_the_act_through(api, draft):
    item = draft()

    answer = api("contributor").post(f"submissions/{item['id']}/submit/", If_Match='"1"')

    assert answer.status_code == 200
    assert answer["ETag"] == f'"{answer.json()["version"]}"'


def test_stale_change_of_a_draft_is_412(api, draft):
    item = draft()
    one = f"submissions/{item['id']}/"
    api("contributor").patch(one, {"title": "Mới"})

    answer = api("contributor").patch(one, {"title": "Cũ"}, If_Match='"1"')

    assert answer.status_code == 412


@pytest.mark.parametrize("header", ["1", '"x"', 'W/"1"', '""', '"1", "2"', '"-1"'])
def test_malformed_if_match_is_400(api, draft, header):
    item = draft()

    answer = api("contributor").post(f"submissions/{item['id']}/submit/", If_Match=header)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "If-Match"


def test_same_key_and_body_gives_the_same_answer_once(api, province):
    caller = api("contributor")

    first = caller.post("submissions/", NEW, **LABELS)
    again = caller.post("submissions/", dict(reversed(NEW.items())), **LABELS)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again["Idempotency-Replayed"] == "true"
    assert count() == 1


def test_replay_stands_before_stale_and_wrong_state(api, draft):
    item = draft()
    one = f"submissions/{item['id']}/submit/"
    first = api("contributor").post(one, If_Match='"1"', **LABELS)

    again = api("contributor").post(one, If_Match='"1"', **LABELS)

    assert (again.status_code, again.json()) == (200, first.json())


def test_same_key_with_another_body_is_422(api, province):
    caller = api("contributor")
    caller.post("submissions/", NEW, **LABELS)

    answer = caller.post("submissions/", NEW | {"title": "Tin khác"}, **LABELS)

    assert (answer.status_code, answer.json()["code"]) == (422, "IDEMPOTENCY_MISMATCH")
    assert count() == 1


def test_key_is_scoped_to_person_and_address(api, draft):
    one, other = draft(title="Một"), draft(title="Hai")
    caller = api("contributor")

    answers = [caller.post(f"submissions/{x['id']}/submit/", **LABELS) for x in (one, other)]
    someone_else = api("dept-editor").post(f"submissions/{one['id']}/review/", **LABELS)

    assert [answer.status_code for answer in answers] == [200, 200]
    assert someone_else.status_code == 200


def test_refusal_leaves_the_key_free(api, at):
    item = at("submitted")
    one = f"submissions/{item['id']}/request_changes/"

    refused = api("dept-editor").post(one, {"remark": ""}, **LABELS)
    done = api("dept-editor").post(one, {"remark": "Sửa."}, **LABELS)

    assert (refused.status_code, done.status_code) == (422, 200)


def test_refusal_for_secrecy_is_on_the_ledger_even_under_a_key(api, province):
    answer = api("contributor").post(
        "submissions/", NEW | {"body": "<p>TỐI MẬT</p><p>Nội dung</p>"}, **LABELS
    )
    rows = api("auditor").get("ledger/entries/", {"verb": "refuse_secret"}).json()["results"]

    assert (answer.status_code, answer.json()["code"]) == (422, "SECRECY_MARK")
    assert len(rows) == 1
    assert "Nội dung" not in rows[0]["body"]


def test_same_upload_under_a_key_makes_one_draft(api, province):
    def send(data):
        file = SimpleUploadedFile("tin.txt", data)
        sent = {"site": "stttt", "file": file}
        return api("contributor").upload("submissions/import/", sent, **LABELS)

    first, again, other = send(b"Tin ngan"), send(b"Tin ngan"), send(b"Tin khac")

    assert [x.status_code for x in (first, again, other)] == [201, 201, 422]
    assert first.json()["id"] == again.json()["id"]
    assert count() == 1


@pytest.mark.parametrize("key", ["", "x" * 201, "có dấu", "a b"])
def test_malformed_key_is_400(api, province, key):
    answer = api("contributor").post("submissions/", NEW, Idempotency_Key=key)

    assert answer.status_code == 400


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_do_it_once(flush_past_guards, api, province):
    from django.db import connection

    caller, barrier, answers = api("contributor"), threading.Barrier(2), []

    def send():
        barrier.wait()
        answers.append(caller.post("submissions/", NEW, **LABELS))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert sorted(answer.has_header("Idempotency-Replayed") for answer in answers) == [False, True]
    assert count() == 1
