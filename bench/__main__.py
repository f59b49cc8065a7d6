"""`python -m bench [row …]`: measure all rows, or the ones that are named."""

import argparse
import importlib
import os
import subprocess
import sys

from bench import report
from bench.place import place

ROWS = (
    "comparing",
    "serving",
    "deciding",
    "printing",
    "rebuilding",
    "publishing",
    "contention",
    "escalating",
    "ledger",
    "searching",
    "inbox",
    "duties",
    "keeping",
    "signing",
)


def main() -> None:
    """Prepare a throw-away place and measure there."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("rows", nargs="*", choices=[*ROWS, []], default=[])
    chosen = parser.parse_args().rows or ROWS
    with place():
        _prepare()
        for name in chosen:
            before = os.getloadavg()[0]
            report.keep(importlib.import_module(f"bench.rows.{name}").run(), load_before=before)


def _prepare() -> None:
    """Make the schema and load the demo province, as a first start does."""
    owner = os.environ | {"DATABASE_URL": os.environ["DATABASE_OWNER_URL"]}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], env=owner, check=True)
    import django

    django.setup()
    from approvals.services.demo import PROVINCES, load_province
    from core.clock import now

    load_province(PROVINCES["demo"], password="only-for-measuring", now=now())


if __name__ == "__main__":
    main()
