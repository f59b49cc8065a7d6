"""The ledger: entries for auditors, checkpoints and proofs for anybody."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.answers import page_of
from api.archive_answers import (
    CheckpointAnswer,
    ConsistencyAnswer,
    EntryAnswer,
    ProofAnswer,
    WitnessAnswer,
)
from api.base import ApiView, PublicView, asked, said
from api.paging import Key, page_after
from api.requests import ConsistencyQuery, CosignRequest, LedgerQuery, WitnessQuery
from approvals.selectors.people import reads_everything
from core import sealing, witnessing
from core.errors import NotPermitted, NotVisible
from core.models import LedgerEntry

OLDEST = Key(("number",), newest_first=False)
LARGEST = 2**62
DEEPEST, FULL = 7, 256


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
            text = witnessing.with_cosignatures(head)
            return HttpResponse(text, content_type="text/plain; charset=utf-8")
        facts = {name: getattr(head, name) for name in ("size", "root", "at")}
        facts |= {"checkpoint": head.text, "verifier_key": sealing.verifier_key()}
        facts["cosignatures"] = [seen.line for seen in head.cosignatures.all()]
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


class Consistency(PublicView):
    """`ledger/consistency`."""

    @extend_schema(
        operation_id="get_consistency",
        parameters=[ConsistencyQuery],
        responses={200: ConsistencyAnswer},
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """Prove that the newest checkpoint only added to an earlier size; 404 beyond the head."""
        first = asked(request, ConsistencyQuery)["first"]
        proof = witnessing.prove_consistency(first)
        if proof is None:
            raise NotVisible(size=first)
        facts = vars(proof) | {"verifier_key": sealing.verifier_key()}
        return Response(ConsistencyAnswer(facts).data)


class Witness(PublicView):
    """`ledger/witness`."""

    @extend_schema(
        operation_id="get_witness_request",
        parameters=[WitnessQuery],
        responses={(200, "text/plain"): OpenApiTypes.STR},
        auth=[],
    )
    def get(self, request: Request) -> HttpResponse:
        """Return what a witness that saw `old` entries needs: C2SP tlog-witness `add-checkpoint`.

        The old size, the consistency proof from there, and the newest checkpoint.
        """
        old = asked(request, WitnessQuery)["old"]
        text = witnessing.witness_request(old)
        if text is None:
            raise NotVisible(size=old)
        return HttpResponse(text, content_type="text/plain; charset=utf-8")

    @extend_schema(
        operation_id="cosign", request=CosignRequest, responses={200: WitnessAnswer}, auth=[]
    )
    def post(self, request: Request) -> Response:
        """Take cosignatures of a checkpoint; refused unless a configured witness made each."""
        given = said(request, CosignRequest)
        kept = witnessing.accept(given["cosignatures"], size=given["size"])
        return Response(WitnessAnswer({"witnesses": [one.witness for one in kept]}).data)


class Tile(PublicView):
    """`ledger/tile/{level}/{index}` (C2SP tlog-tiles; hashes only, entries are not public)."""

    @extend_schema(
        operation_id="get_tile",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
        auth=[],
    )
    def get(self, request: Request, level: str, index: str) -> HttpResponse:  # noqa: ARG002
        """Return 256 hashes of a level."""
        return _tile(level, index, FULL)


class PartialTile(PublicView):
    """`ledger/tile/{level}/{index}.p/{width}`."""

    @extend_schema(
        operation_id="get_partial_tile",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
        auth=[],
    )
    def get(self, request: Request, level: str, index: str, width: str) -> HttpResponse:  # noqa: ARG002
        """Return the first `width` hashes of a tile that is not full."""
        return _tile(level, index, int(width))


def _tile(level: str, index: str, width: int) -> HttpResponse:
    place = int(index.replace("x", "").replace("/", ""))
    data = witnessing.tile(int(level), place, width) if int(level) < DEEPEST else None
    if data is None:
        raise NotVisible(tile=f"{level}/{index}")
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return HttpResponse(data, content_type="application/octet-stream", headers=headers)


def _entry(row: LedgerEntry) -> dict[str, Any]:
    leaf = getattr(row, "leaf", None)
    names = ("number", "at", "actor", "verb", "subject_type", "subject_id", "content_hash",
             "body", "entry_hash")  # fmt: skip
    facts = {name: getattr(row, name) for name in names}
    return dict(EntryAnswer(facts | {"leaf_index": leaf.index if leaf else None}).data)
