"""The archival package: accepted by E-ARK's validator, true to its own hashes, valid inside."""

import io
import urllib.request
import zipfile
from pathlib import Path

import pytest

from archive.packaging import wrong_files
from archive.selectors.packages import aip_of, aip_zip_of
from archive.services.sealing import seal
from core.clock import now

# The validator leaves files open.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def validate():
    """Return the validator's verdict; it asks the network for vocabularies that it also ships."""
    import importlib.util

    home = Path(importlib.util.find_spec("eark_validator").submodule_search_locations[0])
    shipped = home / "ipxml" / "resources" / "vocabs"

    def offline(url):
        return io.BytesIO((shipped / url.rpartition("/")[2]).read_bytes())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(urllib.request, "urlopen", offline)
        from eark_validator.packages import PackageValidator

        yield lambda folder: PackageValidator(folder).validation_report


@pytest.fixture
def aip(submission_at):
    return aip_of(submission_at("archived").archive_record)


def unpacked(tmp_path, aip):
    name, files = aip
    for path, data in files.items():
        (tmp_path / name / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name / path).write_bytes(data)
    return tmp_path / name


def verdict(report):
    return (
        report.structure.status.name,
        report.metadata.schema_results.status.name,
        report.metadata.schematron_results.status.name,
    )


def test_package_of_a_published_record_is_accepted(validate, aip, tmp_path):
    report = validate(unpacked(tmp_path, aip))

    assert verdict(report) == ("WELLFORMED", "VALID", "VALID")
    assert aip[0].startswith("urn_stttt_uuid_")


def test_package_of_a_refused_record_is_accepted(validate, submission_at, tmp_path):
    record = seal(submission_at("rejected").pk, now=now())

    assert verdict(validate(unpacked(tmp_path, aip_of(record)))) == ("WELLFORMED", "VALID", "VALID")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (b'OAISPACKAGETYPE="AIP"', b'OAISPACKAGETYPE="BOX"', ("WELLFORMED", "VALID", "INVALID")),
        (b' LOCTYPE="URL"', b' LOCTYPE="ROAD"', ("WELLFORMED", "INVALID", "INVALID")),
    ],
)
def test_broken_package_is_refused(validate, aip, tmp_path, old, new, expected):
    folder = unpacked(tmp_path, aip)
    mets = folder / "METS.xml"
    mets.write_bytes(mets.read_bytes().replace(old, new))

    assert verdict(validate(folder)) == expected


def test_package_agrees_with_its_own_hashes_until_one_byte_changes(aip):
    _, files = aip
    assert wrong_files(files) == []
    for path in files:
        changed = bytes([files[path][0] ^ 1]) + files[path][1:]
        if path.endswith("METS.xml"):
            continue
        found = wrong_files(files | {path: changed})
        assert any(line.startswith(path) for line in found), path
    inner = files["representations/rep1/METS.xml"].replace(b"Duy", b"duy")
    found = wrong_files(files | {"representations/rep1/METS.xml": inner})
    assert found == ["representations/rep1/METS.xml: differs from METS.xml"]


def test_record_inside_still_verifies_offline(aip, tmp_path):
    import subprocess
    import sys

    data = unpacked(tmp_path, aip) / "representations" / "rep1" / "data"

    command = [sys.executable, data / "verify_record.py", data]
    done = subprocess.run(command, capture_output=True, check=False)

    assert done.returncode == 0, done.stdout.decode()


def test_times_are_those_of_vietnam_and_bytes_repeat(submission_at):
    record = submission_at("archived").archive_record

    first, second = aip_zip_of(record), aip_zip_of(record)

    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                text = archive.read(name).decode()
                assert "+07:00" in text
                assert "+00:00" not in text
