"""Writes: the version the caller looked at, and the key under which a repetition does nothing."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from api.base import ApiView
from core.errors import Problem, Stale
from core.idempotency import Answer, Call, once

VERSION = re.compile(r'"([0-9]{1,18})"', re.ASCII)
KEY = re.compile(r"[!-~]{1,200}", re.ASCII)


@dataclass(frozen=True)
class Done:
    """What an act answers."""

    status: int
    data: dict[str, Any] | None


class KeyedView(ApiView):
    """A write to a submission."""

    keyed = True

    def do(self, act: Callable[[], Done]) -> Response:
        """Do the act once for its Idempotency-Key, where one is sent, and answer."""
        key = self._key()
        if key is None:
            return _respond(_answer(act()))
        call = Call(
            user_id=self.actor.id or 0,
            address=f"{self.request.method} {self.request.path.rstrip('/')}"[:300],
            key=key,
            body_hash=body_hash(self.request),
        )
        return _respond(once(call, lambda: _answer(act()), now=self.now))

    def do_part(self, part: str, meaning: Any, act: Callable[[], Done]) -> dict[str, Any]:
        """Do one part of a call that has several; the Idempotency-Key counts for each by itself.

        `meaning` is what the part asks for: under the same key it must stay the same.
        """
        key = self._key()
        if key is None:
            answer = _answer(act())
        else:
            text = json.dumps(meaning, sort_keys=True, cls=JSONEncoder)
            address = f"{self.request.method} {self.request.path.rstrip('/')}#{part}"
            digest = hashlib.sha256(text.encode()).hexdigest()
            call = Call(self.actor.id or 0, address[:300], key, digest)
            answer = once(call, lambda: _answer(act()), now=self.now)
        part_answer: dict[str, Any] = json.loads(answer.text)
        return part_answer

    def _key(self) -> str | None:
        key = self.request.headers.get("Idempotency-Key")
        if key is not None and not KEY.fullmatch(key):
            raise ValidationError({"Idempotency-Key": ["1-200 ASCII"]})
        return key

    @property
    def version(self) -> int | None:
        """The version that If-Match names; None where it was not sent."""
        return wanted_version(self.request)


def wanted_version(request: Request) -> int | None:
    """Return the version of If-Match; `*` is any; refuses other shapes as malformed."""
    header = request.headers.get("If-Match", "*").strip()
    if header == "*":
        return None
    match = VERSION.fullmatch(header)
    if match is None:
        raise ValidationError({"If-Match": ['If-Match: "<version>"']})
    return int(match.group(1))


def refuse_stale(present: int, wanted: int | None) -> None:
    """Raise Stale when the caller looked at another version."""
    if wanted is not None and wanted != present:
        raise Stale(problems=(Problem("STALE_VERSION", "If-Match", {"version": present}),))


def body_hash(request: Request) -> str:
    """Return the fingerprint of a body's meaning: key order and boundaries do not count."""
    data = request.data
    meaning: Any = data
    if isinstance(data, QueryDict):
        meaning = {name: list(_parts(data.getlist(name))) for name in data}
    text = json.dumps(meaning, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _parts(values: list[Any]) -> Iterator[Any]:
    for value in values:
        if isinstance(value, UploadedFile):
            value.seek(0)  # the view may have read it already
            digest = hashlib.sha256(value.read()).hexdigest()
            value.seek(0)
            yield [value.name, digest]
        else:
            yield value


def _answer(done: Done) -> Answer:
    if done.data is None:
        return Answer(done.status, "")
    return Answer(done.status, json.dumps(done.data, cls=JSONEncoder, ensure_ascii=False))


def _respond(answer: Answer) -> Response:
    data = json.loads(answer.text) if answer.text else None
    headers = {"Idempotency-Replayed": "true"} if answer.replayed else {}
    if data and "version" in data:
        headers["ETag"] = f'"{data["version"]}"'
    return Response(data, status=answer.status, headers=headers)
