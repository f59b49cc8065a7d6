"""What the application's database role may do: never change what is append-only, never truncate."""

from typing import Any

from django.conf import settings
from django.db import connections

APPEND_ONLY = (
    "core_ledgerentry",
    "core_ledgerleaf",
    "core_ledgernode",
    "core_ledgercheckpoint",
    "core_ledgercosignature",
    "core_siteversion",
    "approvals_comment",
    "approvals_decision",
    "approvals_decisionground",
    "approvals_endorsement",
    "approvals_override",
    "approvals_verdict",
    "approvals_owncheck",
    "approvals_revision",
    "approvals_routeversion",
    "archive_archiverecord",
    "archive_backup",
    "archive_restoredrill",
)


def grant_to_application(*, using: str = "default", **_signal: Any) -> None:
    """Give the application role its rights; nothing to do where one role owns and uses all."""
    role = settings.DATABASE_APP_ROLE
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        if cursor.fetchone()[0] == role:
            return
        name = connection.ops.quote_name(role)
        cursor.execute(
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}"
        )
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}")
        for table in set(APPEND_ONLY) & set(connection.introspection.table_names(cursor)):
            cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {name}")
