"""Finding a decision: by words, person, state, ground and time; pages by key, never by offset."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from approvals.models import Decision, DecisionGround, Endorsement, Submission
from approvals.selectors.submissions import search
from archive.selectors.dossier import DECIDING
from archive.selectors.paging import page_after
from core.clock import midnight
from core.models import User

PAGE = 50
MOST_EXPORTED = 20_000


@dataclass(frozen=True)
class Wanted:
    """What an auditor looks for; empty means everything."""

    words: str = ""
    person: str = ""
    state: str = ""
    site: str = ""
    ground: str = ""
    verb: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Page:
    """One page of submissions and the key of the next one."""

    rows: tuple[Submission, ...]
    next: str


def find(wanted: Wanted) -> QuerySet[Submission]:
    """Return the submissions that fit, newest first."""
    rows = search(Submission.objects.all(), wanted.words)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.site:
        rows = rows.filter(site__code=wanted.site)
    if wanted.ground:
        grounds = DecisionGround.objects.filter(code=wanted.ground)
        rows = rows.filter(Exists(grounds.filter(decision__submission=OuterRef("pk"))))
    acts = _acts(wanted)
    if acts:
        found = Q(Exists(Decision.objects.filter(acts, submission=OuterRef("pk"))))
        if not wanted.verb:
            found |= Q(Exists(Endorsement.objects.filter(acts, submission=OuterRef("pk"))))
        rows = rows.filter(found)
    return rows.order_by("-created_at", "-id")


def page(rows: QuerySet[Submission], after: str = "") -> Page:
    """Return the page after a key; an unreadable key begins at the start."""
    settled = Decision.objects.filter(verb__in=DECIDING).select_related("actor").order_by("-id")
    shown = rows.select_related("site", "unit").prefetch_related(
        Prefetch("decisions", queryset=settled, to_attr="settled")
    )
    return Page(*page_after(shown, after, moment="created_at", number=uuid.UUID, most=PAGE))


def exported(rows: QuerySet[Submission]) -> Iterator[Decision]:
    """Return every decision on the submissions found, for a list that leaves the house."""
    keys = rows.values("pk")[:MOST_EXPORTED]
    decisions = Decision.objects.filter(submission__in=keys).select_related(
        "submission__site", "submission__unit", "actor", "on_behalf_of", "mandate__holder"
    )
    ordered = decisions.prefetch_related("grounds").order_by("submission_id", "id")
    return ordered.iterator(chunk_size=1000)


def _acts(wanted: Wanted) -> Q:
    """Return the condition on one act: who, which verb, when, all of the same act."""
    acts = Q()
    if wanted.person:
        people = User.objects.filter(
            Q(username__iexact=wanted.person) | Q(full_name__icontains=wanted.person)
        ).values("pk")
        acts &= Q(actor__in=people) | Q(on_behalf_of__in=people)
    if wanted.verb:
        acts &= Q(verb=wanted.verb)
    if wanted.since:
        acts &= Q(at__gte=midnight(wanted.since))
    if wanted.until:
        acts &= Q(at__lt=midnight(wanted.until + timedelta(days=1)))
    return acts
