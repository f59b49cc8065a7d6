"""Submissions: lists, one item, its history, a new draft, and changes of a draft."""

import uuid
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from api.answers import EventAnswer, LineAnswer, SubmissionAnswer, page_of
from api.base import ApiView, asked, said
from api.drafts import (
    fields_from,
    site_named,
    speaks_of_content,
    speaks_of_terms,
    terms_from,
    unit_for,
)
from api.keyed import Done, KeyedView, refuse_stale
from api.paging import PAGE_SIZE, Key, page_after
from api.representation import line, whole
from api.requests import (
    ContentRequest,
    CreateRequest,
    ImportRequest,
    ListQuery,
    ReceiveRequest,
)
from approvals.content import Fields, fields_of
from approvals.models import Submission
from approvals.policies import BOARD
from approvals.selectors.allowed import refuse_unless_open
from approvals.selectors.history import history
from approvals.selectors.reading import get_readable
from approvals.selectors.submissions import search, visible_to, waiting_for
from approvals.services import drafting, importing, intake
from core.errors import NotPermitted

NEWEST = Key(("created_at", "id"))
SOONEST = Key(("due_at", "id"), newest_first=False)
LinePage, EventPage = page_of(LineAnswer), page_of(EventAnswer)


class Submissions(KeyedView):
    """`submissions/`."""

    @extend_schema(
        operation_id="list_submissions", parameters=[ListQuery], responses={200: LinePage}
    )
    def get(self, request: Request) -> Response:
        """List what the caller may see, newest first."""
        query = asked(request, ListQuery)
        rows = visible_to(self.actor).select_related("publication")
        for name, path in (("state", "state"), ("site", "site__code"), ("unit", "unit__code")):
            if query.get(name):
                rows = rows.filter(**{path: query[name]})
        return _listed(search(rows, query.get("q", "")), NEWEST, query)

    @extend_schema(
        operation_id="create_submission",
        request=CreateRequest,
        responses={201: SubmissionAnswer},
    )
    def post(self, request: Request) -> Response:
        """Start a draft; only site, document type and title are needed yet."""
        sent = said(request, CreateRequest)
        site = site_named(sent["site"])
        unit = unit_for(self.actor, site, sent.get("unit", ""))
        draft = drafting.NewDraft(
            site=site,
            unit=unit,
            fields=fields_from(sent),
            terms=terms_from(sent),
            channel=Submission.Channel.API,
        )
        return self.do(lambda: self._created(drafting.create(draft, by=self.actor, now=self.now)))

    def _created(self, submission: Submission) -> Done:
        return Done(status.HTTP_201_CREATED, whole(submission, self.actor, now=self.now))


class Import(Submissions):
    """`submissions/import/`."""

    parser_classes = [MultiPartParser]
    http_method_names = ["post", "options"]

    @extend_schema(
        operation_id="import_submission",
        request={"multipart/form-data": ImportRequest},
        responses={201: SubmissionAnswer},
    )
    def post(self, request: Request) -> Response:
        """Start a draft from a file; what the file says fills what was not sent beside it."""
        sent = said(request, ImportRequest)
        site = site_named(sent["site"])
        target = importing.Target(
            site=site,
            unit=unit_for(self.actor, site, sent.get("unit", "")),
            fields=fields_from(sent),
            terms=terms_from(sent),
        )
        upload = importing.Upload(sent["file"].name, sent["file"].read())
        return self.do(
            lambda: self._created(
                importing.import_file(upload, target, by=self.actor, now=self.now)
            )
        )


class Receive(Submissions):
    """`submissions/receive/`."""

    parser_classes = [MultiPartParser]
    http_method_names = ["post", "options"]

    @extend_schema(
        operation_id="receive_submission",
        request={"multipart/form-data": ReceiveRequest},
        responses={201: SubmissionAnswer},
    )
    def post(self, request: Request) -> Response:
        """Hand in a mail or file from outside: submitted at once, without an author.

        Only the editorial board of the site may. What the checks find is recorded and blocks
        approval, not intake; a member of the board adopts the item or refuses it.
        """
        sent = said(request, ReceiveRequest)
        site = site_named(sent["site"])
        if not self.actor.holds_any(BOARD, site.unit.code):
            raise NotPermitted(verb="receive", unit=site.unit.code)
        target = importing.Target(
            site=site,
            unit=site.unit,
            fields=Fields(
                title="", document_type=sent["document_type"], category=sent.get("category", "")
            ),
            channel=Submission.Channel.MAIL,
        )
        upload = importing.Upload(sent["file"].name, sent["file"].read())
        return self.do(
            lambda: self._created(
                intake.receive_file(upload, target, handed_in_by=self.actor, now=self.now)
            )
        )


class OneSubmission(KeyedView):
    """`submissions/{id}/`."""

    @extend_schema(operation_id="get_submission", responses={200: SubmissionAnswer})
    def get(self, request: Request, key: uuid.UUID) -> Response:  # noqa: ARG002
        """Return one submission, what the caller may do with it, and what stands in the way."""
        submission = get_readable(key, self.actor)
        data = whole(submission, self.actor, now=self.now)
        return Response(data, headers={"ETag": f'"{submission.version}"'})

    @extend_schema(
        operation_id="edit_submission",
        request=ContentRequest,
        responses={200: SubmissionAnswer},
    )
    def patch(self, request: Request, key: uuid.UUID) -> Response:
        """Change a draft or a returned item; a change of content makes a new revision."""
        get_readable(key, self.actor)
        sent = said(request, ContentRequest, partial=True)
        version = self.version
        return self.do(lambda: self._edited(key, sent, version))

    def _edited(self, key: uuid.UUID, sent: dict[str, Any], version: int | None) -> Done:
        present = get_readable(key, self.actor)
        refuse_stale(present.version, version)
        refuse_unless_open(present, self.actor, "edit", now=self.now)
        drafting.edit(
            key,
            by=self.actor,
            now=self.now,
            fields=fields_from(sent, fields_of(present.content))
            if speaks_of_content(sent)
            else None,
            terms=terms_from(sent, present) if speaks_of_terms(sent) else None,
            version=version or present.version,
        )
        return Done(
            status.HTTP_200_OK, whole(get_readable(key, self.actor), self.actor, now=self.now)
        )


class History(ApiView):
    """`submissions/{id}/history/`."""

    @extend_schema(operation_id="get_history", responses={200: EventPage})
    def get(self, request: Request, key: uuid.UUID) -> Response:  # noqa: ARG002
        """Return every decision and endorsement, oldest first."""
        events = history(get_readable(key, self.actor))
        return Response({"results": EventAnswer(events, many=True).data, "next": None})


class Inbox(ApiView):
    """`inbox/`."""

    @extend_schema(operation_id="list_inbox", parameters=[ListQuery], responses={200: LinePage})
    def get(self, request: Request) -> Response:
        """List what waits for the caller's decision, soonest due first."""
        query = asked(request, ListQuery)
        return _listed(waiting_for(self.actor).select_related("publication"), SOONEST, query)


def _listed(rows: QuerySet[Submission], key: Key, query: dict[str, Any]) -> Response:
    size = query.get("limit", PAGE_SIZE)
    found = page_after(rows, key, cursor=query.get("cursor", ""), size=size)
    return Response(found.answer(line))
