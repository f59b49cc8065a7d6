"""The command line of the machine room: up, down, run, status, env, and what containers call."""

import argparse
import os
import shlex
import signal
import sys
import time
from collections.abc import Callable, Sequence
from types import FrameType

from core.platform.instance import Instance, load_instance
from core.platform.machine import (
    StartFailedError,
    bring_up,
    is_ready,
    manage,
    prepare_database,
    take_down,
)
from core.platform.postgres import DatabaseRefusedError
from core.platform.scratch import run_in_scratch
from core.platform.services import launch
from core.platform.supervision import Control

ACCOUNTS = (
    "contributor, portal-writer, commune-writer · editor, secretary, board-head · "
    "dept-editor, dept-head, deputy-head · commune-officer, commune-head · "
    "auditor, archivist, admin"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command; 0 when it did what was asked."""
    parser = argparse.ArgumentParser(prog="python -m core.platform", description=__doc__)
    parser.add_argument("command", choices=[*COMMANDS, "healthy", "launch", "scratch"])
    parser.add_argument("rest", nargs=argparse.REMAINDER)
    chosen = parser.parse_args(arguments)
    try:
        if chosen.command == "scratch":
            return run_in_scratch(chosen.rest)
        instance = load_instance()
        if chosen.command == "launch":
            launch(chosen.rest[0], instance)
        if chosen.command == "healthy":
            return 0 if is_ready(instance, *chosen.rest) else 1
        return COMMANDS[chosen.command](instance)
    except (StartFailedError, DatabaseRefusedError) as failure:
        _say(f"failed: {failure}")
        return 1


def up(instance: Instance) -> int:
    """Start in the background; return when healthy."""
    instance = bring_up(instance, attached=False, say=_say)
    _print(f"READY {instance.address}")
    return 0


def down(instance: Instance) -> int:
    """Stop what was started here."""
    _say("stopped" if take_down(instance) else "nothing was running")
    return 0


def run(instance: Instance) -> int:
    """Serve in the foreground until Ctrl-C."""
    if Control(instance).answers():
        _say("this instance runs already: `make down` stops it")
        return 1
    _on_signals(_as_interrupt)
    try:
        instance = bring_up(instance, attached=True, say=_say)
        _say("demo submissions …")
        manage(instance, "demo_journey")
        _welcome(instance)
        _serve(instance)
    except KeyboardInterrupt:
        _say("stopping …")
    finally:
        take_down(instance)
    return 0


def status(instance: Instance) -> int:
    """Print one line a service."""
    control = Control(instance)
    if not control.answers():
        _print("not running")
        return 1
    for name, state in control.states().items():
        _print(f"{name:16} {state}")
    return 0


def env(instance: Instance) -> int:
    """Print the variables for a shell: eval "$(python -m core.platform env)"."""
    for name, value in instance.environment().items():
        _print(f"export {name}={shlex.quote(value)}")
    return 0


def prepare(instance: Instance) -> int:
    """Make the database ready for this version, before anything else starts."""
    prepare_database(instance)
    return 0


COMMANDS = {
    "up": up,
    "down": down,
    "run": run,
    "status": status,
    "env": env,
    "prepare": prepare,
}


def _serve(instance: Instance) -> None:
    control = Control(instance)
    while control.answers():
        time.sleep(1)
    _say("the supervisor has stopped")


def _welcome(instance: Instance) -> None:
    password = os.environ.get("DEMO_PASSWORD", "duyet-demo-2026")
    rows = {
        "portal": "/sites/tinh/",
        "desk": "/desk/",
        "audit": "/audit/",
        "verify": "/verify/",
        "API": "/api/docs/",
    }
    for name, path in rows.items():
        _print(f"{name:8} {instance.address}{path}")
    _print(f"accounts {ACCOUNTS}\npassword {password}\nlogs     {instance.log_folder}")
    _print(f"READY {instance.address}\nCtrl-C stops everything.")


def _on_signals(handler: Callable[[int, FrameType | None], None] | signal.Handlers) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, handler)


def _as_interrupt(_number: int, _frame: FrameType | None) -> None:
    _on_signals(signal.SIG_IGN)  # impatient people press Ctrl-C twice; stopping takes its time
    raise KeyboardInterrupt


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
