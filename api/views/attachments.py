"""Files of a submission: added to a draft, taken out of it, and streamed to whoever may see it."""

import uuid
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from api.answers import AttachedAnswer
from api.base import said
from api.files import streamed
from api.keyed import Done, KeyedView, refuse_stale
from api.representation import attached
from api.requests import AttachRequest
from approvals.selectors.allowed import refuse_unless_open
from approvals.selectors.reading import get_file, get_readable
from approvals.services import attaching
from approvals.services.importing import Upload


class Files(KeyedView):
    """What both addresses of files share."""

    def refuse_unless_draft(self, key: uuid.UUID, version: int | None) -> None:
        """Answer stale, wrong state and not permitted before the file is judged."""
        present = get_readable(key, self.actor)
        refuse_stale(present.version, version)
        refuse_unless_open(present, self.actor, "edit", now=self.now)


class Attachments(Files):
    """`submissions/{id}/attachments/`."""

    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="attach",
        request={"multipart/form-data": AttachRequest},
        responses={201: AttachedAnswer},
    )
    def post(self, request: Request, key: uuid.UUID) -> Response:
        """Add a file: screened before it is kept, its kind told by content, pictures re-encoded."""
        get_readable(key, self.actor)
        sent = said(request, AttachRequest)
        upload = Upload(sent["file"].name, sent["file"].read())
        version = self.version

        def attach() -> Done:
            self.refuse_unless_draft(key, version)
            row = attaching.attach(
                key,
                upload,
                by=self.actor,
                now=self.now,
                caption=sent.get("caption", ""),
                alt_text=sent.get("alt_text", ""),
                version=version,
            )
            return Done(status.HTTP_201_CREATED, attached(row, get_readable(key, self.actor)))

        return self.do(attach)


class OneAttachment(Files):
    """`submissions/{id}/attachments/{file}/`."""

    @extend_schema(operation_id="get_attachment", responses={(200, "*/*"): OpenApiTypes.BINARY})
    def get(self, request: Request, key: uuid.UUID, file: uuid.UUID) -> Any:  # noqa: ARG002
        """Stream the file to whoever may see the submission."""
        row = get_file(get_readable(key, self.actor), file)
        return streamed(
            row.storage_key, name=row.original_name, media_type=row.media_type, size=row.size
        )

    @extend_schema(operation_id="detach", request=None, responses={204: None})
    def delete(self, request: Request, key: uuid.UUID, file: uuid.UUID) -> Response:  # noqa: ARG002
        """Take the file out of a draft; earlier revisions keep it."""
        submission = get_readable(key, self.actor)
        version = self.version

        def detach() -> Done:
            self.refuse_unless_draft(key, version)
            attaching.detach(key, file, by=self.actor, now=self.now, version=version)
            return Done(status.HTTP_204_NO_CONTENT, None)

        get_file(submission, file)
        return self.do(detach)
