"""What tests of backups share."""

import pytest

from archive.services.vault import new_identity


@pytest.fixture
def second(settings, tmp_path):
    """A second store and the file with its key."""
    secret, public = new_identity()
    settings.BACKUP_URL = f"file://{tmp_path / 'second'}"
    settings.BACKUP_RECIPIENTS = public
    key = tmp_path / "key.txt"
    key.write_text(f"# of the archivist\n{secret}\n")
    return key
