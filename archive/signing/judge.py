"""Judges the signatures of one PDF from standard input; a program of its own, without Django.

Called for uploads (`approvals.services.file_signatures`): `python -m archive.signing.judge TRUST
HOME`. It may use 10 s of processor and 2 GB, asks nobody on the network, and prints JSON.
"""

import base64
import json
import resource
import sys
from pathlib import Path
from typing import Any

from archive.signing.report import CERTIFICATES, VALIDATION, report_on
from archive.signing.trust import Trust, read_trust

CPU_SECONDS, MEMORY = 10, 2 << 30


def main(trust: str, home: str) -> None:
    """Read, judge, print; dies rather than takes long."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    files = report_on(sys.stdin.buffer.read(), trust=_trust(trust, home))
    told = json.loads(files[VALIDATION])
    lists = [data for name, data in sorted(files.items()) if name.endswith(".crl")]
    evidence = {
        "certificates": files.get(CERTIFICATES, b"").decode(),
        "revocation_lists": [base64.b64encode(data).decode() for data in lists],
    }
    rows = [{**row, "verdict": _verdict(row)} for row in told["signatures"]]
    json.dump({"signatures": rows, "evidence": evidence}, sys.stdout)


def _trust(trust: str, home: str) -> Trust:
    """Return whom to believe; the demo's authority is known as such, and believed by nobody."""
    demo = Path(home) / "signing-demo" / "trust"
    if trust:
        return read_trust(Path(trust), online=False)
    return read_trust(demo, online=False, demo=True) if demo.is_dir() else Trust()


def _verdict(row: dict[str, Any]) -> str:
    """Return valid, invalid, or unknown: nothing is wrong, and nobody vouches for it."""
    broken = not row["intact"] or row["problem"].startswith("DAMAGED")
    if broken or "REVOKED" in row["problem"]:
        return "invalid"
    return "valid" if row["chain_holds"] and not row["problem"] else "unknown"


if __name__ == "__main__":
    main(*sys.argv[1:3])
