"""A throw-away place: runs one command against an empty database and data folder of its own."""

import os
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from core.platform.databases import TemporaryServer, temporary_server
from core.platform.instance import APPLICATION


def environment(server: TemporaryServer, home: Path) -> dict[str, str]:
    """Return the variables of the throw-away place; commands act as the owner of the schema."""
    return {
        "DATABASE_URL": server.owner_url,
        "DATABASE_OWNER_URL": server.owner_url,
        "DATABASE_APP_ROLE": APPLICATION,
        "DATABASE_SUPERUSER_URL": server.superuser_url,
        "DUYET_HOME": str(home),
        "STORAGE_URL": f"file://{home / 'store'}",
        "PORTAL_ROOT": str(home / "portal"),
        "SECRET_KEY": "scratch",
    }


def run_in_scratch(command: Sequence[str]) -> int:
    """Run the command there and return its exit status; nothing is left afterwards."""
    with tempfile.TemporaryDirectory(prefix="duyet-scratch-") as folder:
        home = Path(folder)
        with temporary_server(home / "server") as server:
            own = os.environ | environment(server, home)
            child = subprocess.Popen(list(command), env=own)
            # Ctrl-C reaches the child by itself; a polite request to stop is passed on.
            signal.signal(signal.SIGTERM, lambda number, _frame: child.send_signal(number))
            return _wait(child)


def _wait(child: "subprocess.Popen[bytes]") -> int:
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue
