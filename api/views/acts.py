"""The verbs: each address does one act on one submission."""

import uuid
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from api.answers import SubmissionAnswer
from api.base import said
from api.drafts import fields_from, terms_from
from api.keyed import Done, KeyedView, refuse_stale
from api.representation import whole
from api.requests import (
    ContentRequest,
    CorrectRequest,
    DecisionRequest,
    OverrideRequest,
    ProposeRequest,
    TakeDownRequest,
)
from approvals.content import fields_of
from approvals.models import Submission
from approvals.policies import Ground
from approvals.selectors.allowed import refuse_unless_open
from approvals.selectors.reading import get_readable
from approvals.services import acts, carrying, verbs
from core import tokens
from publishing.services import takedown


@dataclass(frozen=True)
class Said:
    """What came with the verb."""

    body: dict[str, Any]
    version: int | None

    @property
    def remark(self) -> str:
        """The remark, empty where none was sent."""
        return str(self.body.get("remark", ""))

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """The grounds of a refusal, each code once."""
        rows = {row["code"]: row.get("explanation", "") for row in self.body.get("grounds", [])}
        return tuple(Ground(code, explanation) for code, explanation in rows.items())


class Act(KeyedView):
    """`submissions/{id}/<verb>/`: 200 with the submission as it is afterwards."""

    write_scope = tokens.DECIDE
    shape: ClassVar[type[Any]] = DecisionRequest
    status: int = status.HTTP_200_OK

    @abstractmethod
    def act(self, key: uuid.UUID, said: Said) -> Submission:
        """Call the one service behind the address."""

    def post(self, request: Request, key: uuid.UUID) -> Response:
        """Do the act and return the submission."""
        get_readable(key, self.actor)
        words = Said(said(request, self.shape), self.version)
        return self.do(lambda: self._done(self.act(key, words)))

    def _done(self, submission: Submission) -> Done:
        present = get_readable(submission.pk, self.actor)
        return Done(self.status, whole(present, self.actor, now=self.now))

    def refuse_unless_open(self, key: uuid.UUID, action: str, version: int | None) -> Submission:
        """Answer stale, wrong state and not permitted before anything in the body is judged."""
        present = get_readable(key, self.actor)
        refuse_stale(present.version, version)
        refuse_unless_open(present, self.actor, action, now=self.now)
        return present


class Submit(Act):
    """`submit/`."""

    write_scope = tokens.WRITE

    def act(self, key: uuid.UUID, said: Said) -> Submission:
        """Hand it to the board."""
        return verbs.submit(key, by=self.actor, now=self.now, version=said.version)


class Withdraw(Act):
    """`withdraw/`."""

    write_scope = tokens.WRITE

    def act(self, key: uuid.UUID, said: Said) -> Submission:
        """Take it back for good."""
        return verbs.withdraw(
            key, by=self.actor, now=self.now, remark=said.remark, version=said.version
        )


class Review(Act):
    """`review/`."""

    def act(self, key: uuid.UUID, said: Said) -> Submission:
        """Endorse the review stage whose turn it is."""
        return verbs.review(
            key, by=self.actor, now=self.now, remark=said.remark, version=said.version
        )


class Approve(Act):
    """`approve/`; with `fast_track_reason` the urgent way."""

    def act(self, key: uuid.UUID, said: Said) -> Submission:
        """Endorse the approval stage, or approve at once with a reason."""
        if "fast_track_reason" in said.body:
            reason = said.body["fast_track_reason"]
            return verbs.fast_track(
                key, by=self.actor, now=self.now, reason=reason, version=said.version
            )
        return verbs.approve(
            key, by=self.actor, now=self.now, remark=said.remark, version=said.version
        )


class Reject(Act):
    """`reject/`."""

    def act(self, key: uuid.UUID, said: Said) -> Submission:
        """Refuse it on legal grounds."""
        return verbs.reject(
            key,
            by=self.actor,
            now=self.now,
            grounds=said.grounds,
            remark=said.remark,
            version=said.version,
        )


