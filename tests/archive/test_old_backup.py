"""A backup of an older version restores into this one, and what was proven stays proven.

`old_backup/` was made by `manage.py backup` on 2026-11-24 on a demo instance with one archived
item; its database knows the migrations of that day. It is kept as it is: never make it anew.
"""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from archive.services.backups import describe
from archive.services.databases import scratch_database
from archive.services.measuring import ledger_head, wrong_revisions
from archive.services.restoring import restore

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.xdist_group("drills"),
]
ROOT = Path(__file__).parents[2]
KEPT = ROOT / "tests/archive/old_backup/20261124T134506-fef2Z"


def manage(database, *arguments):
    environment = os.environ | {"DATABASE_URL": database, "DATABASE_OWNER_URL": database}
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, cwd=ROOT, env=environment
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def restored(flush_past_guards):
    from psycopg.conninfo import conninfo_to_dict

    with scratch_database() as scratch:
        found = restore(KEPT, into=scratch)
        parts = conninfo_to_dict(scratch)
        url = "postgresql://{user}:{password}@{host}:{port}/{dbname}".format(**parts)
        yield found, url


def test_old_backup_restores_and_migrates_to_this_version(restored):
    found, url = restored
    assert found.findings == ()

    manage(url, "migrate", "--noinput")

    assert "[ ]" not in manage(url, "showmigrations", "--list")
    described = describe(KEPT)
    with psycopg.connect(url) as database:
        size, root = ledger_head(database)
        states = database.execute("SELECT state FROM approvals_submission").fetchall()
        assert (size, root) == (described.measured.ledger_size, described.measured.ledger_root)
        assert wrong_revisions(database) == []
        assert states == [("archived",)]
