"""How much is past its time, for machines that ask whether all is well."""

from core.clock import now
from publishing.selectors.due import late


def past_their_time() -> int:
    """Count items, bundles and expired pages that are late."""
    return late(now=now()).total
