"""The supervisor (supervisord): its configuration, its start, and how we talk to it."""

import os
import signal
import subprocess
import sys
import tempfile
from http.client import HTTPException
from pathlib import Path
from typing import Any
from xmlrpc.client import Fault, ProtocolError, ServerProxy

from supervisor.xmlrpc import Faults, SupervisorTransport

from core.platform.instance import Instance
from core.platform.processes import MARKER, marked, stop_all, wait_until, working_in
from core.platform.services import CODE, POSTGRES, Service, dying_with_parent, services_of

USER = "duyet"
LONGEST_SOCKET_PATH = 100

HEAD = """\
[unix_http_server]
file = {socket}
chmod = 0700
username = {user}
password = {password}

[supervisord]
nodaemon = true
silent = true
identifier = duyet-{instance_id}
directory = {code}
pidfile = {run}/supervisord.pid
logfile = {logs}/supervisord.log
logfile_maxbytes = 5MB
logfile_backups = 3
{root}

[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
"""

# A service that fails at once is tried again after 1, 2, 3 … seconds, and never given up.
PROGRAM = """
[program:{name}]
command = "{python}" -m core.platform launch {name}
directory = {code}
priority = {priority}
autostart = false
autorestart = true
startsecs = 2
startretries = 1000
stopsignal = {signal}
stopwaitsecs = {seconds}
stopasgroup = {group}
killasgroup = true
redirect_stderr = true
stdout_logfile = {logs}/{name}.log
stdout_logfile_maxbytes = 5MB
stdout_logfile_backups = 3
"""


def configuration(instance: Instance) -> str:
    """Return the supervisor's configuration for this instance."""
    head = HEAD.format(
        socket=socket_path(instance),
        user=USER,
        password=instance.secrets.control_password,
        instance_id=instance.marker,
        code=_literal(CODE),
        run=_literal(instance.run_folder),
        logs=_literal(instance.log_folder),
        root="user = root" if os.geteuid() == 0 else "",
    )
    return head + "".join(_program(service, instance) for service in services_of(instance))


def _program(service: Service, instance: Instance) -> str:
    return PROGRAM.format(
        name=service.name,
        python=_literal(Path(sys.executable)),
        code=_literal(CODE),
        logs=_literal(instance.log_folder),
        priority=service.priority,
        signal=service.stop_signal.name.removeprefix("SIG"),
        seconds=service.stop_seconds,
        # PostgreSQL tells its own children; a signal to all of them would cancel their queries.
        group="false" if service is POSTGRES else "true",
    )


def _literal(path: Path) -> str:
    return str(path).replace("%", "%%")


def socket_path(instance: Instance) -> Path:
    """Return the control socket's place; the kernel allows short paths only."""
    usual = instance.run_folder / "supervisor.sock"
    if len(os.fsencode(usual)) <= LONGEST_SOCKET_PATH:
        return usual
    return Path(tempfile.gettempdir()) / f"duyet-{instance.marker}.sock"


def start(instance: Instance, *, attached: bool) -> None:
    """Start the supervisor in a session of its own; attached: it stops when we do."""
    path = instance.run_folder / "supervisord.conf"
    path.touch(mode=0o600)
    path.write_text(configuration(instance), encoding="utf-8")
    prefix = dying_with_parent(signal.SIGTERM) if attached else []
    mark = {MARKER: f"{instance.marker}/supervisord"}
    with (instance.log_folder / "supervisord.start.log").open("wb") as log:
        subprocess.Popen(
            [*prefix, sys.executable, "-m", "supervisor.supervisord", "-c", str(path)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            env=os.environ | instance.environment() | mark,
        )


class Control:
    """The line to a running supervisor."""

    def __init__(self, instance: Instance) -> None:
        self._password = instance.secrets.control_password
        self._address = f"unix://{socket_path(instance)}"

    def ask(self, method: str, *arguments: object) -> Any:
        """Call one method of the supervisor's interface."""
        # A fresh connection for each call: one that failed once cannot be used again.
        transport = SupervisorTransport(USER, self._password, self._address)
        with ServerProxy("http://127.0.0.1", transport=transport) as proxy:
            return getattr(proxy.supervisor, method)(*arguments)

    def answers(self) -> bool:
        """Tell whether the supervisor runs, be it on its way out."""
        try:
            self.ask("getState")
        except Fault as fault:
            return bool(fault.faultCode == Faults.SHUTDOWN_STATE)
        except (OSError, HTTPException, ProtocolError):
            return False
        return True

    def start(self, service: Service) -> None:
        """Ask for a service to be started, without waiting for it."""
        try:
            self.ask("startProcess", service.name, False)  # noqa: FBT003 - the protocol's order
        except Fault as fault:
            if fault.faultCode != Faults.ALREADY_STARTED:
                raise

    def states(self) -> dict[str, str]:
        """Return the state of every service: RUNNING, STARTING, BACKOFF, STOPPED, FATAL …"""
        return {row["name"]: row["statename"] for row in self.ask("getAllProcessInfo")}

    def shut_down(self) -> None:
        """Stop every service in order and then the supervisor; return when all is quiet."""
        self.ask("shutdown")
        wait_until(lambda: not self.answers(), seconds=120)


def stop_leftovers(instance: Instance, *, data_folder: Path) -> int:
    """Stop what a killed supervisor of this instance, and of no other, has left behind."""
    stopped = stop_all(lambda: marked(f"{instance.marker}/"), first=signal.SIGTERM)
    return stopped + stop_all(lambda: working_in(data_folder), first=signal.SIGINT, seconds=30)
