"""What machines ask an instance."""

import pytest
from django.test import Client

from core.clock import now
from core.heartbeat import beat


def test_healthz_answers_without_a_database():
    assert Client().get("/healthz").json() == {"status": "alive"}


def test_readyz_is_ready_once_the_worker_was_seen(db):
    before = Client().get("/readyz")
    beat("effects", now=now())
    after = Client().get("/readyz")

    assert (before.status_code, before.json()["checks"]["worker"]) == (503, False)
    assert after.status_code == 200
    assert after.json()["checks"] == dict.fromkeys(
        ["database", "migrations", "storage", "worker"], True
    )


def test_readyz_says_that_the_store_is_away(db, settings, monkeypatch):
    from core.errors import StorageFailed
    from core.web import health

    class Away:
        def exists(self, key):
            raise StorageFailed(key=key)

    monkeypatch.setattr(health, "default_store", Away)
    beat("effects", now=now())

    answer = Client().get("/readyz")

    assert (answer.status_code, answer.json()["checks"]["storage"]) == (503, False)


def test_metrics_count_submissions_by_state(submission_at):
    submission_at("submitted")

    page = Client().get("/metrics").content.decode()

    assert 'duyet_submissions{state="submitted"} 1.0' in page
    assert 'duyet_submissions{state="draft"} 0.0' in page
    assert "duyet_overdue 0.0" in page
    assert "duyet_ledger_entries " in page
    assert "duyet_publish_lag_seconds 0.0" in page


def test_metrics_answer_503_while_the_database_is_away(monkeypatch):
    from django.db import OperationalError

    from core.web import health

    def away(_registry):
        raise OperationalError

    monkeypatch.setattr(health, "generate_latest", away)

    assert Client().get("/metrics").status_code == 503


@pytest.mark.parametrize(
    "origin",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"REMOTE_ADDR": ""},
    ],
)
def test_metrics_are_for_this_machine_alone(db, origin):
    assert Client().get("/metrics", **origin).status_code == 404
