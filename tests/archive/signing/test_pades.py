"""Signing: level, place, conformance; what cannot be had is a failure, never a lower level."""

import dataclasses

import page
import pytest
from pyhanko.sign.timestamps import TimestampRequestError

from archive.printing import check_record, render_record, seal_stamp
from archive.signing.levels import SignerAway, SigningFailed
from archive.signing.trust import Trust
from archive.signing.validation import validate
from tests.archive.printing.samples import record, refusal

pytestmark = pytest.mark.slow
STAMP = ("UBND tỉnh An Bình",)


@pytest.fixture(scope="module")
def printed():
    return render_record(record())


@pytest.fixture(scope="module")
def signed(signer, printed):
    stamp = seal_stamp(*STAMP, demo=True)
    return {
        level: signer(level).sign(printed, field="AgencySeal", stamp=stamp)
        for level in ("B-T", "B-LTA")
    }


@pytest.mark.parametrize(("level", "kinds"), [("B-T", 1), ("B-LTA", 2)])
def test_signed_record_reaches_its_level_and_says_by_whom(signed, printed, trust, level, kinds):
    verdicts = validate(signed[level], trust=trust)

    assert signed[level].startswith(printed)
    assert len(verdicts) == kinds
    assert verdicts[0].level == level
    assert verdicts[0].organisation == "UBND tỉnh An Bình"
    assert verdicts[0].stamped_by == "TSA DEMO – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
    assert all(one.good and not one.trusted for one in verdicts)


# A file of several revisions: the rule asks that the first signature cover the later ones too.
ACCEPTED = {"PDFA3A-SIGNATURE-BYTERANGE-001"}


@pytest.mark.parametrize("level", ["B-T", "B-LTA"])
def test_signed_record_stays_pdf_a_and_pdf_ua(signed, level):
    for profile in ("3a", "ua1"):
        report = page.validate_pdf_bytes(signed[level], profile=profile)
        assert report.rules.passed > 20
        allowed = ACCEPTED if level == "B-LTA" else set()
        assert {failure.rule_id for failure in report.failures} <= allowed
    assert check_record(signed[level]) == ()


def test_refusal_without_a_place_for_the_seal_is_signed_too(signer, trust):
    pdf = render_record(refusal())

    done = signer("B-T").sign(pdf, field="AgencySeal", stamp=seal_stamp(*STAMP, demo=True))

    assert validate(done, trust=trust)[0].good
    for profile in ("3a", "ua1"):
        assert page.validate_pdf_bytes(done, profile=profile).failures == []


def test_authority_nobody_named_is_not_trusted(signed):
    verdict = validate(signed["B-T"], trust=Trust())[0]

    assert verdict.intact
    assert not verdict.good
    assert verdict.problem == "NO_CERTIFICATE_CHAIN_FOUND"


@pytest.mark.parametrize("level", ["B-T", "B-LTA"])
def test_changed_byte_breaks_every_signature(signed, believed, level):
    at = signed[level].index(b"pdfaid:part")
    forged = signed[level][:at] + b"pdfaid:parT" + signed[level][at + 11 :]

    verdicts = validate(forged, trust=believed)

    assert [one.intact for one in verdicts] == [False] * len(verdicts)
    assert {one.problem for one in verdicts} == {"CHANGED"}


def test_bytes_behind_the_last_signature_are_noticed(signed, believed):
    verdicts = validate(signed["B-LTA"] + b"% more", trust=believed)

    assert all(one.intact and one.changed_after and not one.good for one in verdicts)


def test_unsigned_record_has_no_verdict(printed, trust):
    assert validate(printed, trust=trust) == ()
    assert validate(b"%PDF-1.7 nonsense", trust=trust) == ()


class _Silent:
    cert_registry = ()

    async def async_dummy_response(self, _algorithm):
        raise TimestampRequestError("no answer")

    async_timestamp = async_dummy_response

    def __getattr__(self, name):
        raise TimestampRequestError(name)


def test_time_stamps_away_means_no_signature_at_all(signer, printed):
    silent = dataclasses.replace(signer("B-T"), clock=_Silent())

    with pytest.raises(SignerAway) as refused:
        silent.sign(printed, field="AgencySeal")

    assert refused.value.code == "TSA_AWAY"


def test_certificate_that_nobody_trusts_signs_nothing(signer, printed):
    stranger = dataclasses.replace(signer("B-T"), trust=Trust())

    with pytest.raises(SigningFailed):
        stranger.sign(printed, field="AgencySeal")


def test_person_signs_first_and_the_agencys_seal_covers_both(signer, printed, believed):
    stamp = seal_stamp(*STAMP, demo=True)

    person = signer("B-T").sign(printed, field="PersonSignature", stamp=stamp)
    both = signer("B-LTA").sign(person, field="AgencySeal", stamp=stamp)

    verdicts = validate(both, trust=believed)
    assert [one.field for one in verdicts] == ["PersonSignature", "AgencySeal", "ArchiveTimestamp1"]
    assert all(one.trusted for one in verdicts)
    for profile in ("3a", "ua1"):
        found = {item.rule_id for item in page.validate_pdf_bytes(both, profile=profile).failures}
        assert found <= ACCEPTED
