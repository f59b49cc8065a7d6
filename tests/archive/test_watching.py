"""The monitor remembers what it saw: a fork, a cut and a replayed checkpoint raise the alarm."""

import pytest
from django.db import connection

from archive.services.watching import watch_ledger
from core import checkpoints, ledger
from core.clock import now
from core.models import LedgerEntry, Notice
from core.sealing import _key, make_checkpoint, seal_entries
from publishing.services.checkpoints import publish_checkpoint

pytestmark = pytest.mark.django_db


def grow(count):
    for number in range(count):
        ledger.record(ledger.Act("note", "test", str(number), "system"), now=now())
    while seal_entries():
        pass
    return make_checkpoint(now=now())


def run(*statements):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)


def test_growing_ledger_is_followed_in_silence(province):
    for _ in range(3):
        grow(4)
        publish_checkpoint()

        assert watch_ledger(now=now()) == []


def test_ledger_set_back_is_an_alarm_told_once(province, person):
    grow(4)
    old = grow(1)
    grow(4)
    watch_ledger(now=now())
    run(
        f"DELETE FROM core_ledgercheckpoint WHERE size > {old.size}",
        f"DELETE FROM core_ledgernode WHERE (index + 1) << level > {old.size}",
        f"DELETE FROM core_ledgerleaf WHERE index >= {old.size}",
    )

    first, again = watch_ledger(now=now()), watch_ledger(now=now())

    assert first == again
    assert "database: the ledger has shrunk" in first[0]
    assert LedgerEntry.objects.filter(verb="ledger_alarm").count() == 1
    assert Notice.objects.filter(event="ledger_alarm", user=person("auditor")).count() == 1


def test_fork_under_a_good_signature_is_an_alarm(province):
    size = grow(4).size
    watch_ledger(now=now())
    forged = checkpoints.sign(
        origin="duyet.local/ledger", size=size + 1, root=bytes(32), key=_key()
    )
    grow(1)
    run(f"UPDATE core_ledgercheckpoint SET text = $${forged}$$ WHERE size = {size + 1}")

    assert "forked" in watch_ledger(now=now())[0]


def test_other_checkpoint_on_the_portal_is_an_alarm(province, settings):
    grow(4)
    publish_checkpoint()
    shown = settings.PORTAL_ROOT / "tinh" / "ledger" / "checkpoint"
    size = checkpoints.parse(shown.read_text()).size
    forged = checkpoints.sign(origin="duyet.local/ledger", size=size, root=bytes(32), key=_key())
    shown.write_text(forged)

    assert "portal: tinh: the ledger has forked" in watch_ledger(now=now())[0]


def test_changed_memory_is_an_alarm(province, settings):
    grow(4)
    watch_ledger(now=now())
    text = settings.LEDGER_MONITOR_FILE.read_text()
    settings.LEDGER_MONITOR_FILE.write_text(text.replace("\n", "\n1", 1))

    assert "unsigned" in watch_ledger(now=now())[0]
