"""The three web servers that are compared, each on a port of its own."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from subprocess import DEVNULL
from types import TracebackType
from typing import Self

from core.platform.processes import free_port, is_free, wait_until

CODE = Path(__file__).resolve().parents[1]
CONFIGURATION = CODE / "deploy" / "nginx"
# As Debian ships nginx; without an access log on either side.
MAIN = """
daemon off; pid {folder}/pid; error_log {folder}/error.log; user root; worker_processes auto;
events {{ worker_connections 1024; }}
http {{
    include /etc/nginx/mime.types; default_type application/octet-stream;
    sendfile on; tcp_nopush on; access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    {server}
}}
"""
# It remembers open files as ours does: the comparison is with the best that plain nginx gives.
PLAIN = """server {{
    listen 127.0.0.1:{port}; root {folder};
    open_file_cache max=10000 inactive=30s; open_file_cache_valid 2s;
}}"""


class Servers:
    """Plain nginx, nginx with our configuration, and the embedded server."""

    def __init__(self, page: Path) -> None:
        self.page = page
        self.portal = page.parents[len(page.parts) - page.parts.index("portal") - 2]
        self.plain, self.production, self.embedded = free_port(), free_port(), free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="duyet-bench-nginx-"))
        self.running: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        self._nginx("plain", self.plain, self._plain())
        self._nginx("production", self.production, self._production())
        command = [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "core.wsgi:application"),
            *("--host", "127.0.0.1", "--port", str(self.embedded), "--no-ws"),
            *("--workers", "2", "--blocking-threads", "4"),
        ]
        self._start(command, self.embedded)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in self.running:
            process.terminate()
            process.wait(timeout=20)
        shutil.rmtree(self.folder)

    def _plain(self) -> str:
        folder = self.folder / "files"
        folder.mkdir()
        folder.parent.chmod(0o755)
        shutil.copy(self.page, folder / "page.html")
        shutil.copy(f"{self.page}.gz", folder / "page.gz")
        return PLAIN.format(port=self.plain, folder=folder)

    def _production(self) -> str:
        text = (CONFIGURATION / "duyet.conf.template").read_text("utf-8")
        for name, value in {
            "${LISTEN}": f"127.0.0.1:{self.production}",
            "${PORTAL_ROOT}": str(self.portal),
            "${WEB}": f"http://127.0.0.1:{self.embedded}",
            "${RESOLVER}": "127.0.0.1",
            "/etc/nginx/duyet": str(CONFIGURATION),
        }.items():
            text = text.replace(name, value)
        return text

    def _nginx(self, name: str, port: int, server: str) -> None:
        folder = self.folder / name
        folder.mkdir()
        (folder / "nginx.conf").write_text(MAIN.format(folder=folder, server=server), "utf-8")
        self._start(["nginx", "-c", f"{folder}/nginx.conf", "-e", f"{folder}/error.log"], port)

    def _start(self, command: list[str], port: int) -> None:
        self.running.append(subprocess.Popen(command, cwd=CODE, stdout=DEVNULL, stderr=DEVNULL))
        assert wait_until(lambda: not is_free(port), seconds=30), command
