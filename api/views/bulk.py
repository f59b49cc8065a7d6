"""Several decisions in one call: each for itself, each with its own answer."""

import uuid
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api import problems
from api.answers import BulkAnswer, BulkItemAnswer
from api.base import said
from api.keyed import Done, KeyedView
from api.requests import BulkRequest
from approvals.services import bulk
from core import tokens
from core.errors import DomainError


class Bulk(KeyedView):
    """`submissions/bulk/`: 200 whatever became of the items; each result says its own status."""

    write_scope = tokens.DECIDE

    @extend_schema(operation_id="decide_bulk", request=BulkRequest, responses={200: BulkAnswer})
    def post(self, request: Request) -> Response:
        """Agree to several items, each in a transaction of its own.

        An item goes through only where all its checks are green and version and content hash are
        those sent. What a last approval lets go live is held back until `hold_until`; until then
        `recall/` returns it. The Idempotency-Key counts for each item by itself.
        """
        sent = said(request, BulkRequest)
        return Response({"results": [self._result(sent, item) for item in sent["items"]]})

    def _result(self, sent: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
        seen = bulk.Seen(item["id"], item["version"], item["content_hash"], sent["verb"])
        remark = sent.get("remark", "")
        asked = [sent["verb"], remark, item]
        try:
            return self.do_part(str(seen.key), asked, lambda: self._decided(seen, remark))
        except DomainError as refusal:
            return _refused(seen.key, refusal)

    def _decided(self, seen: bulk.Seen, remark: str) -> Done:
        found = bulk.decide_one(seen, by=self.actor, now=self.now, remark=remark)
        row = found.submission
        assert row is not None  # noqa: S101  a refusal is raised
        data = {
            "id": seen.key,
            "outcome": "again" if found.again else "done",
            "status": 200,
            "state": row.state,
            "version": row.version,
            "hold_until": row.hold_until,
            "errors": [],
        }
        return Done(200, dict(BulkItemAnswer(data).data))


def _refused(key: uuid.UUID, refusal: DomainError) -> dict[str, Any]:
    return {
        "id": str(key),
        "outcome": "refused",
        "status": problems.status_of(refusal),
        "state": None,
        "version": None,
        "hold_until": None,
        "errors": problems.of_refusal(refusal)["errors"],
    }
