"""The settings of the tests: a throw-away PostgreSQL, started before Django reads its address."""

import atexit
import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from core.platform.databases import temporary_server


def _start_services() -> None:
    """Start the server and name it in the environment, which the workers of xdist inherit."""
    stack = contextlib.ExitStack()
    atexit.register(stack.close)
    # Not TemporaryDirectory: at exit it would be gone before the server on it has stopped.
    folder = Path(tempfile.mkdtemp(prefix="duyet-tests-"))
    stack.callback(shutil.rmtree, folder)
    server = stack.enter_context(temporary_server(folder))
    url = server.superuser_url.rpartition("/")[0] + "/duyet"
    os.environ |= {
        "DATABASE_URL": url,
        "DATABASE_OWNER_URL": url,
        "DATABASE_APP_ROLE": "duyet_app",
        "DATABASE_POOL": "0",
        "SECRET_KEY": "only-for-tests-only-for-tests-only-for-tests-only",
        "DUYET_HOME": str(folder / "home"),
        "DUYET_TEST_SERVER": "1",
    }
    for name in ("PORTAL_ROOT", "STORAGE_URL", "EMAIL_URL", "PORT", "PUBLIC_URL"):
        os.environ.pop(name, None)


if "DUYET_TEST_SERVER" not in os.environ:
    _start_services()

from core.settings import *  # noqa: E402, F403
