"""Callers of the API: a small client with a person's token, and a complete draft to send."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

V1 = "/api/v1/"
COMPLETE = {
    "site": "stttt",
    "document_type": "news",
    "category": "news",
    "language": "vi",
    "title": "Lịch tiếp công dân tháng 12",
    "summary": "Sở tiếp công dân sáng thứ Năm.",
    "body": "<p>Sở tiếp công dân vào sáng thứ Năm hằng tuần.</p>",
    "source": {"kind": "own", "name": "Sở Thông tin và Truyền thông"},
    "author_name": "Trần Thu Trang",
    "secrecy_declaration": True,
}


@dataclass
class Caller:
    """One person at the API."""

    token: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def call(self, method: str, address: str, data: Any = None, **headers: str) -> Any:
        """Send one request; dictionaries go as JSON."""
        sent = {**self.headers, **{name.replace("_", "-"): v for name, v in headers.items()}}
        if self.token:
            sent.setdefault("Authorization", f"Token {self.token}")
        path = address if address.startswith("/") else V1 + address
        client = Client(raise_request_exception=False)
        send = getattr(client, method)
        if method in {"get", "head"}:
            answer = send(path, data or {}, headers=sent)
            if answer.streaming:
                answer.streamed = b"".join(answer.streaming_content)
            return answer
        return send(path, data=data or {}, content_type="application/json", headers=sent)

    def get(self, address: str, data: Any = None, **headers: str) -> Any:
        return self.call("get", address, data, **headers)

    def post(self, address: str, data: Any = None, **headers: str) -> Any:
        return self.call("post", address, data, **headers)

    def patch(self, address: str, data: Any = None, **headers: str) -> Any:
        return self.call("patch", address, data, **headers)

    def delete(self, address: str, **headers: str) -> Any:
        return self.call("delete", address, **headers)

    def upload(self, address: str, data: dict[str, Any], **headers: str) -> Any:
        """Send a form with files."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent["Authorization"] = f"Token {self.token}"
        return Client(raise_request_exception=False).post(V1 + address, data, headers=sent)


@pytest.fixture(autouse=True)
def no_calls_before(settings, tmp_path):
    """Forget how often anybody called; need no collected files."""
    cache.clear()
    settings.STATIC_ROOT = str(tmp_path)


@pytest.fixture
def api(person) -> Callable[..., Caller]:
    """Return somebody at the API; nobody in particular without a name."""
    from core import tokens
    from core.clock import now

    def caller(username: str = "", **headers: str) -> Caller:
        token = tokens.issue(person(username), now=now()) if username else ""
        return Caller(token, headers)

    return caller


@pytest.fixture
def draft(api) -> Callable[..., dict[str, Any]]:
    """Create a complete draft through the API."""

    def create(username: str = "contributor", **fields: Any) -> dict[str, Any]:
        answer = api(username).post("submissions/", {**COMPLETE, **fields})
        assert answer.status_code == 201, answer.content
        return answer.json()

    return create


@pytest.fixture
def at(api, draft) -> Callable[..., dict[str, Any]]:
    """Return a submission taken to a state over the API."""
    steps = {
        "submitted": [("contributor", "submit")],
        "reviewed": [("contributor", "submit"), ("dept-editor", "review")],
        "approved": [
            ("contributor", "submit"),
            ("dept-editor", "review"),
            ("dept-head", "approve"),
        ],
    }

    def take(state: str, **fields: Any) -> dict[str, Any]:
        item = draft(**fields)
        for username, verb in steps[state]:
            answer = api(username).post(f"submissions/{item['id']}/{verb}/")
            assert answer.status_code == 200, answer.content
            item = answer.json()
        return item

    return take


@pytest.fixture
def published(at) -> Callable[..., dict[str, Any]]:
    """Return the id of an item taken onto its site, the way the effects worker does it."""
    from core.clock import now
    from publishing.services.publishing import publish_due

    def publish(**fields: Any) -> dict[str, Any]:
        item = at("approved", **fields)
        done, failed = publish_due(now=now())
        assert not failed
        assert done
        return item

    return publish


@pytest.fixture
def today():
    """Return today as clocks in Vietnam show it."""
    from core.clock import in_vietnam, now

    return in_vietnam(now()).date()


MAIL = """From: Van phong <gui@example.org>
To: stttt@tinh.example.vn
Subject: Thong bao
Date: Mon, 23 Nov 2026 08:15:00 +0700
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Sở thông báo lịch tiếp công dân sáng thứ Năm hằng tuần tại trụ sở.
"""


@pytest.fixture
def received(api) -> Callable[..., Any]:
    """Hand in a mail, by default as the department's editor."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    def hand_in(
        username: str = "dept-editor",
        *,
        name: str = "thu.eml",
        data: bytes = MAIL.encode(),
        status: int = 201,
    ) -> Any:
        sent = {"site": "stttt", "category": "news", "file": SimpleUploadedFile(name, data)}
        answer = api(username).upload("submissions/receive/", sent)
        assert answer.status_code == status, answer.content
        return answer.json()

    return hand_in


@pytest.fixture
def picture() -> bytes:
    """Return a small picture."""
    import io

    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
def received_with_picture(received, picture) -> Any:
    """Hand in a page whose picture says nothing."""
    import base64

    source = base64.b64encode(picture).decode()
    page = (
        "<html><head><title>Trang</title></head><body><h1>Trang</h1><p>Nội dung có ảnh.</p>"
        f'<img src="data:image/png;base64,{source}"></body></html>'
    )
    return received(name="trang.html", data=page.encode())
