"""Signatures of records: PAdES with time stamps, and what a signature is worth.

The only place that knows pyHanko; callers see bytes, levels and verdicts.
"""

from archive.signing.levels import Level, SignatureAwaited, Signer, SignerAway, SigningFailed

__all__ = ["Level", "SignatureAwaited", "Signer", "SignerAway", "SigningFailed"]
