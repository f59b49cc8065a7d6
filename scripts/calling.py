"""One person at the API of the running instance, with nothing but the standard library."""

import json
import mimetypes
import time
import urllib.error
import urllib.request
import uuid
from functools import cached_property
from typing import Any

TRIES = 4
SECONDS = 900
AGAIN = frozenset({429, 503})
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))

Answer = dict[str, Any]


class RefusedError(Exception):
    """The instance said no; `codes` are the reasons."""

    def __init__(self, status: int, text: str, codes: tuple[str, ...] = ()) -> None:
        super().__init__(f"{status} {text}".strip())
        self.status, self.codes = status, codes


class Caller:
    """Somebody who calls; the token is fetched at the first call."""

    def __init__(self, root: str, username: str, password: str) -> None:
        self.root, self.username, self.password = root, username, password

    @cached_property
    def token(self) -> str:
        """A token of this person."""
        said = {"username": self.username, "password": self.password}
        answer = self._json("POST", "auth/token/", said, headers={})
        return str(answer["token"])

    def address(self, path: str) -> str:
        """Return the whole address of what an answer names."""
        return path if path.startswith("http") else self.root + path

    def get(self, path: str) -> Answer:
        """Read."""
        return self._json("GET", path, None, headers=self._signed())

    def post(self, path: str, body: Answer) -> Answer:
        """Do an act, once, however often the network makes us ask."""
        key = {"Idempotency-Key": str(uuid.uuid4())}
        return self._json("POST", path, body, headers=self._signed() | key)

    def patch(self, path: str, body: Answer) -> Answer:
        """Change a draft."""
        return self._json("PATCH", path, body, headers=self._signed())

    def upload(self, path: str, name: str, data: bytes, fields: dict[str, str]) -> Answer:
        """Send a file with its fields."""
        boundary = uuid.uuid4().hex
        headers = self._signed() | {
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Idempotency-Key": str(uuid.uuid4()),
        }
        body = _form(boundary, name, data, fields)
        text = self._send("POST", f"{self.root}/api/v1/{path}", body, headers)
        answer: Answer = json.loads(text)
        return answer

    def fetch(self, address: str) -> bytes:
        """Return the bytes at an address; raises RefusedError unless it answers 200."""
        signed = self._signed() if "/api/" in address else {}
        return self._send("GET", address, None, signed)

    def _signed(self) -> dict[str, str]:
        return {"Authorization": f"Token {self.token}"}

    def _json(
        self, method: str, path: str, body: Answer | None, *, headers: dict[str, str]
    ) -> Answer:
        data = None if body is None else json.dumps(body).encode()
        sent = headers | {"Content-Type": "application/json", "Accept-Language": "vi"}
        answer: Answer = json.loads(self._send(method, f"{self.root}/api/v1/{path}", data, sent))
        return answer

    def _send(
        self, method: str, address: str, data: bytes | None, headers: dict[str, str]
    ) -> bytes:
        """Send, and try again where the instance asks for patience."""
        for attempt in range(1, TRIES + 1):
            request = urllib.request.Request(address, data, headers, method=method)  # noqa: S310
            try:
                with OPENER.open(request, timeout=SECONDS) as answer:
                    body: bytes = answer.read()
                    return body
            except urllib.error.HTTPError as error:
                if error.code not in AGAIN or attempt == TRIES:
                    raise _refused(error) from error
                time.sleep(min(int(error.headers.get("Retry-After", "1")), 30))
        raise AssertionError("unreachable")


def _refused(error: urllib.error.HTTPError) -> RefusedError:
    """Return the reasons of a problem document."""
    try:
        problem = json.loads(error.read())
    except ValueError:
        return RefusedError(error.code, error.url)
    errors = problem.get("errors", [])
    text = "; ".join(f"{e['code']} {e['field']} {e['message']}" for e in errors)
    return RefusedError(error.code, text, tuple(e["code"] for e in errors))


def _form(boundary: str, name: str, data: bytes, fields: dict[str, str]) -> bytes:
    """Return a multipart body; the file's name goes in UTF-8."""
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    safe = name.replace('"', "'").replace("\r", " ").replace("\n", " ")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{safe}"\r\n'
    parts += [
        f"{head}Content-Type: {kind}\r\n\r\n".encode(),
        data,
        f"\r\n--{boundary}--\r\n".encode(),
    ]
    return b"".join(parts)
