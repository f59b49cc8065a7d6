"""The verifier as a function over files or raw bytes."""

import pytest

from archive.packaging import package_zip, verify_record


@pytest.fixture
def verify(tmp_path, capsys):
    """Verify files (or raw zip bytes); return the exit code and the printed lines."""

    def run(files, key=None):
        path = tmp_path / "package.zip"
        path.write_bytes(files if isinstance(files, bytes) else package_zip(files))
        code = verify_record.verify(str(path), key)
        return code, capsys.readouterr().out

    return run
