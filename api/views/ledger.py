"""The ledger: entries for auditors, checkpoints and proofs for anybody."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.answers import page_of
from api.archive_answers import CheckpointAnswer, EntryAnswer, ProofAnswer
from api.base import ApiView, PublicView, asked
from api.paging import Key, page_after
from api.requests import LedgerQuery
from approvals.selectors.people import reads_everything
from core import sealing
from core.errors import NotPermitted, NotVisible
from core.models import LedgerEntry

OLDEST = Key(("number",), newest_first=False)
LARGEST = 2**62


class Entries(ApiView):
    """`ledger/entries/`."""

    @extend_schema(
        operation_id="list_ledger_entries",
        parameters=[LedgerQuery],
        responses={200: page_of(EntryAnswer)},
    )
    def get(self, request: Request) -> Response:
        """List the entries, oldest first; only for auditors and other readers of everything."""
        if not reads_everything(self.actor):
            raise NotPermitted(verb="read_ledger")
        query = asked(request, LedgerQuery)
        rows = LedgerEntry.objects.select_related("leaf")
        for name, path in (("subject", "subject_id"), ("verb", "verb")):
            if query.get(name):
                rows = rows.filter(**{path: query[name]})
        return Response(page_after(rows, OLDEST, cursor=query.get("cursor", "")).answer(_entry))


class Checkpoint(PublicView):
    """`ledger/checkpoint`."""

    @extend_schema(
        operation_id="get_checkpoint",
        responses={
            (200, "text/plain"): OpenApiTypes.STR,
            (200, "application/json"): CheckpointAnswer,
        },
        auth=[],
    )
    def get(self, request: Request) -> HttpResponse | Response:
        """Return the newest signed head: a C2SP signed note, or JSON where that is asked for."""
        head = sealing.latest_checkpoint()
        if head is None:
            raise NotVisible(checkpoint="")
        if "application/json" not in request.headers.get("Accept", ""):
            return HttpResponse(head.text, content_type="text/plain; charset=utf-8")
        facts = {name: getattr(head, name) for name in ("size", "root", "at")}
        facts |= {"checkpoint": head.text, "verifier_key": sealing.verifier_key()}
        return Response(CheckpointAnswer(facts).data)


class Proof(PublicView):
    """`ledger/proof/{entry}`."""

    @extend_schema(operation_id="get_proof", responses={200: ProofAnswer}, auth=[])
    def get(self, request: Request, entry: int) -> Response:  # noqa: ARG002
        """Prove that an entry is under the newest checkpoint; 404 until a checkpoint covers it."""
        proof = sealing.prove(entry) if entry < LARGEST else None
        if proof is None:
            raise NotVisible(entry=entry)
        facts = vars(proof) | {"verifier_key": sealing.verifier_key()}
        return Response(ProofAnswer(facts).data)


def _entry(row: LedgerEntry) -> dict[str, Any]:
    leaf = getattr(row, "leaf", None)
    names = ("number", "at", "actor", "verb", "subject_type", "subject_id", "content_hash",
             "body", "entry_hash")  # fmt: skip
    facts = {name: getattr(row, name) for name in names}
    return dict(EntryAnswer(facts | {"leaf_index": leaf.index if leaf else None}).data)