class RequestChanges(Act):
    """`request_changes/`."""

    def act(self, key: uuid.UUID, said: Said) -> Submission:
        """Return it with a remark that says what to change."""
        return verbs.request_changes(
            key, by=self.actor, now=self.now, remark=said.remark, version=said.version
        )


class Recall(Act):
    """`recall/`."""

    def act(self, key: uuid.UUID, said: Said) -> Submission:
        """Call an approved item back before it is public."""
        return verbs.recall(
            key, by=self.actor, now=self.now, reason=said.remark, version=said.version
        )


class Confirm(Act):
    """`confirm/`."""

    def act(self, key: uuid.UUID, said: Said) -> Submission:
        """Confirm an urgent approval as the second person."""
        return acts.confirm(
            key, by=self.actor, now=self.now, remark=said.remark, version=said.version
        )


class Adopt(Act):
    """`adopt/`."""

    shape = ContentRequest

    def act(self, key: uuid.UUID, said: Said) -> Submission:
        """Become responsible for a received item and complete it."""
        present = self.refuse_unless_open(key, "adopt", said.version)
        return acts.adopt(
            key,
            by=self.actor,
            now=self.now,
            fields=fields_from(said.body, fields_of(present.content)),
            terms=terms_from(said.body, present),
            version=said.version,
        )


class Override(Act):
    """`override/`."""

    shape = OverrideRequest

    def act(self, key: uuid.UUID, said: Said) -> Submission:
        """Set a failed check aside, with a reason and the day of repair."""
        return acts.override(
            key,
            by=self.actor,
            now=self.now,
            code=said.body["code"],
            reason=said.body.get("reason", ""),
            repair_by=said.body["repair_by"],
            version=said.version,
        )


class Correct(Act):
    """`correct/`: 201 with the new draft that supersedes this item."""

    write_scope = tokens.WRITE
    shape = CorrectRequest
    status: int = status.HTTP_201_CREATED

    def act(self, key: uuid.UUID, said: Said) -> Submission:
        """Start a correction."""
        note = said.body.get("change_note", "")
        return acts.correct(
            key, by=self.actor, now=self.now, change_note=note, version=said.version
        )


class Propose(Act):
    """`propose/`: 201 with the portal's own submission; a draft where its rules block it yet."""

    write_scope = tokens.WRITE
    shape = ProposeRequest
    status: int = status.HTTP_201_CREATED

    def act(self, key: uuid.UUID, said: Said) -> Submission:
        """Propose a published item of a component site to its portal."""
        declared = said.body.get("secrecy_declaration") is True
        made = carrying.propose(
            key, by=self.actor, now=self.now, secrecy_declared=declared, version=said.version
        )
        return made.submission


class TakeDown(Act):
    """`take_down/`."""

    shape = TakeDownRequest

    def act(self, key: uuid.UUID, said: Said) -> Submission:
        """Take the item off its site; what its address answers then follows from the kind."""
        present = self.refuse_unless_open(key, "take_down", said.version)
        takedown.take_down(
            key,
            by=self.actor,
            now=self.now,
            kind=said.body["kind"],
            reason=said.body.get("reason") or said.remark,
            redirect_to=said.body.get("redirect_to", ""),
        )
        return present


VERBS: dict[str, type[Act]] = {
    "submit": Submit,
    "review": Review,
    "approve": Approve,
    "reject": Reject,
    "request_changes": RequestChanges,
    "withdraw": Withdraw,
    "recall": Recall,
    "confirm": Confirm,
    "adopt": Adopt,
    "override": Override,
    "correct": Correct,
    "propose": Propose,
    "take_down": TakeDown,
}


def documented(verb: str, view: type[Act]) -> Callable[..., Any]:
    """Return the view with its operation in the schema."""
    operation = extend_schema(
        operation_id=verb,
        description=view.act.__doc__,
        request=view.shape,
        responses={view.status: SubmissionAnswer},
    )
    described: type[Act] = extend_schema_view(post=operation)(view)
    return described.as_view()
