"""One instance: a data folder, a port, and the ports and secrets remembered for it."""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

from core.platform.processes import free_port, temporary_folder

DEFAULT_PORT = 8000
OWNER, APPLICATION, CLOCK = "duyet_owner", "duyet_app", "duyet_prefect"
DATABASE, CLOCK_DATABASE = "duyet", "prefect"


@dataclass(frozen=True)
class Secrets:
    """What is generated once and kept in `instance.json`, readable by its owner alone."""

    instance_id: str
    secret_key: str
    superuser_password: str
    owner_password: str
    application_password: str
    clock_database_password: str
    clock_password: str
    control_password: str
    postgres_port: int
    clock_port: int


@dataclass(frozen=True)
class Instance:
    """A running place of the product on this machine."""

    home: Path
    port: int
    secrets: Secrets
    given: Mapping[str, str]

    @property
    def marker(self) -> str:
        return self.secrets.instance_id

    @property
    def embedded_database(self) -> bool:
        """Tell whether this instance runs its own PostgreSQL."""
        return self.given.get("DATABASE_URL", self._own_database_url) == self._own_database_url

    @property
    def keeps_log(self) -> bool:
        """Tell whether the server's log is carried to a second store: ours, and one is named."""
        return self.embedded_database and bool(self.given.get("BACKUP_URL"))

    @property
    def embedded_clock(self) -> bool:
        """Tell whether this instance runs its own Prefect server."""
        return self.given.get("PREFECT_API_URL", self._own_clock_url) == self._own_clock_url

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def bind(self) -> str:
        """The address the web listens on: loopback unless the operator says otherwise."""
        return self.given.get("DUYET_BIND", "127.0.0.1")

    @property
    def run_folder(self) -> Path:
        return self.home / "run"

    @property
    def log_folder(self) -> Path:
        return self.home / "logs"

    def database_url(self, role: str, password: str, database: str) -> str:
        """Return the address of a database of the embedded server for one role."""
        return f"postgresql://{role}:{password}@127.0.0.1:{self.secrets.postgres_port}/{database}"

    @property
    def _own_database_url(self) -> str:
        return self.database_url(APPLICATION, self.secrets.application_password, DATABASE)

    @property
    def _own_clock_url(self) -> str:
        return f"http://127.0.0.1:{self.secrets.clock_port}/api"

    @property
    def superuser_url(self) -> str:
        return self.database_url("postgres", self.secrets.superuser_password, "postgres")

    def environment(self) -> dict[str, str]:
        """Return every variable the product reads; what the operator has set wins."""
        own = {
            "DUYET_HOME": str(self.home),
            "PORT": str(self.port),
            "SECRET_KEY": self.secrets.secret_key,
            "STORAGE_URL": f"file://{self.home / 'store'}",
            "PORTAL_ROOT": str(self.home / "portal"),
            "TMPDIR": str(temporary_folder(self.marker, self.home)),
            **self._database_environment(),
            **self._clock_environment(),
        }
        return own | {name: self.given[name] for name in own if name in self.given}

    def _database_environment(self) -> dict[str, str]:
        kept = self.secrets
        if self.embedded_database:
            return {
                "DATABASE_URL": self._own_database_url,
                "DATABASE_OWNER_URL": self.database_url(OWNER, kept.owner_password, DATABASE),
                "DATABASE_APP_ROLE": APPLICATION,
                "BACKUP_CLUSTER": "1",
            }
        return {
            "DATABASE_APP_ROLE": urlsplit(self.given["DATABASE_URL"]).username or APPLICATION,
            "DATABASE_URL": self.given["DATABASE_URL"],
            "DATABASE_OWNER_URL": self.given["DATABASE_URL"],
        }

    def _clock_environment(self) -> dict[str, str]:
        kept = self.secrets
        password = f"duyet:{kept.clock_password}"
        own = {
            "PREFECT_HOME": str(self.home / "prefect"),
            "PREFECT_API_URL": self._own_clock_url,
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
            "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
        }
        if self.embedded_clock:
            own["PREFECT_API_AUTH_STRING"] = own["PREFECT_SERVER_API_AUTH_STRING"] = password
        if self.embedded_database:
            url = self.database_url(CLOCK, kept.clock_database_password, CLOCK_DATABASE)
        else:
            url = self.given["DATABASE_URL"].partition("?")[0] + "_prefect"
        own["PREFECT_API_DATABASE_CONNECTION_URL"] = _asynchronous(url)
        return own

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Let one command at a time start or stop this instance."""
        self.run_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.run_folder / "lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield


def load_instance(environ: Mapping[str, str] | None = None) -> Instance:
    """Return the instance these variables name; make its folder and secrets at the first call."""
    given = dict(os.environ if environ is None else environ)
    home = Path(given.get("DUYET_HOME") or "var").resolve()
    port = int(given.get("PORT") or _running_port(home) or DEFAULT_PORT)
    return Instance(home=home, port=port, secrets=_remembered(home), given=given)


def _running_port(home: Path) -> str:
    """The port of the running instance, so that a command typed by hand finds it."""
    path = home / "run" / "port"
    return path.read_text(encoding="ascii") if path.exists() else ""


def change_ports(instance: Instance, **ports: int) -> Instance:
    """Remember other ports, because somebody else listens on the old ones."""
    changed = Secrets(**(asdict(instance.secrets) | ports))
    _write(instance.home / "instance.json", changed)
    return Instance(instance.home, instance.port, changed, instance.given)


def _asynchronous(url: str) -> str:
    return "postgresql+asyncpg://" + url.partition("://")[2]


def _remembered(home: Path) -> Secrets:
    path = home / "instance.json"
    if not path.exists():
        home.mkdir(mode=0o711, parents=True, exist_ok=True)
        with (home / ".creating").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            if not path.exists():
                _write(path, _generated())
    stored = json.loads(path.read_text(encoding="utf-8"))
    return Secrets(**{field.name: stored[field.name] for field in fields(Secrets)})


def _generated() -> Secrets:
    return Secrets(
        instance_id=secrets.token_hex(6),
        secret_key=secrets.token_hex(32),
        superuser_password=secrets.token_hex(24),
        owner_password=secrets.token_hex(24),
        application_password=secrets.token_hex(24),
        clock_database_password=secrets.token_hex(24),
        clock_password=secrets.token_hex(24),
        control_password=secrets.token_hex(24),
        postgres_port=free_port(),
        clock_port=free_port(),
    )


def _write(path: Path, kept: Secrets) -> None:
    temporary = path.with_suffix(".new")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        json.dump(asdict(kept), handle, indent=2)
        handle.flush()
        os.fsync(handle.fileno())
    temporary.replace(path)
