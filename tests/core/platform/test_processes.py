"""Finding and stopping processes."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from core.platform.processes import free_port, is_free, marked, stop_all, wait_until, working_in

STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print(1, flush=True)
time.sleep(60)
"""


@pytest.fixture
def child(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", STUBBORN],
        env={**os.environ, "DUYET_SERVICE": f"{tmp_path.name}/web"},
        cwd=tmp_path,
        stdout=subprocess.PIPE,
    )
    process.stdout.readline()
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_marked_finds_the_service_and_the_whole_instance(child, tmp_path):
    assert marked(f"{tmp_path.name}/web") == [child.pid]
    assert marked(f"{tmp_path.name}/") == [child.pid]
    assert marked(f"{tmp_path.name}/we") == []


def test_working_in_finds_the_process_of_a_folder(child, tmp_path):
    assert working_in(tmp_path) == [child.pid]
    assert working_in(tmp_path.parent) == []


def test_stop_all_kills_what_does_not_listen(child, tmp_path):
    def running():
        child.poll()
        return marked(f"{tmp_path.name}/")

    stopped = stop_all(running, first=signal.SIGTERM, seconds=0.3)

    assert stopped == 1
    assert child.wait(timeout=5) == -signal.SIGKILL


def test_port_is_free_until_somebody_listens():
    port = free_port()
    assert is_free(port) is True

    with socket.create_server(("127.0.0.1", port)):
        assert is_free(port) is False


def test_wait_until_gives_up_in_time():
    start = time.monotonic()

    assert wait_until(lambda: False, seconds=0.2) is False

    assert 0.2 <= time.monotonic() - start < 1
