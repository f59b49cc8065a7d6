"""The samples auditors drew, and how far they are."""

from collections.abc import Iterator

from django.db.models import Count, Q, QuerySet

from approvals.policies import Actor
from archive.models import Sample, SampleItem
from core.errors import NotVisible
from core.roles import Role

PAGE = 50


def is_auditor(actor: Actor) -> bool:
    """Tell whether the person draws samples and reads those of other auditors."""
    return any(role == Role.AUDITOR for role, _ in actor.roles)


def samples(by: Actor, *, before: int | None = None) -> tuple[list[Sample], int | None]:
    """Return a page of samples, newest first, and the number the next page begins before."""
    rows = _counted() if is_auditor(by) else Sample.objects.none()
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


def sample_of(key: int, *, by: Actor) -> Sample:
    """Return one sample with its counts; raises NotVisible for all but auditors."""
    found = _counted().filter(pk=key).first() if is_auditor(by) else None
    if found is None:
        raise NotVisible(sample=str(key))
    return found


def items_of(sample: Sample) -> QuerySet[SampleItem]:
    """Return the items in the order they were drawn; never more than a sample may hold."""
    return sample.items.select_related("submission__site", "submission__unit", "note")


def lines(sample: Sample) -> Iterator[SampleItem]:
    """Return the items for a list that leaves the house."""
    return items_of(sample).iterator()


def _counted() -> QuerySet[Sample]:
    return Sample.objects.select_related("drawn_by").annotate(
        open_items=Count("items", filter=Q(items__result=SampleItem.Result.OPEN)),
        findings=Count("items", filter=Q(items__result=SampleItem.Result.FINDING)),
    )
