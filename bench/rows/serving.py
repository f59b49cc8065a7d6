"""A published page served: our nginx configuration and the embedded server against plain nginx."""

import re
import statistics
import subprocess
from pathlib import Path

from bench import items
from bench.peers import Wagtail
from bench.report import Line, Outcome
from bench.servers import Servers

SECONDS, CONNECTIONS, ROUNDS, BAR, WAGTAIL = 3, 32, 5, 0.95, 500
ENCODINGS = {"as it is": "identity", "compressed": "gzip"}


def run() -> Outcome:
    """Ask for one page over and over, turn by turn, and compare the requests a second."""
    from django.conf import settings

    from approvals.models import Submission

    item = items.draft(7_000_000)
    items.decide(item.pk)
    items.publish(item.pk)
    address = Submission.objects.get(pk=item.pk).publication.address
    page = Path(settings.PORTAL_ROOT) / "stttt" / address / "index.html"
    lines: list[Line] = []
    with Servers(page) as servers:
        for name, encoding in ENCODINGS.items():
            lines += _compare(servers, f"/sites/stttt/{address}", name, encoding)
    lines += _beside_wagtail(page, f"/sites/stttt/{address}")
    title = "A published page served, against plain nginx with the same bytes"
    return Outcome("serving", title, (*lines, Line("the page", page.stat().st_size, "bytes")))


def _compare(servers: Servers, path: str, name: str, encoding: str) -> list[Line]:
    plain_path = "/page.gz" if encoding == "gzip" else "/page.html"
    rounds = [
        (
            _rate(servers.plain, plain_path, encoding),
            _rate(servers.production, path, encoding),
            _rate(servers.embedded, path, encoding),
        )
        for _ in range(ROUNDS)
    ]
    production = statistics.median(ours / plain for plain, ours, _ in rounds)
    embedded = statistics.median(ours / plain for plain, _, ours in rounds)
    plain, ours, small = (round(max(rates)) for rates in zip(*rounds, strict=True))
    return [
        Line(f"our nginx configuration to plain, {name}", round(production, 3), "x", at_least=BAR),
        Line(f"embedded server to plain nginx, {name}", round(embedded, 3), "x"),
        Line(f"  requests: plain nginx, {name}", plain, "/s"),
        Line(f"  requests: our nginx configuration, {name}", ours, "/s"),
        Line(f"  requests: embedded server, {name}", small, "/s"),
    ]


def _beside_wagtail(page: Path, path: str) -> list[Line]:
    """Ask for the same text from Wagtail and from our nginx configuration, turn by turn."""
    from approvals.models import Submission

    item = Submission.objects.get(title__endswith=" 7000000")
    with Wagtail(item.title, item.content["body"]) as wagtail, Servers(page) as servers:
        if wagtail.problem:
            return [Line(f"Wagtail could not be installed ({wagtail.problem})", 0)]
        rounds = [
            (
                _rate(wagtail.port, wagtail.path, "identity"),
                _rate(servers.production, path, "identity"),
            )
            for _ in range(3)
        ]
    ratio = statistics.median(ours / theirs for theirs, ours in rounds)
    theirs = round(max(rate for rate, _ in rounds))
    return [
        Line(
            f"our nginx configuration to Wagtail {wagtail.version}",
            round(ratio),
            "x",
            at_least=WAGTAIL,
        ),
        Line(f"  requests: Wagtail {wagtail.version}, same text and server", theirs, "/s"),
    ]


def _rate(port: int, path: str, encoding: str) -> float:
    command = [
        *("wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s"),
        *("-H", f"Accept-Encoding: {encoding}", f"http://127.0.0.1:{port}{path}"),
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in said, said
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert found, said
    return float(found[1])
