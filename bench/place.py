"""A throw-away place with an honest database: every commit waits for the disk."""

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.platform.databases import answers, provide
from core.platform.instance import APPLICATION, CLOCK, DATABASE, OWNER
from core.platform.postgres import clear_leftovers, initialise, prepare
from core.platform.processes import free_port, wait_until

WORD = "throw-away"


@contextmanager
def place() -> Iterator[Path]:
    """Run the embedded PostgreSQL as an instance runs it and point the environment there."""
    with tempfile.TemporaryDirectory(prefix="duyet-bench-") as folder:
        home = Path(folder)
        cluster = prepare(home, instance_id=home.name)
        initialise(cluster, password=WORD)
        port = free_port()
        with (home / "postgres.log").open("wb") as log:
            server = subprocess.Popen(
                cluster.command(port),
                stdout=log,
                stderr=log,
                start_new_session=True,
                env={"LC_ALL": "C"},
                **cluster.owner(),
            )
        try:
            _point_at(home, port)
            yield home
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=60)
            clear_leftovers(cluster)


def _point_at(home: Path, port: int) -> None:
    superuser = _url("postgres", port, "postgres")
    if not wait_until(lambda: answers(superuser), seconds=30):
        raise TimeoutError((home / "postgres.log").read_text("utf-8"))
    provide(superuser, passwords=dict.fromkeys((OWNER, APPLICATION, CLOCK), WORD))
    for name in ("PUBLIC_URL", "EMAIL_URL", "LEDGER_KEY_FILE"):
        os.environ.pop(name, None)
    os.environ |= {
        "DATABASE_URL": _url(APPLICATION, port, DATABASE),
        "DATABASE_OWNER_URL": _url(OWNER, port, DATABASE),
        "DATABASE_APP_ROLE": APPLICATION,
        "DATABASE_SUPERUSER_URL": _url("postgres", port, DATABASE),
        "DUYET_HOME": str(home),
        "PORTAL_ROOT": str(home / "portal"),
        "STORAGE_URL": f"file://{home / 'store'}",
        "SECRET_KEY": "only-for-measuring",
        "LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "core.settings",
    }


def _url(role: str, port: int, database: str) -> str:
    return f"postgresql://{role}:{WORD}@127.0.0.1:{port}/{database}"
