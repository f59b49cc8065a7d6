"""The package of a record: its files, manifest, proofs and the program that checks them."""

from archive.packaging.earchive import RecordFacts, build_aip, package_name, wrong_files
from archive.packaging.package import PackageInput, build_package, package_digest, package_zip
from archive.packaging.proof import LedgerProof, ProvenEntry

__all__ = [
    "LedgerProof",
    "PackageInput",
    "ProvenEntry",
    "RecordFacts",
    "build_aip",
    "build_package",
    "package_digest",
    "package_name",
    "package_zip",
    "wrong_files",
]
