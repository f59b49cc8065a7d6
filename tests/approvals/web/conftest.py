"""Pages without collected static files."""

import pytest


@pytest.fixture(autouse=True)
def static_root(settings, tmp_path):
    """Give the static files' middleware an empty folder."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
