"""The table of services: what runs, in which order it starts, and how it is stopped."""

import os
import shutil
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

from core.platform.instance import Instance
from core.platform.postgres import Cluster, clear_leftovers, prepare
from core.platform.processes import MARKER, marked, stop_all

CODE = Path(__file__).resolve().parents[2]
WEB_WORKERS = 2
BLOCKING_THREADS = 4
# The web and the effects worker answer strangers and read strangers' files: no keys of the owner.
OWNER_VARIABLES = ("DATABASE_OWNER_URL", "PREFECT_API_DATABASE_CONNECTION_URL")
CLOCK_VARIABLES = ("PREFECT_SERVER_API_AUTH_STRING", "PREFECT_API_AUTH_STRING")


@dataclass(frozen=True)
class Service:
    """One supervised process; those with a low priority start first and stop last."""

    name: str
    priority: int
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: int = 15
    hidden: tuple[str, ...] = ()


POSTGRES = Service("postgres", 10, stop_signal=signal.SIGINT, stop_seconds=60)
WEB = Service("web", 30, hidden=OWNER_VARIABLES + CLOCK_VARIABLES)
EFFECTS = Service("effects", 30, hidden=OWNER_VARIABLES + CLOCK_VARIABLES)
KEEPER = Service("keeper", 30, hidden=CLOCK_VARIABLES)
CLOCK_SERVER = Service("prefect-server", 40)
CLOCK_WORKER = Service("prefect-worker", 50)
SERVICES = (POSTGRES, WEB, EFFECTS, KEEPER, CLOCK_SERVER, CLOCK_WORKER)
# The log's segment is closed at the latest then; a slot that nobody reads keeps no more than this.
LOG_SETTINGS = {"archive_timeout": "20s", "max_slot_wal_keep_size": "8GB"}


def services_of(instance: Instance) -> tuple[Service, ...]:
    """Return the services this instance runs itself."""
    absent = {
        *(() if instance.embedded_database else (POSTGRES,)),
        *(() if instance.keeps_log else (KEEPER,)),
        *(() if instance.embedded_clock else (CLOCK_SERVER,)),
    }
    return tuple(service for service in SERVICES if service not in absent)


def command(service: Service, instance: Instance) -> list[str]:
    """Return the command line of a service; the same ones run in containers."""
    python = sys.executable
    if service is POSTGRES:
        cluster = prepare(instance.home, instance_id=instance.marker)
        more = LOG_SETTINGS if instance.keeps_log else {}
        return cluster.command(instance.secrets.postgres_port, **more)
    if service is WEB:
        return [
            *(python, "-m", "granian", "--interface", "wsgi", "core.wsgi:application"),
            *("--host", instance.bind, "--port", str(instance.port), "--no-ws"),
            *("--workers", str(WEB_WORKERS), "--blocking-threads", str(BLOCKING_THREADS)),
            *("--respawn-failed-workers", "--workers-kill-timeout", "8"),
        ]
    if service is CLOCK_SERVER:
        host = instance.given.get("PREFECT_SERVER_API_HOST", "127.0.0.1")
        port = instance.given.get("PREFECT_SERVER_API_PORT", str(instance.secrets.clock_port))
        return [python, "-m", "prefect", "server", "start", "--host", host, "--port", port]
    modules = {EFFECTS: "workflows.effects", KEEPER: "workflows.keeper"}
    return [python, "-m", modules.get(service, "workflows.worker")]


def launch(name: str, instance: Instance) -> None:
    """Become the named service, after stopping what an earlier life of it has left behind.

    The kernel stops the process when its supervisor dies, so that a killed supervisor leaves
    nothing running.
    """
    service = next(service for service in SERVICES if service.name == name)
    environment = dict(os.environ)
    privileges: list[str] = []
    if service is POSTGRES:
        cluster = prepare(instance.home, instance_id=instance.marker)
        clear_leftovers(cluster)
        privileges = _without_privileges(cluster)
        environment = {"LC_ALL": "C", "PATH": os.defpath}
    mark = f"{instance.marker}/{service.name}"
    stop_all(lambda: marked(mark), first=signal.SIGTERM)
    environment[MARKER] = mark
    for variable in service.hidden:
        environment.pop(variable, None)
    arguments = [*dying_with_parent(service.stop_signal, *privileges), *command(service, instance)]
    os.execvpe(arguments[0], arguments, environment)  # noqa: S606 - no shell is wanted


def dying_with_parent(number: signal.Signals, *options: str) -> list[str]:
    """Return the prefix that ties a process to the life of its parent, where setpriv exists."""
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        return []
    return [setpriv, "--pdeathsig", number.name.removeprefix("SIG"), *options, "--"]


def _without_privileges(cluster: Cluster) -> list[str]:
    if cluster.user is None:
        return []
    return [
        *("--reuid", cluster.user, "--regid", str(cluster.owner()["group"])),
        *("--clear-groups", "--no-new-privs", "--inh-caps=-all"),
    ]
