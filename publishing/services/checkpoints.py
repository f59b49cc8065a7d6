"""The newest signed head of the ledger on the portal itself, for anybody to keep."""

from core import witnessing
from core.models import Site
from core.sealing import latest_checkpoint, verifier_key
from publishing import site_writer
from publishing.selectors.views import portal_root

CHECKPOINT, KEY = "ledger/checkpoint", "ledger/key"


def publish_checkpoint() -> str:
    """Write head and key below each portal's `ledger/`; returns a line when there was a new one.

    Component sites have none of their own: there is one ledger.
    """
    head = latest_checkpoint()
    if head is None:
        return ""
    text, changed = witnessing.with_cosignatures(head), False
    for site in Site.objects.filter(kind=Site.Kind.PORTAL):
        root = portal_root(site)
        for path, said in ((KEY, verifier_key() + "\n"), (CHECKPOINT, text)):
            changed |= site_writer.write_file(root, path, [said.encode()]).changed
    return f"checkpoint {head.size} on the portal" if changed else ""
