"""Which submissions a person may see, and the lists made of them."""

import unicodedata
import uuid
from collections.abc import Sequence
from datetime import datetime

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, OuterRef, Q, QuerySet

from approvals.lifecycle import State
from approvals.models import Endorsement, Revision, Submission, Turn
from approvals.policies import Actor
from approvals.selectors.people import reads_everything, units_of
from core.errors import NotVisible
from core.models import Unit

WAITING = (State.SUBMITTED, State.REVIEWED)
LINE = ("site", "unit", "route_version", "revision")
ROWS = ("site__unit", "unit", "route_version__route", "revision", "created_by", "submitted_by")


def visible_to(actor: Actor) -> QuerySet[Submission]:
    """Return what the person may see: own items, own units' items, own sites' items.

    Units and sites are asked for first: with their numbers in its hand the database knows which
    index to walk, with a join it reads the whole table for a small unit.
    """
    rows = Submission.objects.select_related(*ROWS).prefetch_related("turns")
    if reads_everything(actor):
        return rows
    places = list(Unit.objects.filter(code__in=units_of(actor)).values_list("pk", "sites"))
    units = {unit for unit, _ in places}
    sites = {site for _, site in places if site is not None}
    own = Q(created_by_id=actor.id) | Q(unit_id__in=units)
    return rows.filter(own | Q(site_id__in=sites) & ~Q(state=State.DRAFT))


def by_keys(keys: Sequence[uuid.UUID]) -> list[Submission]:
    """Return the rows of one page of a list, in the order of `keys`; no content is read."""
    rows = Submission.objects.select_related(*LINE).prefetch_related("turns")
    unread = ("content", "not_carried", "repairs")
    found = rows.defer(*(f"revision__{name}" for name in unread)).in_bulk(keys)
    return [found[key] for key in keys if key in found]


def get_visible(key: uuid.UUID | str, actor: Actor) -> Submission:
    """Return one submission; raises NotVisible when it is not there for this person.

    A route may ask people of other units: they see the item while it waits for them, and what they
    endorsed.
    """
    try:
        wanted = uuid.UUID(str(key))
        found = visible_to(actor).filter(pk=wanted).first()
        return found or _asked(actor).get(pk=wanted)
    except (Submission.DoesNotExist, ValueError) as missing:
        raise NotVisible(submission=str(key)) from missing


def _asked(actor: Actor) -> QuerySet[Submission]:
    spoke = Endorsement.objects.filter(actor_id=actor.id).values("submission_id")
    asked = Q(pk__in=turns_of(actor).values("submission_id")) | Q(pk__in=spoke)
    return Submission.objects.select_related(*ROWS).filter(asked)


def search(rows: QuerySet[Submission], words: str) -> QuerySet[Submission]:
    """Narrow a list to items whose text, title, number or reference holds the words, any tones."""
    if not words.strip():
        return rows
    return rows.filter(search_text__words=_query(words, "vietnamese"))


def search_best_first(rows: QuerySet[Submission], words: str) -> list[QuerySet[Submission]]:
    """Return the items that hold the words as they are written, then those with other tones."""
    found = search(rows, words)
    if _without_tones(words) == words:
        return [found]
    exact = Q(search_text__exact_words=_query(words, "simple"))
    return [rows.filter(exact), found.exclude(exact)]


def _query(words: str, config: str) -> SearchQuery:
    return SearchQuery(words, config=config, search_type="websearch")


def _without_tones(words: str) -> str:
    apart = unicodedata.normalize("NFD", words.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def turns_of(actor: Actor) -> QuerySet[Turn]:
    """Return the turns the person may take: in person, or for those who are away."""
    people = (actor, *actor.stands_in_for)
    own = Q(person_id__in=[who.id for who in people])
    for who in people:
        for role, unit in who.roles:
            own |= Q(person=None, role=role, unit=unit)
    return Turn.objects.filter(own)


def waiting_for(actor: Actor) -> QuerySet[Submission]:
    """Return the items with a turn this person may take, soonest due first.

    Items the person wrote or already endorsed are left out: somebody else must decide those.
    """
    mine = {"submission": OuterRef("pk"), "round": OuterRef("round")}
    return (
        Submission.objects.select_related(*ROWS)
        .prefetch_related("turns")
        .filter(state__in=WAITING, pk__in=turns_of(actor).values("submission_id"))
        .exclude(submitted_by_id=actor.id)
        .exclude(Exists(Revision.objects.filter(**mine, created_by_id=actor.id)))
        .exclude(Exists(Endorsement.objects.filter(**mine, actor_id=actor.id)))
        .order_by("due_at", "id")
    )


def overdue(rows: QuerySet[Submission], *, now: datetime) -> QuerySet[Submission]:
    """Narrow a list to waiting items past their due time."""
    return rows.filter(state__in=WAITING, due_at__lt=now)
