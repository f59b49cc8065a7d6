"""Signs of life of long-lived workers, kept where every process can see them."""

from datetime import datetime, timedelta

from core.models import Heartbeat

FRESH = timedelta(seconds=30)


def beat(worker: str, *, now: datetime) -> None:
    """Note that `worker` is alive at `now`."""
    Heartbeat.objects.update_or_create(worker=worker, defaults={"at": now})


def is_alive(worker: str, *, now: datetime) -> bool:
    """Tell whether `worker` was seen in the last thirty seconds."""
    return Heartbeat.objects.filter(worker=worker, at__gte=now - FRESH).exists()
