"""A key on a PKCS#11 token, here SoftHSM2: signs as well as a file, and may be away."""

import dataclasses
import os
import shutil
import subprocess
from pathlib import Path

import page
import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)

from archive.printing import render_record, seal_stamp
from archive.signing.configuration import configured_signer
from archive.signing.demo import PASSWORD, SEAL, TRUST, DemoClock
from archive.signing.levels import Level, SignerAway
from archive.signing.pades import PadesSigner
from archive.signing.tokens import open_token, read_address
from archive.signing.validation import validate
from tests.archive.printing.samples import record

pytestmark = pytest.mark.slow
MODULE = "/usr/lib/softhsm/libsofthsm2.so"
PIN = "1234"
ADDRESS = f"pkcs11:token=Duyet%20test;object=seal?module-path={MODULE}"


@pytest.fixture(scope="module")
def token(demo, tmp_path_factory):
    """Make a token that holds the demo's seal."""
    if shutil.which("softhsm2-util") is None:
        pytest.fail("Debian package softhsm2 is missing: run scripts/system-packages test")
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    conf = folder / "softhsm2.conf"
    conf.write_text(f"directories.tokendir = {folder / 'tokens'}\n")
    os.environ["SOFTHSM2_CONF"] = str(conf)
    found = pkcs12.load_pkcs12((demo / SEAL).read_bytes(), PASSWORD)
    key, own = folder / "key.pem", found.cert.certificate
    form = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    key.write_bytes(found.key.private_bytes(*form))
    run("--init-token", "--free", "--label", "Duyet test", "--so-pin", PIN, "--pin", PIN)
    put = ["--token", "Duyet test", "--pin", PIN, "--label", "seal", "--id", "01"]
    run("--import", str(key), *put)
    key.unlink()
    store_certificate(own)
    yield ADDRESS
    del os.environ["SOFTHSM2_CONF"]


def run(*arguments):
    subprocess.run(["softhsm2-util", *arguments], check=True, capture_output=True)


def store_certificate(own):
    import pkcs11
    from pkcs11.util.x509 import decode_x509_certificate

    found = pkcs11.lib(MODULE).get_token(token_label="Duyet test")
    with found.open(rw=True, user_pin=PIN) as session:
        described = decode_x509_certificate(own.public_bytes(Encoding.DER))
        session.create_object(
            {**described, pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: "seal"}
        )


@pytest.fixture(scope="module")
def printed():
    return render_record(record())


def test_token_signs_at_the_level_asked_for_and_stays_pdf_a(token, demo, trust, printed):
    signer = PadesSigner(Level.B_LTA, open_token(token, PIN, ()), DemoClock(demo), "demo", trust)

    signed = signer.sign(printed, field="AgencySeal", stamp=seal_stamp("UBND", demo=True))

    verdicts = validate(signed, trust=trust)
    assert [one.level for one in verdicts] == ["B-LTA", ""]
    assert all(one.good for one in verdicts)
    for profile in ("3a", "ua1"):
        found = {one.rule_id for one in page.validate_pdf_bytes(signed, profile=profile).failures}
        assert found <= {"PDFA3A-SIGNATURE-BYTERANGE-001"}


def test_wrong_pin_or_token_gone_makes_it_late(token, demo, trust, printed):
    good = open_token(token, PIN, ())
    gone = dataclasses.replace(good.address, token="another")

    for key in (dataclasses.replace(good, pin="0000"), dataclasses.replace(good, address=gone)):
        with pytest.raises(SignerAway) as refused:
            PadesSigner(Level.B_T, key, DemoClock(demo), "demo", trust).sign(
                printed, field="AgencySeal"
            )
        assert refused.value.code == "TOKEN_AWAY"


def test_settings_name_the_token(token, demo, settings, tmp_path):
    pin = tmp_path / "pin"
    pin.write_text(f"{PIN}\n")
    settings.SIGNING_KEY = token
    settings.SIGNING_KEY_PASSWORD_FILE = str(pin)
    settings.SIGNING_TSA_URL = "http://127.0.0.1:9/tsa"
    settings.SIGNING_TRUST = str(demo / TRUST)

    assert configured_signer().identity.startswith("B-LTA ")


@pytest.mark.parametrize("address", ["pkcs11:", "pkcs11:token=a", "pkcs11:object=a?module-path=b"])
def test_address_without_all_parts_is_refused(address):
    with pytest.raises(SignerAway, match="SIGNER_UNREADABLE"):
        read_address(address)


def test_module_that_is_not_there_is_a_token_that_is_away():
    with pytest.raises(SignerAway) as refused:
        open_token("pkcs11:token=a;object=b?module-path=/nowhere.so", PIN, ())

    assert refused.value.code == "TOKEN_AWAY"
    assert not Path("/nowhere.so").exists()
