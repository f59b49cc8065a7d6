"""kill -9 of anything at any point of a journey: late, never lost, never twice."""

import os
import signal
import time
from pathlib import Path

import pytest
import requests

from core.platform.instance import Instance, load_instance
from core.platform.postgres import prepare
from core.platform.processes import marked, wait_until, working_in
from tests.journeys.instance import ITEM, NOT_REACHABLE, Running, running

pytestmark = [
    pytest.mark.faults,
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.xdist_group("kills"),
]
LIFE = ["create", "submit", "review", "approve", "publish", "archive"]
STEPS = [("submit", "contributor"), ("review", "dept-editor"), ("approve", "dept-head")]


@pytest.fixture(scope="module")
def instance():
    with running() as started:
        yield started


def kill(instance: Running, service: str) -> None:
    """Kill every process of one service, without warning; one just starting again is waited for."""
    assert wait_until(lambda: bool(processes(instance, service)), seconds=60), service
    for pid in processes(instance, service):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def processes(instance: Running, service: str) -> list[int]:
    found = load_instance(instance.environment())
    if service == "postgres":
        return list(working_in(data_folder(found)))
    needle = {
        "web": b"core.wsgi:application",
        "effects": b"workflows.effects",
        "prefect-server": b"prefect",
        "prefect-worker": b"workflows.worker",
    }[service]
    return [pid for pid in marked(f"{found.marker}/") if needle in command_line(pid)]


def data_folder(found: Instance) -> Path:
    """Return where the server works: outside the home when others may not enter that."""
    return prepare(found.home, instance_id=found.marker).data


def command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def start(instance: Running, title: str) -> str:
    answer = instance.insist(
        "POST", "submissions/", username="contributor", json=ITEM | {"title": title}
    )
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def assert_right_end(instance: Running, key: str) -> None:
    item = instance.wait_for(key, "archived")
    assert instance.verbs(key) == LIFE
    page = requests.get(instance.address + item["publication"]["url"], timeout=10)
    assert page.status_code == 200
    assert item["content_hash"] in page.text
    pdf = instance.insist(
        "GET", f"archive/records/{item['archive_record']['id']}/record.pdf", username="auditor"
    )
    assert pdf.content.startswith(b"%PDF-")
    listing = requests.get(f"{instance.address}/sites/stttt/news/", timeout=10).text
    assert listing.count(f">{item['title']}<") == 1


@pytest.mark.parametrize("victim", ["effects", "web", "postgres"])
@pytest.mark.parametrize("point", [0, 1, 2, 3])
def test_killed_service_makes_it_late_never_lost_never_twice(instance, victim, point):
    key = start(instance, f"Thông báo {victim} {point}")

    for number, (verb, who) in enumerate(STEPS):
        if number == point:
            kill(instance, victim)
        answer = instance.insist("POST", f"submissions/{key}/{verb}/", username=who, json={})
        assert answer.status_code == 200, answer.text
    if point == len(STEPS):
        time.sleep(0.2)
        kill(instance, victim)

    assert_right_end(instance, key)


@pytest.mark.parametrize("victim", ["prefect-server", "prefect-worker"])
def test_clock_away_does_not_hold_up_the_instant_path(instance, victim):
    kill(instance, victim)
    key = start(instance, f"Thông báo khi {victim} vắng")

    for verb, who in STEPS:
        answer = instance.insist("POST", f"submissions/{key}/{verb}/", username=who, json={})
        assert answer.status_code == 200, answer.text

    assert_right_end(instance, key)


def test_everything_killed_in_the_middle_starts_again_and_ends_right(instance):
    keys = [start(instance, f"Thông báo mất điện {n}") for n in range(3)]
    for key, steps in zip(keys, (1, 2, 3), strict=True):
        for verb, who in STEPS[:steps]:
            instance.insist("POST", f"submissions/{key}/{verb}/", username=who, json={})

    found = load_instance(instance.environment())
    supervisor = int((found.home / "run" / "supervisord.pid").read_text())
    services = [*marked(f"{found.marker}/"), *working_in(data_folder(found))]
    for pid in [supervisor, *services]:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    with pytest.raises(NOT_REACHABLE):
        requests.get(instance.address + "/healthz", timeout=5)
    instance.platform("up")

    for key, steps in zip(keys, (1, 2, 3), strict=True):
        for verb, who in STEPS[steps:]:
            instance.insist("POST", f"submissions/{key}/{verb}/", username=who, json={})
        assert_right_end(instance, key)
    assert "hold" in instance.manage("ledger_verify")
