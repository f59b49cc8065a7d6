"""A copy of the machine room with stand-in programs: tested apart from the product."""

import os
import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


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


@pytest.fixture
def room(machine_room, tmp_path):
    place = Room(machine_room, tmp_path / "home", free_port())
    yield place
    place.platform("down")
