"""A demo authority made once, and signers that use it."""

import dataclasses

import pytest

from archive.signing.demo import PASSWORD, PERSON, SEAL, TRUST, DemoClock, make_demo
from archive.signing.keys import open_pkcs12
from archive.signing.levels import Level
from archive.signing.pades import PadesSigner
from archive.signing.trust import read_trust
from core.clock import now
from tests.archive.signing.elsewhere import Elsewhere


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("authority") / "demo"
    make_demo(folder, agency="UBND tỉnh An Bình", now=now())
    return folder


@pytest.fixture(scope="session")
def trust(demo):
    return read_trust(demo / TRUST, online=False, demo=True)


@pytest.fixture(scope="session")
def believed(trust):
    """The same authority, as if it were one that the archive trusts."""
    return dataclasses.replace(trust, demo=False)


@pytest.fixture(scope="session")
def signer(demo, trust):
    key = open_pkcs12((demo / SEAL).read_bytes(), PASSWORD)
    return lambda level: PadesSigner(Level(level), key, DemoClock(demo), "demo", trust)


@pytest.fixture
def elsewhere(db, settings, tmp_path):
    from archive.services.signing import provide_demo

    settings.SIGNING_PERSON = "external"
    folder = provide_demo(now=now())
    return Elsewhere(tmp_path, (folder / PERSON).read_bytes())


@pytest.fixture
def registered(elsewhere, actor):
    from archive.services import certificates

    certificates.register(elsewhere.pem, by=actor("dept-head"), now=now())
    return elsewhere
