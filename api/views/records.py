"""Sealed records: public ones for anybody, others for auditors, archivists and those concerned."""

import uuid

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.archive_answers import RecordAnswer
from api.base import PublicView
from api.files import guarded
from api.representation import ROOT
from archive.models import ArchiveRecord
from archive.selectors.packages import aip_zip_of, file_of, package_of
from archive.selectors.records import get_record


class Records(PublicView):
    """What the addresses of a record share."""

    def record(self, key: uuid.UUID) -> ArchiveRecord:
        """Return a sealed record the caller may read; raises NotVisible."""
        return get_record(key, by=self.actor)


class OneRecord(Records):
    """`archive/records/{id}/`."""

    @extend_schema(operation_id="get_record", responses={200: RecordAnswer})
    def get(self, request: Request, key: uuid.UUID) -> Response:  # noqa: ARG002
        """Return what is sealed and under which hashes."""
        row = self.record(key)
        names = ("id", "outcome", "content_hash", "manifest_hash", "files", "sealed_at")
        facts = {name: getattr(row, name) for name in names} | {
            "reference": row.submission.reference,
            "title": row.submission.title,
            "site": row.submission.site.code,
            "url": f"/verify/{row.pk}",
            "pdf_url": f"{ROOT}/archive/records/{row.pk}/record.pdf",
            "package_url": f"{ROOT}/archive/records/{row.pk}/package.zip",
            "aip_url": f"{ROOT}/archive/records/{row.pk}/aip.zip",
        }
        return Response(RecordAnswer(facts).data)


class RecordPdf(Records):
    """`archive/records/{id}/record.pdf`."""

    @extend_schema(
        operation_id="get_record_pdf",
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, key: uuid.UUID) -> HttpResponse:  # noqa: ARG002
        """Return the printable record, compared with its hash on the way out."""
        row = self.record(key)
        data = file_of(row, "record.pdf")
        return _download(data, "application/pdf", f"{row.submission.reference}.pdf")


class RecordPackage(Records):
    """`archive/records/{id}/package.zip`."""

    @extend_schema(
        operation_id="get_record_package",
        responses={(200, "application/zip"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, key: uuid.UUID) -> HttpResponse:  # noqa: ARG002
        """Return the whole record with its proof and the program that checks it offline."""
        row = self.record(key)
        return _download(package_of(row), "application/zip", f"{row.submission.reference}.zip")


class RecordAip(Records):
    """`archive/records/{id}/aip.zip`."""

    @extend_schema(
        operation_id="get_record_aip",
        responses={(200, "application/zip"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, key: uuid.UUID) -> HttpResponse:  # noqa: ARG002
        """Return the record as archives take it in: E-ARK CSIP with METS, PREMIS and EAD."""
        row = self.record(key)
        return _download(aip_zip_of(row), "application/zip", f"{row.submission.reference}-AIP.zip")


def _download(data: bytes, media_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    answer: HttpResponse = guarded(HttpResponse(data, content_type=media_type, headers=headers))
    return answer
