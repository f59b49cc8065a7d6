"""What every test stands on: the demo province, its people, and items in a state."""

from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    """Give each test its own portal, store and keys."""
    settings.DUYET_HOME = tmp_path / "home"
    settings.PORTAL_ROOT = tmp_path / "portal"
    settings.STORAGE_URL = f"file://{tmp_path / 'store'}"
    settings.LEDGER_KEY_FILE = tmp_path / "keys" / "ledger.key"
    settings.LEDGER_MONITOR_FILE = tmp_path / "monitor" / "checkpoint.txt"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def own_language():
    """Give each test the language of the settings, whatever the one before asked for."""
    from django.utils import translation

    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def flush_past_guards():
    """Let the test runner empty append-only tables; set before the database, gone after it."""
    from django.db import connection
    from django.test.testcases import TransactionTestCase

    flush = TransactionTestCase._fixture_teardown

    def as_replica(case: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
        flush(case)
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = DEFAULT")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", as_replica)
        yield


@pytest.fixture
def province(db):
    """Load the demo province."""
    from approvals.services.demo import PROVINCES, load_province
    from core.clock import now

    load_province(PROVINCES["demo"], password="duyet-demo-2026", now=now())


@pytest.fixture
def person(province) -> Callable[[str], Any]:
    """Return a person of the demo province by user name."""
    from core.models import User

    return lambda username: User.objects.get(username=username)


@pytest.fixture
def actor(person) -> Callable[[str], Any]:
    """Return who acts: a person with today's roles."""
    from approvals.selectors.people import actor_of
    from core.clock import in_vietnam, now

    return lambda username: actor_of(person(username), on=in_vietnam(now()).date())


@pytest.fixture
def client_for(person) -> Callable[[str], Any]:
    """Return a signed-in test client."""
    from django.test import Client

    def sign_in(username: str) -> Client:
        client = Client()
        client.force_login(person(username), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def submission_at(actor) -> Callable[..., Any]:
    """Return a fresh submission on the department's site, taken to a state by the right people."""
    from tests.walks import walk_to

    return lambda state, **fields: walk_to(state, actor=actor, **fields)
