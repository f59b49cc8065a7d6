"""A whole running instance for a test: its own home and port, spoken to over HTTP like anybody."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from core.platform.processes import free_port

CODE = Path(__file__).resolve().parents[2]
PASSWORD = "duyet-demo-2026"
ITEM = {
    "site": "stttt",
    "document_type": "news",
    "category": "news",
    "summary": "Tóm tắt.",
    "body": "<h2>Nội dung</h2><p>Sở thông báo lịch làm việc.</p>",
    "source": {"kind": "own", "name": "Sở Thông tin và Truyền thông"},
    "author_name": "Trần Thu Trang",
    "secrecy_declaration": True,
}
NOT_REACHABLE = (requests.ConnectionError, requests.Timeout)


@dataclass
class Running:
    """A started instance; `call` answers like requests, waiting while a service restarts."""

    home: Path
    port: int
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return kept | {"DUYET_HOME": str(self.home), "PORT": str(self.port)}

    def platform(self, command: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "core.platform", command],
            cwd=CODE,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def manage(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=CODE,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def token(self, username: str) -> str:
        if username not in self.tokens:
            words = {"username": username, "password": PASSWORD}
            answer = self.insist("POST", "auth/token/", username="", json=words)
            assert answer.status_code == 200, answer.text
            self.tokens[username] = answer.json()["token"]
        return self.tokens[username]

    def send(self, method: str, path: str, *, username: str, **more: Any) -> requests.Response:
        headers = more.pop("headers", {})
        if username:
            headers = headers | {"Authorization": f"Token {self.token(username)}"}
        url = f"{self.address}/api/v1/{path}"
        return requests.request(method, url, headers=headers, timeout=30, **more)

    def insist(self, method: str, path: str, *, username: str, **more: Any) -> requests.Response:
        """Ask again while nobody answers or a service is away, always with the same key."""
        key = {"Idempotency-Key": f"{path}-{time.monotonic_ns()}"}
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                answer = self.send(method, path, username=username, headers=dict(key), **more)
            except NOT_REACHABLE:
                time.sleep(0.3)
                continue
            if answer.status_code not in {500, 502, 503}:
                return answer
            time.sleep(0.3)
        raise TimeoutError(path)

    def wait_for(self, key: str, state: str, *, seconds: float = 90) -> dict[str, Any]:
        deadline = time.monotonic() + seconds
        last: dict[str, Any] = {}
        while time.monotonic() < deadline:
            answer = self.insist("GET", f"submissions/{key}/", username="contributor")
            last = answer.json()
            if last["state"] == state:
                return last
            time.sleep(0.3)
        raise TimeoutError(f"{key} is {last.get('state')}, not {state}")

    def verbs(self, key: str) -> list[str]:
        answer = self.insist("GET", f"submissions/{key}/history/", username="contributor")
        return [row["verb"] for row in answer.json()["results"]]


@contextmanager
def running() -> Iterator[Running]:
    """Start an instance in a folder others may enter, and stop it whatever happened to it."""
    with tempfile.TemporaryDirectory(prefix="duyet-instance-") as folder:
        Path(folder).chmod(0o755)
        instance = Running(Path(folder) / "home", free_port())
        instance.platform("up")
        try:
            yield instance
        finally:
            instance.platform("down")
