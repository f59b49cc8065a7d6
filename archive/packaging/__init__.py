"""The package of a record: its files, manifest, proofs and the program that checks them."""

from archive.packaging.package import PackageInput, build_package, package_digest, package_zip
from archive.packaging.proof import LedgerProof, ProvenEntry

__all__ = [
    "LedgerProof",
    "PackageInput",
    "ProvenEntry",
    "build_package",
    "package_digest",
    "package_zip",
]
