"""The number an item goes by: site, year, and a count that never repeats."""

from datetime import datetime

from django.db import connection

from core.clock import in_vietnam
from core.models import Site


def next_reference(site: Site, *, now: datetime) -> str:
    """Return a reference nobody has yet; numbers may be skipped, never given twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('approvals_reference')")
        number: int = cursor.fetchone()[0]
    return f"{site.code.upper()}-{in_vietnam(now).year}-{number:06d}"
