"""Questions and comments on an item: never part of its content or of the public record."""

import uuid
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from api.answers import CommentAnswer, page_of
from api.base import asked, said
from api.keyed import Done, KeyedView
from api.paging import PAGE_SIZE, Key, page_after
from api.requests import CommentRequest, ListQuery
from approvals.models import Comment
from approvals.selectors.submissions import get_visible
from approvals.services import conversing

OLDEST = Key(("id",), newest_first=False)
CommentPage = page_of(CommentAnswer)


class Comments(KeyedView):
    """`submissions/{id}/comments/`."""

    @extend_schema(
        operation_id="list_comments", parameters=[ListQuery], responses={200: CommentPage}
    )
    def get(self, request: Request, key: uuid.UUID) -> Response:
        """List what was said about the item, oldest first; for those who see it in the desk."""
        query = asked(request, ListQuery)
        rows = get_visible(key, self.actor).comments.select_related("author", "text", "revision")
        found = page_after(
            rows, OLDEST, cursor=query.get("cursor", ""), size=query.get("limit", PAGE_SIZE)
        )
        return Response(found.answer(_shown))

    @extend_schema(
        operation_id="add_comment", request=CommentRequest, responses={201: CommentAnswer}
    )
    def post(self, request: Request, key: uuid.UUID) -> Response:
        """Ask, comment, answer, or settle a thread; changes neither content nor version."""
        get_visible(key, self.actor)
        sent = conversing.Said(**said(request, CommentRequest))
        return self.do(lambda: self._added(key, sent))

    def _added(self, key: uuid.UUID, sent: conversing.Said) -> Done:
        comment = conversing.say(key, by=self.actor, now=self.now, said=sent)
        return Done(status.HTTP_201_CREATED, _shown(comment))


def _shown(comment: Comment) -> dict[str, Any]:
    row = {
        "id": comment.pk,
        "kind": comment.kind,
        "thread": comment.thread_id,
        "author": comment.author.username,
        "author_name": str(comment.author),
        "at": comment.at,
        "text": comment.text.text if comment.text else "",
        "quote": comment.quote,
        "line": comment.block,
        "revision": comment.revision.number,
        "entry": comment.entry_id,
    }
    return dict(CommentAnswer(row).data)
