"""Signatures made elsewhere: what waits for the caller, the bytes to sign, and the answer."""

import base64
import uuid

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.archive_answers import SigningAnswer, SigningListAnswer
from api.base import ApiView, said
from api.files import guarded
from api.representation import ROOT
from api.requests import SignatureRequest
from archive.models import SigningRequest
from archive.selectors.awaited import get_request, waiting_for
from archive.services.awaiting import bring
from core.storage import default_store

LIST = f"{ROOT}/signing/requests"


class SigningRequests(ApiView):
    """`signing/requests/`."""

    @extend_schema(operation_id="list_signing_requests", responses={200: SigningListAnswer})
    def get(self, request: Request) -> Response:  # noqa: ARG002
        """Return the first fifty records that wait for the caller's signature, oldest first."""
        rows = [_described(row) for row in waiting_for(self.actor)]
        return Response({"results": rows, "next": None})


class ToSign(ApiView):
    """`signing/requests/{id}/to-sign`."""

    @extend_schema(
        operation_id="get_data_to_sign",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, key: uuid.UUID) -> HttpResponse:  # noqa: ARG002
        """Return the bytes to sign with SHA-256 and the certificate's key."""
        found = get_request(key, by=self.actor)
        return _bytes(bytes(found.attributes), "application/octet-stream")


class PreparedRecord(ApiView):
    """`signing/requests/{id}/record.pdf`."""

    @extend_schema(
        operation_id="get_prepared_record",
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, key: uuid.UUID) -> HttpResponse:  # noqa: ARG002
        """Return the record that the signature is for."""
        found = get_request(key, by=self.actor)
        return _bytes(default_store().get(found.prepared_key), "application/pdf")


class Signature(ApiView):
    """`signing/requests/{id}/signature/`."""

    @extend_schema(
        operation_id="bring_signature", request=SignatureRequest, responses={200: SigningAnswer}
    )
    def post(self, request: Request, key: uuid.UUID) -> Response:
        """Take the signature: of this key, over these bytes, once."""
        text = said(request, SignatureRequest)["signature"]
        signature = base64.b64decode(text)
        row = bring(key, signature, by=self.actor, now=self.now)
        return Response(_described(row))


def _described(row: SigningRequest) -> dict[str, object]:
    facts = {
        "id": row.pk,
        "submission": row.submission_id,
        "reference": row.submission.reference,
        "title": row.submission.title,
        "field": row.field,
        "digest": row.digest,
        "algorithm": "SHA-256",
        "made_at": row.made_at,
        "signed_at": row.signed_at,
        "to_sign_url": f"{LIST}/{row.pk}/to-sign",
        "record_url": f"{LIST}/{row.pk}/record.pdf",
    }
    answer: dict[str, object] = SigningAnswer(facts).data
    return answer


def _bytes(data: bytes, media_type: str) -> HttpResponse:
    answer: HttpResponse = guarded(HttpResponse(data, content_type=media_type))
    return answer
