"""The numbers of the life of submissions, counted when Prometheus asks."""

from collections.abc import Iterator

from django.db.models import Count, Min, Q
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from approvals.lifecycle import State
from approvals.models import Submission
from approvals.selectors.submissions import overdue
from archive.models import ArchiveRecord
from core.clock import now
from core.models import LedgerEntry, LedgerLeaf
from publishing.models import Publication
from publishing.selectors.due import late


class SubmissionNumbers(Collector):
    """States, what is overdue, the ledger, and how long effects have been waiting."""

    def describe(self) -> Iterator[Metric]:
        """Name the families without asking the database."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """Yield every family."""
        yield _by_state()
        yield _one("duyet_overdue", "Items past their due time", _overdue())
        yield _one("duyet_online_items", "Items online", _online())
        yield _one("duyet_archive_records", "Sealed records", ArchiveRecord.objects.count())
        last = LedgerEntry.objects.order_by("-number").values_list("number", flat=True).first()
        yield _one("duyet_ledger_entries", "Number of the newest ledger entry", last or 0)
        leaf = LedgerLeaf.objects.order_by("-index").values_list("index", flat=True).first()
        yield _one("duyet_ledger_leaves", "Entries with a place in the tree", _size(leaf))
        yield _past_their_time()
        yield _lag("duyet_publish_lag_seconds", "Longest wait for the page", State.APPROVED)
        yield _lag("duyet_seal_lag_seconds", "Longest wait for the record", State.PUBLISHED)


def _by_state() -> Metric:
    family = GaugeMetricFamily("duyet_submissions", "Submissions by state", labels=["state"])
    rows = Submission.objects.order_by().values_list("state").annotate(number=Count("pk"))
    counted = dict(rows)
    for state in State.values:
        family.add_metric([state], counted.get(state, 0))
    return family


def _overdue() -> int:
    return overdue(Submission.objects.order_by(), now=now()).count()


def _online() -> int:
    return Publication.objects.filter(online=True).count()


def _past_their_time() -> Metric:
    """Count what should be public, or gone, by now and is not."""
    text = "Items, bundles and expired pages past their time"
    family = GaugeMetricFamily("duyet_past_their_time", text, labels=["kind"])
    for kind, number in vars(late(now=now())).items():
        family.add_metric([kind], number)
    return family


def _size(index: int | None) -> int:
    return 0 if index is None else index + 1


def _lag(name: str, text: str, state: State) -> Metric:
    """Return how long the item that waits longest in `state` has waited for us.

    Scheduled items wait for their time, fast-tracked ones for a second person.
    """
    settled = Q(fast_tracked=False) | Q(confirmed_by__isnull=False) | Q(state=State.APPROVED)
    rows = Submission.objects.filter(settled, state=state, publish_at=None, embargo_until=None)
    since = rows.order_by().aggregate(first=Min("updated_at"))["first"]
    return _one(name, text, (now() - since).total_seconds() if since else 0)


def _one(name: str, text: str, value: float) -> Metric:
    family = GaugeMetricFamily(name, text)
    family.add_metric([], value)
    return family
