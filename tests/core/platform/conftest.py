"""A copy of the machine room with stand-in programs: tested apart from the product."""

import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.platform.instance import load_instance
from core.platform.processes import free_port, marked, working_in

CODE = Path(__file__).resolve().parents[3]
WSGI = """
import os
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [environ["PATH_INFO"].encode() + b" " + ",".join(sorted(os.environ)).encode()]
"""
MANAGE = """
import os, sys, psycopg
if "DATABASE_URL" not in os.environ:
    from core.platform.instance import load_instance
    os.environ.update(load_instance().environment())
with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as database:
    if sys.argv[1] == os.environ.get("FAILING"):
        sys.exit("this command fails")
    if sys.argv[1] == "migrate":
        database.execute("create table if not exists item (id int primary key)")
    if sys.argv[1] == "load_demo":
        database.execute("insert into item values (1) on conflict do nothing")
    if sys.argv[1] == "count":
        print(database.execute("select count(*) from item").fetchone()[0])
"""
WORKER = "import time\nwhile True: time.sleep(1)\n"
CLOCK = "import time\nwhile True: time.sleep(1)\n"


@dataclass(frozen=True)
class Room:
    """The copy, its data folder and its port."""

    code: Path
    home: Path
    port: int

    def environment(self, **more: str) -> dict[str, str]:
        base = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return base | {"DUYET_HOME": str(self.home), "PORT": str(self.port)} | more

    def command(self, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.code,
            env=self.environment(**more),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def platform(self, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
        return self.command("-m", "core.platform", *arguments, **more)

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "core.platform", *arguments],
            cwd=self.code,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    @property
    def instance(self):
        return load_instance(self.environment())

    def processes(self) -> set[int]:
        """Everything of this instance that runs."""
        data = (self.home / "postgres").resolve() / "data"
        return set(marked(f"{self.instance.marker}/")) | set(working_in(data))

    def get(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
            return answer.read().decode()


@pytest.fixture(scope="session")
def machine_room(tmp_path_factory):
    code = tmp_path_factory.mktemp("code")
    shutil.copytree(CODE / "core" / "platform", code / "core" / "platform")
    for name, text in {
        "core/__init__.py": "",
        "core/wsgi.py": WSGI,
        "manage.py": MANAGE,
        "workflows/__init__.py": "",
        "workflows/effects.py": WORKER,
        "workflows/worker.py": WORKER,
        "prefect/__init__.py": "",
        "prefect/__main__.py": CLOCK,
    }.items():
        (code / name).parent.mkdir(parents=True, exist_ok=True)
        (code / name).write_text(text)
    return code


@contextmanager
def rooms(code: Path) -> Iterator[Callable[[], Room]]:
    """Give a function that makes rooms; whatever they started is stopped at the end."""
    made: list[Room] = []

    def make() -> Room:
        # Not below pytest's folder: nobody else may enter that, and PostgreSQL is somebody else.
        made.append(Room(code, Path(tempfile.mkdtemp(prefix="duyet-room-")), free_port()))
        return made[-1]

    yield make
    for room in made:
        room.platform("down")
        shutil.rmtree(room.home)


@pytest.fixture
def make_room(machine_room):
    with rooms(machine_room) as make:
        yield make


@pytest.fixture
def room(make_room):
    """A room in which nothing runs yet."""
    return make_room()


@pytest.fixture(scope="module")
def standing(machine_room):
    """A room that runs already, for tests that leave it running."""
    with rooms(machine_room) as make:
        room = make()
        up = room.platform("up")
        assert up.returncode == 0, up.stderr
        yield room
