"""The keeper: carries the database's log and new files to the second store, every few seconds.

Long-lived, without Prefect, and apart from the effects worker: a slow second store never delays
publication. Killed or cut off it goes on where it stopped, because the server keeps the log for it.
"""

import logging
import os
import signal
import subprocess
import threading

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
django.setup()

import psycopg  # noqa: E402
from django.db import Error as DatabaseError  # noqa: E402
from django.db import close_old_connections  # noqa: E402

from archive.services.clusters import server_of  # noqa: E402
from archive.services.databases import own_database  # noqa: E402
from archive.services.shipping import (  # noqa: E402
    log_folder,
    ship_log,
    ship_objects,
    start_receiver,
)
from archive.services.vault import Vault, own_vault  # noqa: E402
from core.clock import now  # noqa: E402
from core.errors import DomainError  # noqa: E402
from core.storage import default_store  # noqa: E402

log = logging.getLogger("duyet.keeper")
SECONDS = 5.0


class Keeper:
    """One keeper; `stop` is set by a signal and ends the loop after the present round."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._stopping = threading.Event()
        self._receiver: subprocess.Popen[bytes] | None = None
        self._system = ""

    def stop(self, *_signal: object) -> None:
        """Ask the loop to end."""
        self._stopping.set()

    def run(self) -> None:
        """Receive and ship until stopped; whatever is away is waited for."""
        while not self._stopping.wait(SECONDS):
            try:
                self.work()
            except (DomainError, OSError, psycopg.OperationalError, DatabaseError) as away:
                log.warning("not shipped, trying again: %s", away)
                close_old_connections()
        if self._receiver is not None:
            self._receiver.send_signal(signal.SIGINT)
            self._receiver.wait(timeout=10)

    def work(self) -> None:
        """Do one round."""
        if self._receiver is None or self._receiver.poll() is not None:
            self._system = server_of(own_database()).system
            self._receiver = start_receiver(own_database(), log_folder())
        ship_log(self._vault, system=self._system, folder=log_folder(), now=now())
        ship_objects(self._vault, default_store(), now=now())


def main() -> None:
    """Run one keeper until SIGTERM or SIGINT; refuses without a second store."""
    vault = own_vault()
    if vault is None:
        raise SystemExit("BACKUP_URL is not set")
    keeper = Keeper(vault)
    signal.signal(signal.SIGTERM, keeper.stop)
    signal.signal(signal.SIGINT, keeper.stop)
    log.info("keeper started")
    keeper.run()


if __name__ == "__main__":
    main()
