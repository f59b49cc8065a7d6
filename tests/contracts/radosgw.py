"""A real S3 server: Debian's radosgw on a one-node Ceph that keeps everything in memory."""

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

PROGRAMS = ("ceph", "ceph-mon", "ceph-osd", "monmaptool", "radosgw", "radosgw-admin")
ACCESS_KEY, SECRET_KEY = "contract", "contract-secret"
CONFIGURATION = """\
[global]
fsid = {fsid}
mon_initial_members = a
mon_host = v2:127.0.0.1:{port}/0
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
ms_bind_ipv6 = false
ms_mon_client_mode = crc
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
run_dir = {folder}
admin_socket = {folder}/$name.asok
log_file = {folder}/$name.log
mon_data = {folder}/mon
osd_data = {folder}/osd
osd_objectstore = memstore
memstore_device_bytes = 536870912
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 1
osd_pool_default_pgp_num = 1
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
mon_max_pg_per_osd = 1000
rgw_frontends = beast endpoint=127.0.0.1:{gateway}
rgw_data = {folder}/rgw
"""


def missing_programs() -> list[str]:
    """Return what would have to be installed: apt-get install radosgw ceph-mon ceph-osd."""
    return [program for program in PROGRAMS if shutil.which(program) is None]


@contextmanager
def radosgw(folder: Path) -> Iterator[str]:
    """Start the server on an empty folder; yield `key:secret@host:port`."""
    gateway = _free_port()
    conf = folder / "ceph.conf"
    conf.write_text(
        CONFIGURATION.format(fsid=uuid.uuid4(), port=_free_port(), gateway=gateway, folder=folder)
    )
    with ExitStack() as stack:
        _start_monitor(stack, folder, conf)
        _start_storage(stack, folder, conf)
        stack.enter_context(_daemon(folder, "radosgw", "-n", "client.rgw", "-c", str(conf)))
        _wait_for_gateway(gateway)
        _run(
            *("radosgw-admin", "-c", str(conf), "user", "create", "--uid", "contract"),
            *("--display-name", "contract", "--access-key", ACCESS_KEY, "--secret", SECRET_KEY),
        )
        yield f"{ACCESS_KEY}:{SECRET_KEY}@127.0.0.1:{gateway}"


def _start_monitor(stack: ExitStack, folder: Path, conf: Path) -> None:
    text = dict(line.split(" = ", 1) for line in conf.read_text().splitlines() if " = " in line)
    monmap = folder / "monmap"
    address = "[" + text["mon_host"] + "]"
    _run("monmaptool", "--create", "--fsid", text["fsid"], "--addv", "a", address, str(monmap))
    _run("ceph-mon", "-i", "a", "--mkfs", "--monmap", str(monmap), "-c", str(conf))
    stack.enter_context(_daemon(folder, "ceph-mon", "-i", "a", "-c", str(conf)))


def _start_storage(stack: ExitStack, folder: Path, conf: Path) -> None:
    identity = str(uuid.uuid4())
    _run("ceph", "-c", str(conf), "--connect-timeout", "30", "osd", "new", identity)
    (folder / "osd").mkdir()
    _run("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", identity, "-c", str(conf))
    stack.enter_context(_daemon(folder, "ceph-osd", "-i", "0", "-c", str(conf)))


@contextmanager
def _daemon(folder: Path, *command: str) -> Iterator[None]:
    with (folder / f"{command[0]}.out").open("wb") as output:
        process = subprocess.Popen(
            [command[0], "-f", *command[1:]],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)  # nothing in memory is worth a clean stop
        process.wait(timeout=10)


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stdout}{done.stderr}")


def _wait_for_gateway(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("radosgw did not answer within a minute")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
