"""The pages with nothing behind them: `python -m publishing.web.alone <portal> <port>`.

The same files and headers as with the application, and 503 for all that needs it; imports neither
Django nor a database, so it serves while everything else is away.
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from publishing.web.baked import BakedSites, Environ, StartResponse

AWAY = "Chức năng này tạm thời gián đoạn. This function is unavailable for a moment.\n"


def away(_environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """Answer what only the application could."""
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Retry-After", "60")]
    start_response("503 Service Unavailable", headers)
    return [AWAY.encode()]


class Threaded(ThreadingMixIn, WSGIServer):
    """A thread a reader."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """Keeps no log of who reads what."""

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


def main() -> int:
    """Serve a portal's folder until stopped."""
    if len(sys.argv) != 3:  # noqa: PLR2004
        sys.stderr.write(f"{__doc__}\n")
        return 2
    application = BakedSites(away, Path(sys.argv[1]))
    make_server("127.0.0.1", int(sys.argv[2]), application, Threaded, Quiet).serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
