"""The life of a submission, whole, on one page.

A contributor drafts; the author submits; reviewers endorse stage by stage until it is reviewed;
approvers endorse until it is approved, in the content exactly as they saw it. The system publishes
what was approved and seals the record. On the way it may be returned with a remark, refused with a
legal ground, withdrawn by its author, or recalled before it is public. `archived` means the record
is sealed; the page stays online. Rejected, withdrawn and archived are final: a correction is a new
submission of the same document. Only `services.advance` calls these methods (ADR 0002).
"""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from approvals import guards, policies
from approvals.guards import Guard
from approvals.policies import Policy


class State(models.TextChoices):
    """Where a submission is."""

    DRAFT = "draft", _("Bản nháp")
    SUBMITTED = "submitted", _("Chờ thẩm định")
    RETURNED = "returned", _("Trả lại để sửa")
    REVIEWED = "reviewed", _("Chờ phê duyệt")
    APPROVED = "approved", _("Đã duyệt, chờ đăng")
    PUBLISHED = "published", _("Đã đăng")
    ARCHIVED = "archived", _("Đã đăng, đã lưu trữ")
    REJECTED = "rejected", _("Bị từ chối")
    WITHDRAWN = "withdrawn", _("Đã rút")


FINAL = frozenset({State.ARCHIVED, State.REJECTED, State.WITHDRAWN})

# Who must act next: the queues and the escalation read it.
OWNER: dict[State, str] = {
    State.DRAFT: "author",
    State.SUBMITTED: "review stage",
    State.RETURNED: "author",
    State.REVIEWED: "approval stage",
    State.APPROVED: "system",
    State.PUBLISHED: "system",
    State.ARCHIVED: "nobody",
    State.REJECTED: "nobody",
    State.WITHDRAWN: "nobody",
}

Method = Callable[..., None]


def verb(
    source: list[State], target: State, *, who: Policy, guards: tuple[Guard, ...] = ()
) -> Callable[[Method], Method]:
    """Declare a transition with its policy and its guards; sources are always spelled out."""
    declare: Callable[[Method], Method] = transition(
        field="state", source=source, target=target, custom={"policy": who, "guards": guards}
    )
    return declare


class Lifecycle(FSMModelMixin, models.Model):
    """The protected state and one method per verb, in the order of life."""

    state = FSMField(choices=State.choices, default=State.DRAFT, protected=True)
    round = models.PositiveIntegerField(default=0)
    fast_tracked = models.BooleanField(default=False)

    class Meta:
        abstract = True

    @verb([State.DRAFT, State.RETURNED], State.SUBMITTED, who=policies.may_submit,
          guards=(guards.required_fields_filled, guards.no_blocking_violation))  # fmt: skip
    def submit(self, **who_when: Any) -> None:
        """Hand the content to the board."""
        self.submitted_by_id, self.submitted_at = who_when["by"], who_when["at"]

    @verb([State.SUBMITTED, State.REVIEWED], State.RETURNED, who=policies.may_request_changes,
          guards=(guards.remark_given,))  # fmt: skip
    def request_changes(self, **_who_when: Any) -> None:
        """Send it back; a new round of endorsements begins."""
        self.round += 1

    @verb([State.DRAFT, State.SUBMITTED, State.RETURNED, State.REVIEWED], State.WITHDRAWN,
          who=policies.may_withdraw)  # fmt: skip
    def withdraw(self, **who_when: Any) -> None:
        """Take it back for good."""
        self.withdrawn_by_id, self.withdrawn_at = who_when["by"], who_when["at"]

    @verb([State.SUBMITTED], State.REVIEWED, who=policies.may_review,
          guards=(guards.rules_ran, guards.separate_people))  # fmt: skip
    def review(self, **who_when: Any) -> None:
        """Finish the review phase."""
        self.reviewed_by_id, self.reviewed_at = who_when["by"], who_when["at"]

    @verb([State.REVIEWED], State.APPROVED, who=policies.may_approve,
          guards=(guards.rules_ran, guards.no_blocking_violation, guards.separate_people,
                  guards.mandate_valid))  # fmt: skip
    def approve(self, **who_when: Any) -> None:
        """Finish the approval phase: exactly these bytes may go public."""
        self.approved_by_id, self.approved_at = who_when["by"], who_when["at"]

    @verb([State.SUBMITTED], State.APPROVED, who=policies.may_fast_track,
          guards=(guards.reason_given, guards.rules_ran, guards.no_blocking_violation,
                  guards.separate_people, guards.mandate_valid))  # fmt: skip
    def fast_track(self, **who_when: Any) -> None:
        """Approve at once; a second person must confirm within one working day."""
        self.approved_by_id, self.approved_at = who_when["by"], who_when["at"]
        self.fast_tracked = True

    @verb([State.SUBMITTED, State.REVIEWED], State.REJECTED, who=policies.may_reject,
          guards=(guards.grounds_given,))  # fmt: skip
    def reject(self, **who_when: Any) -> None:
        """Refuse it, with a legal ground."""
        self.rejected_by_id, self.rejected_at = who_when["by"], who_when["at"]

    @verb([State.APPROVED], State.RETURNED, who=policies.may_recall,
          guards=(guards.reason_given, guards.not_yet_public))  # fmt: skip
    def recall(self, **_who_when: Any) -> None:
        """Call it back before it is public."""
        self.round += 1
        self.fast_tracked = False

    @verb([State.APPROVED], State.PUBLISHED, who=policies.may_publish,
          guards=(guards.page_equals_approved,))  # fmt: skip
    def publish(self, **who_when: Any) -> None:
        """The page is on the portal, equal to what was approved."""
        self.published_at = who_when["at"]

    @verb([State.PUBLISHED], State.ARCHIVED, who=policies.may_archive,
          guards=(guards.fast_track_confirmed, guards.record_equals_stored))  # fmt: skip
    def archive(self, **who_when: Any) -> None:
        """The record is sealed."""
        self.archived_at = who_when["at"]
