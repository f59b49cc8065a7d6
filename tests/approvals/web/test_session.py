"""Coming in, the language, notices, and the pages for what goes wrong."""

import pytest
from django.test import Client, RequestFactory

from core.web import errors

pytestmark = pytest.mark.django_db
SIGN_IN = "/desk/sign-in/"
RIGHT, WRONG = "duyet-demo-2026", "sai"


def sign_in(client, password=RIGHT):
    said = {"username": "dept-head", "password": password, "next": "/desk/"}
    return client.post(SIGN_IN, said)


def test_sign_in_leads_to_the_inbox(province, client):
    assert sign_in(client).url == "/desk/"


def test_sign_in_with_a_wrong_password_does_not_tell_which_was_wrong(province, client):
    answer = sign_in(client, WRONG)

    assert answer.status_code == 422
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in answer.content.decode()
    assert 'value="dept-head"' in answer.content.decode()


def test_sign_in_after_five_wrong_passwords_is_locked_with_a_reason(province, client):
    answers = [sign_in(client, WRONG) for _ in range(6)]

    assert answers[-1].status_code == 429
    assert "Tạm khóa đăng nhập" in answers[-1].content.decode()
    assert sign_in(client).status_code == 429


def test_sign_in_takes_over_the_stored_language(province, client, person):
    from core.models import User

    User.objects.filter(username="dept-head").update(language="en")

    sign_in(client)

    assert "Waiting for me" in client.get("/desk/").content.decode()


def test_language_switch_is_kept_with_the_person(client_for, person):
    client = client_for("dept-head")

    client.post("/desk/language/", {"language": "en", "next": "/desk/"})

    assert person("dept-head").language == "en"
    assert '<html lang="en"' in client.get("/desk/").content.decode()


def test_language_switch_to_an_unknown_language_changes_nothing(client_for, person):
    client_for("dept-head").post("/desk/language/", {"language": "xx", "next": "/desk/"})

    assert person("dept-head").language == "vi"


def test_language_switch_never_leads_to_another_host(client_for):
    answer = client_for("dept-head").post(
        "/desk/language/", {"language": "en", "next": "https://evil.example/"}
    )

    assert answer.url.startswith("/")


def test_profile_stores_the_language(client_for, person):
    answer = client_for("dept-head").post("/desk/profile/", {"language": "en"}, follow=True)

    assert person("dept-head").language == "en"
    assert "Saved." in answer.content.decode()


def test_profile_refuses_another_language(client_for):
    assert client_for("dept-head").post("/desk/profile/", {"language": "xx"}).status_code == 422


def test_sign_out_needs_a_post(client_for):
    client = client_for("dept-head")

    assert client.get("/desk/sign-out/").status_code == 405
    assert client.post("/desk/sign-out/").url == SIGN_IN


def test_notices_are_marked_read_one_by_one_and_all_at_once(submission_at, client_for, person):
    for _ in range(3):
        submission_at("submitted")
    client = client_for("dept-editor")
    unread = person("dept-editor").notices.filter(read_at=None)

    client.post("/desk/notices/read/", {"notice": unread.first().pk})
    assert unread.count() == 2
    client.post("/desk/notices/read/")

    assert unread.count() == 0
    assert client.get("/desk/notices/").status_code == 200


def test_notices_of_others_stay_unread(submission_at, client_for, person):
    submission_at("submitted")
    notice = person("dept-editor").notices.get()

    client_for("dept-head").post("/desk/notices/read/", {"notice": notice.pk})

    notice.refresh_from_db()
    assert notice.read_at is None


@pytest.mark.parametrize(
    "path",
    ["/desk/", "/desk/profile/", "/desk/notices/", "/desk/submissions/new/"],
)
def test_pages_ask_strangers_to_sign_in(path, client):
    assert client.get(path).url == f"{SIGN_IN}?next={path}"


@pytest.mark.parametrize("status", [400, 403, 404, 409, 412, 413])
@pytest.mark.parametrize(
    ("language", "piece"), [("vi", "Về hộp việc"), ("en", "Back to the inbox")]
)
def test_error_pages_speak_the_readers_language(status, language, piece):
    from django.contrib.auth.models import AnonymousUser
    from django.utils.translation import override

    request = RequestFactory().get("/desk/")
    request.user = AnonymousUser()

    with override(language):
        answer = errors.page(request, status)

    assert answer.status_code == status
    assert piece in answer.content.decode()


def test_error_page_of_a_crash_needs_no_database(client_for, monkeypatch):
    from approvals.selectors import queues

    def crash(*_args, **_kwargs):
        raise ZeroDivisionError

    client = client_for("dept-head")
    client.raise_request_exception = False
    monkeypatch.setattr(queues, "counts", crash)

    answer = client.get("/desk/")

    assert answer.status_code == 500
    assert "Hệ thống gặp lỗi" in answer.content.decode()


def test_pages_carry_a_policy_without_inline_scripts(client_for):
    policy = client_for("contributor").get("/desk/submissions/new/")["Content-Security-Policy"]

    assert "unsafe-inline" not in policy
    assert "script-src 'self' 'nonce-" in policy


def test_unknown_address_is_a_page_of_ours():
    answer = Client().get("/desk/nowhere/at/all/")

    assert answer.status_code == 404
    assert "Không tìm thấy" in answer.content.decode()


@pytest.mark.parametrize(
    ("language", "said"), [("vi", "Tệp hoặc nội dung quá lớn"), ("en", "too large")]
)
def test_upload_beyond_the_limit_is_a_page_in_the_readers_language(
    language, said, client, settings
):
    settings.MAX_REQUEST_BYTES = 1000

    answer = client.post(
        "/desk/submissions/import/", {"file": "x" * 2000}, headers={"Accept-Language": language}
    )

    assert answer.status_code == 413
    assert said in answer.content.decode()


def test_shortcuts_can_be_switched_off_and_on(client_for):
    client = client_for("dept-head")
    assert " data-on" in client.get("/desk/").content.decode()

    client.post("/desk/profile/shortcuts/", {"shortcuts": ""})
    assert " data-on" not in client.get("/desk/").content.decode()

    client.post("/desk/profile/shortcuts/", {"shortcuts": "on"})
    assert " data-on" in client.get("/desk/").content.decode()
