"""What machines ask an instance: alive, ready, and its numbers."""

import ipaddress
import logging
from collections.abc import Callable

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError, InterfaceError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest

from core.clock import now
from core.errors import StorageFailed
from core.heartbeat import is_alive
from core.storage import default_store

log = logging.getLogger(__name__)
PROBE = "health/probe"


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """Answer as long as the process does."""
    return JsonResponse({"status": "alive"})


@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """Answer 200 when database, migrations, storage and worker are there, else 503."""
    checks = {name: _holds(name, check) for name, check in CHECKS.items()}
    ready = all(checks.values())
    details = {name: _told(name, tell) for name, tell in DETAILS.items()}
    body = {"status": "ready" if ready else "not ready", "checks": checks, "details": details}
    return JsonResponse(body, status=200 if ready else 503)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Give Prometheus the numbers; only to callers on this machine (ruling: contract)."""
    if not _is_local(request):
        raise Http404
    try:
        return HttpResponse(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)
    except (DatabaseError, InterfaceError) as away:
        log.warning("metrics: %s", away)
        return HttpResponse("# the database is away\n", status=503, content_type="text/plain")


def _holds(name: str, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, InterfaceError, StorageFailed, OSError) as away:
        log.warning("readiness: %s: %s", name, away)
        return False


def _told(name: str, tell: Callable[[], int]) -> int | None:
    try:
        return tell()
    except (DatabaseError, InterfaceError) as away:
        log.warning("readiness: %s: %s", name, away)
        return None


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone())


def _migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _storage() -> bool:
    """Ask the store for something; an answer is an answer, whether it is there or not."""
    default_store().exists(PROBE)
    return True


def _worker() -> bool:
    return is_alive("effects", now=now())


def _is_local(request: HttpRequest) -> bool:
    """Tell whether the caller is this machine itself, not somebody behind a proxy on it."""
    if "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "migrations": _migrations,
    "storage": _storage,
    "worker": _worker,
}
# Numbers beside the checks, which make nobody unready; the apps add theirs when they start.
DETAILS: dict[str, Callable[[], int]] = {}
