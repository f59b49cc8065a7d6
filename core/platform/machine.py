"""Starting and stopping a whole instance, in order."""

import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit

from core.platform.databases import (
    answers,
    provide,
    provide_clock_database,
    provide_for,
    provide_log_slot,
)
from core.platform.instance import Instance, change_ports
from core.platform.postgres import initialise, prepare
from core.platform.processes import free_port, is_free, wait_until
from core.platform.services import (
    CLOCK_SERVER,
    CLOCK_WORKER,
    CODE,
    EFFECTS,
    KEEPER,
    POSTGRES,
    WEB,
    Service,
    services_of,
)
from core.platform.supervision import Control, start, stop_leftovers

NO_PROVINCE = "none"
SECONDS_TO_READY = 120
Say = Callable[[str], None]


class StartFailedError(Exception):
    """The instance did not come up; the message says which part and where to read on."""


def bring_up(instance: Instance, *, attached: bool, say: Say) -> Instance:
    """Start everything and return when web, database and effects worker are healthy.

    Refuses when the port belongs to somebody else; stops what it started when a part fails.
    """
    with instance.lock():
        if Control(instance).answers():
            return instance
        take_down_leftovers(instance)
        instance = _settle_ports(instance)
        _make_folders(instance)
        start(instance, attached=attached)
        try:
            _start_in_order(instance, say=say)
        except BaseException:
            _stop(instance)
            raise
        (instance.run_folder / "port").write_text(str(instance.port), encoding="ascii")
    return instance


def take_down(instance: Instance) -> bool:
    """Stop everything of this instance and nothing else; tell whether something ran."""
    with instance.lock():
        ran = Control(instance).answers()
        _stop(instance)
    return ran


def take_down_leftovers(instance: Instance) -> int:
    """Stop what an earlier, killed life of this instance has left running."""
    base = (instance.home / "postgres").resolve()
    return stop_leftovers(instance, data_folder=base / "data")


def manage(instance: Instance, *arguments: str, owner: bool = False) -> None:
    """Run a management command in this instance; refuses when it fails."""
    environment = os.environ | instance.environment()
    if owner:
        environment["DATABASE_URL"] = environment["DATABASE_OWNER_URL"]
    path = instance.log_folder / "manage.log"
    with path.open("ab") as log:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            check=False,
            cwd=CODE,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    if done.returncode:
        raise StartFailedError(f"manage.py {' '.join(arguments)} failed, see {path}")


def prepare_database(instance: Instance) -> None:
    """Make roles, databases and extensions where a superuser is given; then migrate.

    Containers call this once before anything else starts: the same steps `bring_up` takes.
    """
    superuser_url = instance.given.get("DATABASE_SUPERUSER_URL")
    environment = instance.environment()
    if superuser_url is not None:
        urls = ("DATABASE_OWNER_URL", "DATABASE_URL", "PREFECT_API_DATABASE_CONNECTION_URL")
        parts = [urlsplit(environment[name]) for name in urls]
        provide(superuser_url, passwords={str(p.username): str(p.password) for p in parts})
    environment["DATABASE_URL"] = environment["DATABASE_OWNER_URL"]
    command = [sys.executable, "manage.py", "migrate", "--noinput", "--skip-checks"]
    if subprocess.run(command, check=False, cwd=CODE, env=os.environ | environment).returncode:
        raise StartFailedError("migrations failed")


def is_ready(instance: Instance, address: str = "") -> bool:
    """Ask the web whether database, storage, migrations and the effects worker are there."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    request = urllib.request.Request(f"{address or instance.address}/readyz")  # noqa: S310
    hosts = instance.given.get("ALLOWED_HOSTS", "*").split(",")
    if "*" not in hosts:
        request.add_header("Host", hosts[0])
    try:
        with opener.open(request, timeout=5) as answer:
            return bool(answer.status == HTTPStatus.OK)
    except (URLError, OSError):
        return False


def _start_in_order(instance: Instance, *, say: Say) -> None:
    control = Control(instance)
    if not wait_until(control.answers, seconds=15):
        raise StartFailedError(f"the supervisor did not start, see {instance.log_folder}")
    if instance.embedded_database:
        say("database …")
        _start_database(instance, control)
    else:
        provide_clock_database(instance)
    say("migrations …")
    manage(instance, "migrate", "--noinput", "--skip-checks", owner=True)
    say("web and effects worker …")
    control.start(WEB)
    control.start(EFFECTS)
    if instance.given.get("DUYET_PROVINCE") != NO_PROVINCE:
        say("demo province …")
        manage(instance, "load_demo", "--skip-checks")
    if not wait_until(lambda: is_ready(instance), seconds=SECONDS_TO_READY):
        raise StartFailedError(
            f"not ready after {SECONDS_TO_READY} s: {control.states()}, see {instance.log_folder}"
        )
    for service in (KEEPER, CLOCK_SERVER, CLOCK_WORKER):
        _start_if_ours(service, instance, control)


def _start_database(instance: Instance, control: Control) -> None:
    cluster = prepare(instance.home, instance_id=instance.marker)
    initialise(cluster, password=instance.secrets.superuser_password)
    control.start(POSTGRES)
    if not wait_until(lambda: answers(instance.superuser_url), seconds=60):
        raise StartFailedError(f"no database, see {instance.log_folder / 'postgres.log'}")
    provide_for(instance)
    provide_log_slot(instance.superuser_url, wanted=instance.keeps_log)


def _start_if_ours(service: Service, instance: Instance, control: Control) -> None:
    if service in services_of(instance):
        control.start(service)


def _settle_ports(instance: Instance) -> Instance:
    if not is_free(instance.port):
        raise StartFailedError(
            f"port {instance.port} is taken by another program: choose one with PORT=…"
        )
    ports = {"postgres_port": instance.secrets.postgres_port}
    ports["clock_port"] = instance.secrets.clock_port
    taken = {name: free_port() for name, port in ports.items() if not is_free(port)}
    return change_ports(instance, **taken) if taken else instance


def _make_folders(instance: Instance) -> None:
    environment = instance.environment()
    temporary = Path(environment["TMPDIR"])
    shutil.rmtree(temporary, ignore_errors=True)
    for folder in (instance.run_folder, instance.log_folder, temporary):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    Path(environment["PORTAL_ROOT"]).mkdir(mode=0o755, parents=True, exist_ok=True)


def _stop(instance: Instance) -> None:
    control = Control(instance)
    if control.answers():
        control.shut_down()
    take_down_leftovers(instance)
    (instance.run_folder / "port").unlink(missing_ok=True)
    if "TMPDIR" not in instance.given:
        shutil.rmtree(instance.environment()["TMPDIR"], ignore_errors=True)
