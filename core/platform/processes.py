"""Ports and processes: what is free, what runs, and how leftovers of one instance are stopped."""

import os
import shutil
import signal
import socket
import time
from collections.abc import Callable, Iterable
from pathlib import Path

MARKER = "DUYET_SERVICE"
PROC = Path("/proc")
ROOM_FOR_TEMPORARY_FILES = 256 * 1024 * 1024


def is_free(port: int) -> bool:
    """Tell whether a server could listen on this loopback port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """Return a loopback port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def wait_until(condition: Callable[[], bool], *, seconds: float, pause: float = 0.05) -> bool:
    """Ask again and again until the condition holds; tell whether it did in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True


def marked(mark: str) -> list[int]:
    """Return the processes whose environment carries this mark (`<instance>/<service>`)."""
    wanted = f"{MARKER}={mark}".encode()
    prefix = wanted if mark.endswith("/") else None
    return [
        pid
        for pid in _processes()
        if any(
            entry.startswith(prefix) if prefix else entry == wanted for entry in _environment(pid)
        )
    ]


def working_in(folder: Path) -> list[int]:
    """Return the processes whose working directory is this folder.

    PostgreSQL writes its process titles over the environment, but always works in its data folder.
    """
    return [pid for pid in _processes() if _working_directory(pid) == str(folder)]


def stop_all(
    find: Callable[[], Iterable[int]], *, first: signal.Signals, seconds: float = 10
) -> int:
    """Ask the found processes to stop, then kill what is left; return how many there were."""
    found = list(find())
    _send(found, first)
    if found and not wait_until(lambda: not list(find()), seconds=seconds):
        _send(find(), signal.SIGKILL)
        wait_until(lambda: not list(find()), seconds=5)
    return len(found)


def temporary_folder(instance_id: str, home: Path) -> Path:
    """Return the private folder for temporary files, in memory where there is room for it."""
    memory = Path("/dev/shm")  # noqa: S108 - the folder below is private and named by a secret id
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM_FOR_TEMPORARY_FILES:
        return memory / f"duyet-{instance_id}"
    return home / "tmp"


def _processes() -> list[int]:
    return [int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit()]


def _environment(pid: int) -> list[bytes]:
    try:
        return (PROC / str(pid) / "environ").read_bytes().split(b"\0")
    except OSError:
        return []


def _working_directory(pid: int) -> str:
    try:
        return str((PROC / str(pid) / "cwd").readlink())
    except OSError:
        return ""


def _send(pids: Iterable[int], number: signal.Signals) -> None:
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue
