"""Real transactions for the tests of backups."""

import pytest


@pytest.fixture(scope="session")
def flush_past_guards():
    """Let the test runner empty append-only tables; set before the database, gone after it."""
    from django.db import connection
    from django.test.testcases import TransactionTestCase

    flush = TransactionTestCase._fixture_teardown

    def as_replica(case):
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
        flush(case)
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = DEFAULT")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", as_replica)
        yield
