"""The second store: only age files, only for those with the key."""

import io
from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from archive.services import generations
from archive.services.vault import (
    KeyDoesNotFit,
    NoRecipients,
    Vault,
    new_identity,
    opened_vault,
    own_vault,
    read_recipients,
)
from core.storage import FileStore, store_from_url


def test_second_store_holds_nothing_readable(second, settings):
    vault = own_vault()
    vault.put("objects/x", "Lịch trực Tết".encode() * 100)

    stored = store_from_url(settings.BACKUP_URL).get("objects/x.age")

    assert stored.startswith(b"age-encryption.org/v1\n")
    assert b"Tr" not in stored[200:] or "Lịch trực".encode() not in stored
    assert opened_vault(settings.BACKUP_URL, second).get("objects/x")[:6] == "Lịch".encode()


def test_other_key_opens_nothing(second, settings, tmp_path):
    own_vault().put("objects/x", b"secret")
    other = tmp_path / "other.txt"
    other.write_text(new_identity()[0])

    with pytest.raises(KeyDoesNotFit):
        opened_vault(settings.BACKUP_URL, other).get("objects/x")


@pytest.mark.parametrize("recipients", ["", "  ", "age1nonsense"])
def test_second_store_without_recipients_is_refused(settings, recipients):
    settings.BACKUP_URL, settings.BACKUP_RECIPIENTS = "file:///nowhere", recipients

    with pytest.raises(NoRecipients):
        own_vault()


def test_big_files_travel_in_parts(tmp_path, monkeypatch):
    secret, public = new_identity()
    monkeypatch.setattr("archive.services.vault.PART", 10)
    vault = Vault(FileStore(tmp_path / "s"), recipients=read_recipients(public))

    names = vault.put_stream("a/dump", io.BytesIO(b"0123456789abcdefghij12345"))
    key = tmp_path / "key"
    key.write_text(secret)
    opened_vault(f"file://{tmp_path / 's'}", key).copy_to("a/dump", tmp_path / "back")

    assert [row["name"] for row in names] == [f"a/dump/{n:05d}.age" for n in range(3)]
    assert (tmp_path / "back").read_bytes() == b"0123456789abcdefghij12345"


def test_backup_key_command_prints_what_age_reads(tmp_path, settings):
    out = io.StringIO()
    call_command("backup_key", stdout=out)
    comment, secret = out.getvalue().splitlines()

    assert secret.startswith("AGE-SECRET-KEY-1")
    settings.BACKUP_URL = f"file://{tmp_path / 'x'}"
    settings.BACKUP_RECIPIENTS = comment.removeprefix("# public key: ")
    own_vault().put("k", b"text")
    key = tmp_path / "key"
    key.write_text(out.getvalue())
    assert opened_vault(settings.BACKUP_URL, key).get("k") == b"text"


@pytest.mark.parametrize(
    ("name", "ends"),
    [
        ("20261102T190000-0000Z", datetime(2027, 11, 9, 19, tzinfo=UTC)),
        ("20261103T190000-0000Z", datetime(2026, 12, 8, 19, tzinfo=UTC)),
    ],
)
def test_first_generation_of_a_month_lives_a_year(name, ends):
    among = ["20261102T190000-0000Z", "20261103T190000-0000Z"]

    assert generations.ends_at(name, among) == ends
