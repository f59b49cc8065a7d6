"""Records that wait for a signature made elsewhere: take what is to be signed, bring it back."""

import base64
import binascii
import uuid
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from approvals.web.asking import actor, desk
from archive.selectors import awaited
from archive.services import awaiting, certificates
from archive.signing import SigningFailed
from core import clock
from core.storage import default_store

MOST = 64 << 10
SOON = timedelta(days=30)


@desk
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Show what waits for one's own signature, for others', and one's certificate."""
    me, now = actor(request), clock.now()
    own = awaited.certificate_of(me.id)
    context = {
        "mine": awaited.waiting_for(me),
        "others": awaited.waiting_for_others(me),
        "certificate": own,
        "ends_soon": bool(own and own.valid_until < now + SOON),
    }
    return render(request, "archive/signing.html", context)


@desk
@require_safe
def to_sign(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Give the bytes to sign."""
    found = awaited.get_request(key, by=actor(request))
    return _file(bytes(found.attributes), f"{found.submission.reference}.tbs")


@desk
@require_safe
def prepared(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show the record that the signature is for."""
    found = awaited.get_request(key, by=actor(request))
    answer = HttpResponse(default_store().get(found.prepared_key), content_type="application/pdf")
    answer["Cache-Control"] = "private, no-store"
    return answer


@desk
@require_POST
def bring(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Take the signature."""
    awaiting.bring(key, _signature(request), by=actor(request), now=clock.now())
    messages.success(request, gettext("Đã nhận chữ ký; hồ sơ sẽ được niêm phong ngay."))
    return redirect("signing")


@desk
@require_POST
def register(request: HttpRequest) -> HttpResponse:
    """Register one's certificate."""
    upload = request.FILES.get("certificate")
    data = upload.read(MOST) if upload else b""
    certificates.register(data, by=actor(request), now=clock.now())
    messages.success(request, gettext("Đã đăng ký chứng thư."))
    return redirect("signing")


@desk
@require_POST
def end_certificate(request: HttpRequest) -> HttpResponse:
    """Take one's certificate back."""
    certificates.end(by=actor(request), now=clock.now())
    messages.success(request, gettext("Đã gỡ chứng thư; hồ sơ chờ chữ ký của bạn vẫn chờ."))
    return redirect("signing")


def _signature(request: HttpRequest) -> bytes:
    """Return the signature, from a file or as base64 text."""
    upload = request.FILES.get("signature")
    data = upload.read(MOST) if upload else request.POST.get("text", "").encode()
    return read_signature(data)


def read_signature(data: bytes) -> bytes:
    """Return the raw signature of what was sent: raw itself, or base64; refuses nothing at all."""
    if not data.strip():
        raise SigningFailed("SIGNATURE_WRONG")
    try:
        return base64.b64decode(b"".join(data.split()), validate=True)
    except (binascii.Error, ValueError):
        return data


def _file(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
