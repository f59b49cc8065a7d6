"""The clock as it runs: a real Prefect server, our worker, schedules that fire."""

import signal
import subprocess
import sys
import time
import urllib.error
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from core.platform.processes import wait_until
from tests.workflows.clock import Clock
from workflows.inprocess import STILL_AT_WORK
from workflows.schedule import SCHEDULE, ZONE

# The mark makes the database that `place` copies.
# Drills clear what earlier ones left behind: two test processes must not drill at once.
pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.xdist_group("drills")]
SWEEP = "workflows.flows.publishing.publish_sweep"


@pytest.fixture(scope="module")
def clock(prefect_server):
    return Clock(prefect_server)


@contextmanager
def worker(environment, *, how=signal.SIGTERM):
    """Run `python -m workflows.worker`; `running.log` holds what it wrote."""
    log = Path(environment["DUYET_HOME"]) / f"worker-{time.monotonic_ns()}.log"
    with log.open("wb") as output:
        running = subprocess.Popen(
            [sys.executable, "-m", "workflows.worker"],
            env=environment, stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
    running.log = log
    try:
        assert wait_until(lambda: "started!" in log.read_text(), seconds=60), log.read_text()
        yield running
    finally:
        running.send_signal(how)
        running.wait(timeout=20)


def ended(clock, run):
    return wait_until(
        lambda: clock.state(run)[0] in {"Completed", "Failed", "Crashed", "Cancelled"}, seconds=90
    )


def end_of_a_run(clock, entrypoint):
    """Return how a run of this flow ended; where the clock's own was at work, ask again."""
    for _ in range(10):
        run = clock.run(entrypoint)
        assert ended(clock, run), entrypoint
        state = clock.state(run)
        if state != ("Cancelled", STILL_AT_WORK):
            return state
    return state


def test_server_without_the_password_refuses(prefect_server):
    stranger = Clock({**prefect_server, "PREFECT_API_AUTH_STRING": "duyet:wrong"})

    with pytest.raises(urllib.error.HTTPError) as refused:
        stranger.deployments()
    with refused.value as answer:
        assert answer.code == 401


def test_deploy_twice_makes_the_table_and_changes_nothing_more(prefect_server, clock):
    command = [sys.executable, "-m", "workflows.deploy"]

    subprocess.run(command, env=prefect_server, check=True, capture_output=True, text=True)
    again = subprocess.run(command, env=prefect_server, check=True, capture_output=True, text=True)

    assert again.stdout == ""
    found = clock.deployments()
    assert set(found) == {row.entrypoint for row in SCHEDULE}
    for row in SCHEDULE:
        (schedule,) = found[row.entrypoint]["schedules"]
        assert schedule["schedule"]["cron"] == row.cron
        assert schedule["schedule"]["timezone"] == ZONE
        assert found[row.entrypoint]["work_pool_name"] == f"duyet-{clock.instance}"


def test_deploy_removes_what_is_no_longer_in_the_table(prefect_server, clock):
    flow = clock.post("/flows/", {"name": "old-flow"})
    old = {"name": clock.instance, "flow_id": flow["id"], "entrypoint": "workflows.flows.old.old"}
    clock.post("/deployments/", old)

    done = subprocess.run(
        [sys.executable, "-m", "workflows.deploy"],
        env=prefect_server, check=True, capture_output=True, text=True,
    )  # fmt: skip

    assert "removed workflows.flows.old.old" in done.stdout.splitlines()
    assert "workflows.flows.old.old" not in clock.deployments()


def test_deploy_without_a_server_says_so(prefect_server):
    alone = {k: v for k, v in prefect_server.items() if k != "PREFECT_API_URL"}

    done = subprocess.run(
        [sys.executable, "-m", "workflows.deploy"],
        env=alone, check=False, capture_output=True, text=True,
    )  # fmt: skip

    assert done.returncode == 1
    assert "PREFECT_API_URL" in done.stderr


def test_worker_runs_every_flow_of_the_table_and_fires_schedules(prefect_server, clock):
    with worker(prefect_server) as running:
        key = clock.deployments()[SWEEP]["id"]
        every = {"active": True, "schedule": {"interval": 5, "timezone": ZONE}}
        clock.post(f"/deployments/{key}/schedules", [every])
        # One after the other: the drill needs the backup.
        states = {row.name: end_of_a_run(clock, row.entrypoint) for row in SCHEDULE}
        completed = dict.fromkeys(states, ("Completed", ""))
        assert states == completed, running.log.read_text()

        def fired():
            rows = clock.runs(types=["COMPLETED"])
            return [r for r in rows if r["auto_scheduled"] and r["deployment_id"] == key]

        assert wait_until(lambda: len(fired()) >= 2, seconds=90, pause=0.5), running.log.read_text()
        # Read before it is stopped: a run that is cut off then says so with a traceback.
        assert not [line for line in running.log.read_text().splitlines() if "Traceback" in line]


def test_worker_killed_in_the_middle_leaves_nothing_running_after_its_next_start(
    prefect_server, clock
):
    with psycopg.connect(prefect_server["DATABASE_URL"], autocommit=True) as database:
        # The sealer waits for this lock: a flow that is at work when the worker is killed.
        database.execute("SELECT pg_advisory_lock(392023)")
        with worker(prefect_server, how=signal.SIGKILL):
            run = clock.run("workflows.flows.ledger.ledger_audit")
            assert wait_until(lambda: clock.state(run)[0] == "Running", seconds=60)
    assert clock.state(run)[0] == "Running"

    with worker(prefect_server):
        assert clock.state(run)[0] == "Crashed"
        again = clock.run("workflows.flows.ledger.ledger_audit")
        assert ended(clock, again)
        assert clock.state(again)[0] == "Completed"


def test_worker_away_for_long_makes_up_each_flow_once(prefect_server, clock):
    deploy = [sys.executable, "-m", "workflows.deploy"]
    subprocess.run(deploy, env=prefect_server, check=True, capture_output=True)
    key = clock.deployments()[SWEEP]["id"]
    for minute in range(5):
        past = f"2026-11-01T00:0{minute}:00Z"
        state = {"type": "SCHEDULED", "state_details": {"scheduled_time": past}}
        clock.post(f"/deployments/{key}/create_flow_run", {"state": state})

    with worker(prefect_server):
        cancelled = [r for r in clock.runs(types=["CANCELLED"]) if r["deployment_id"] == key]

    assert len(cancelled) >= 4


def test_worker_asked_to_stop_while_a_flow_hangs_stops_all_the_same(prefect_server, clock):
    with psycopg.connect(prefect_server["DATABASE_URL"], autocommit=True) as database:
        database.execute("SELECT pg_advisory_lock(392023)")
        with worker(prefect_server) as running:
            run = clock.run("workflows.flows.ledger.ledger_audit")
            assert wait_until(lambda: clock.state(run)[0] == "Running", seconds=60)
            running.send_signal(signal.SIGTERM)
            running.wait(timeout=15)

    # By itself, not by the signal; 1 where Prefect's own handler of the signal came first.
    assert running.returncode in {0, 1}
