"""The long-lived effects worker: wakes on NOTIFY, falls back to a short poll, never needs Prefect.

Every second, and at the very moment something is due: publish, release bundles, expire, seal ledger
entries, seal records, send mail, beat. Every minute: finish what a crash interrupted, tell of what
is late, sign a checkpoint. Each step is repeatable; the database is the queue, so killing this
process means late, never lost and never twice (ADR 0005).
"""

import logging
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
django.setup()

import psycopg  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import Error as DatabaseError  # noqa: E402
from django.db import close_old_connections  # noqa: E402

from approvals.services.mailing import send_waiting  # noqa: E402
from approvals.services.reorganising import run_due  # noqa: E402
from archive.services.alarming import watch_seals  # noqa: E402
from archive.services.sealing import seal_due  # noqa: E402
from archive.services.watching import watch_ledger  # noqa: E402
from core import sealing  # noqa: E402
from core.clock import now  # noqa: E402
from core.errors import DomainError  # noqa: E402
from core.heartbeat import beat  # noqa: E402
from core.ledger import WAKE_CHANNEL  # noqa: E402
from publishing.selectors.due import next_moment  # noqa: E402
from publishing.services.alarms import alarm_late  # noqa: E402
from publishing.services.checkpoints import publish_checkpoint  # noqa: E402
from publishing.services.lists import write_missing_frames  # noqa: E402
from publishing.services.publishing import clear_recalled, publish_due  # noqa: E402
from publishing.services.purging import send_due  # noqa: E402
from publishing.services.reading_files import read_files_due  # noqa: E402
from publishing.services.rebaking import bake_some  # noqa: E402
from publishing.services.releasing import release_due  # noqa: E402
from publishing.services.takedown import expire_due, sweep_stale  # noqa: E402

log = logging.getLogger("duyet.effects")
POLL_SECONDS = 1.0
MINUTE = 60.0
RECONNECT_SECONDS = 1.0
# Signing takes most of a second each: publication, in the same loop, does not wait long.
SEALED_AT_ONCE = 5


@dataclass
class Worker:
    """One worker; `stop` is set by a signal and ends the loop after the present step."""

    stopping: bool = False
    next_minute: float = field(default=0.0)

    def stop(self, *_signal: object) -> None:
        """Ask the loop to end."""
        self.stopping = True

    def run(self) -> None:
        """Listen and work until stopped; a lost database is waited for."""
        while not self.stopping:
            try:
                self._listen()
            except (psycopg.OperationalError, DatabaseError) as away:
                log.warning("database away, trying again: %s", type(away).__name__)
                close_old_connections()
                time.sleep(RECONNECT_SECONDS)

    def _listen(self) -> None:
        with psycopg.connect(_listening_url(), autocommit=True) as connection:
            connection.execute(f"LISTEN {WAKE_CHANNEL}")
            while not self.stopping:
                self.work()
                for _notice in connection.notifies(timeout=pause(), stop_after=1):
                    pass

    def work(self) -> None:
        """Do one round: the second's work always, the minute's when its time has come."""
        for step in EVERY_SECOND:
            self._try(step)
        if time.monotonic() >= self.next_minute:
            self.next_minute = time.monotonic() + MINUTE
            for step in EVERY_MINUTE:
                self._try(step)

    def _try(self, step: Callable[[], None]) -> None:
        """Run one step; a refusal or a store that is away never stops the others."""
        try:
            step()
        except (DomainError, OSError):
            log.exception("%s failed", step.__name__)


def pause() -> float:
    """Return how long to wait: a second, or less where something is due before."""
    moment = now()
    due = next_moment(now=moment)
    return POLL_SECONDS if due is None else min(POLL_SECONDS, (due - moment).total_seconds())


def publish_step() -> None:
    """Put due items and bundles on their sites."""
    for line in chain(publish_due(now=now())[0], release_due(now=now())[0]):
        log.info("published %s", line)


def expire_step() -> None:
    """Take away what is over."""
    for line in expire_due(now=now()):
        log.info("%s", line)


def purge_step() -> None:
    """Tell a cache before the portal what to forget."""
    for line in send_due(now=now()):
        log.info("%s", line)


def ledger_step() -> None:
    """Give committed entries their leaves."""
    sealing.seal_entries()


def record_step() -> None:
    """Seal the records of what was published or refused."""
    for line in seal_due(now=now(), limit=SEALED_AT_ONCE)[0]:
        log.info("sealed %s", line)


def mail_step() -> None:
    """Send the notices that wait for mail."""
    send_waiting(now=now())


def bake_step() -> None:
    """Take sites with a new identity some pages further."""
    for line in bake_some(now=now()):
        log.info("%s", line)


def reorganise_step() -> None:
    """Run the reorganisations of units whose day has come."""
    for line in run_due(now=now())[0]:
        log.info("reorganised %s", line)


def tidy_step() -> None:
    """Give new sites their pages, finish what a crash interrupted, tell of what is late."""
    steps = (
        write_missing_frames(),
        sweep_stale(),
        read_files_due(),
        clear_recalled(now=now()),
        alarm_late(now=now()),
    )
    for line in chain.from_iterable(steps):
        log.info("%s", line)


def checkpoint_step() -> None:
    """Sign the ledger's head, show it on the portal, and let the monitor look at all of them."""
    sealing.make_checkpoint(now=now())
    publish_checkpoint()
    for alarm in watch_ledger(now=now()):
        log.error("%s", alarm)


def alarm_step() -> None:
    """Say once that records are late."""
    for line in watch_seals(now=now()):
        log.info("%s", line)


def beat_step() -> None:
    """Leave a sign of life for /readyz."""
    beat("effects", now=now())


EVERY_SECOND = (
    *(beat_step, publish_step, expire_step, ledger_step, record_step, mail_step),
    *(purge_step, bake_step),
)
EVERY_MINUTE = (reorganise_step, tidy_step, checkpoint_step, alarm_step)


def _listening_url() -> str:
    """Return connection parameters for a connection of our own, outside the pool."""
    database = settings.DATABASES["default"]
    return psycopg.conninfo.make_conninfo(
        host=database["HOST"],
        port=database["PORT"] or None,
        user=database["USER"],
        password=database["PASSWORD"],
        dbname=database["NAME"],
        application_name="duyet-effects",
    )


def main() -> None:
    """Run one worker until SIGTERM or SIGINT."""
    worker = Worker()
    signal.signal(signal.SIGTERM, worker.stop)
    signal.signal(signal.SIGINT, worker.stop)
    log.info("effects worker started")
    worker.run()


if __name__ == "__main__":
    main()
