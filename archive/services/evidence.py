"""The evidence file: everything that is known of one submission, in one zip that stands alone."""

import json
from datetime import date, datetime
from typing import Any

from approvals.models import Submission
from approvals.policies import Actor
from approvals.selectors.history import Event, history
from archive.models import ArchiveRecord
from archive.packaging.package import package_zip
from archive.packaging.proof import proof_json
from archive.selectors.eligible import eligible_on
from archive.selectors.packages import package_of
from archive.selectors.proofs import entries_of, proof_of
from archive.services.reading import note_evidence
from core.canonical import sha256_hex
from core.clock import in_vietnam

FORMAT = "duyet/evidence/1"
READ_ME = """HỒ SƠ CHỨNG CỨ {reference}
Lập lúc {at} (giờ Việt Nam), cho {by}.

SHA256SUMS      mã băm mọi tệp: kiểm bằng `sha256sum --check SHA256SUMS`
revisions/      mọi phiên bản nội dung, đúng từng byte; SHA-256 của tệp là mã băm nội dung
history.json    diễn biến: ai, thay ai, thẩm quyền nào, lúc nào, trên nội dung nào, lời ghi
verdicts.json   mọi lần chạy quy tắc: dữ liệu vào, bộ quy tắc, kết quả
could_have.json ai có thể quyết định vào ngày quyết định, và vì sao người khác thì không
ledger.json     bút toán, chứng minh thuộc cây Merkle (RFC 9162) và chốt sổ đã ký
package.zip     hồ sơ lưu trữ đã niêm phong, nếu có; trong đó có verify_record.py

EVIDENCE FILE {reference}
Made at {at} (Vietnam time), for {by}.

SHA256SUMS      hash of every file: check with `sha256sum --check SHA256SUMS`
revisions/      every version of the content, byte for byte; the file's SHA-256 is the content hash
history.json    who acted, for whom, by which mandate, when, on which content, with which words
verdicts.json   every run of the rules: what went in, which pack, what came out
could_have.json who could have decided on the day of the decision, and why others could not
ledger.json     the entries, their Merkle proofs (RFC 9162) and the signed checkpoint
package.zip     the sealed record where there is one; verify_record.py is inside
"""


def evidence_file(submission: Submission, *, by: Actor, now: datetime) -> bytes:
    """Return the zip, and write to the ledger that it was taken.

    Raises StorageFailed when a sealed record cannot be read: a file without it would mislead.
    """
    files = {
        "history.json": _pretty([_said(event) for event in history(submission)]),
        "verdicts.json": _pretty(list(_verdicts(submission))),
        "could_have.json": _pretty(_could_have(submission)),
        "ledger.json": _pretty(_ledger(submission)),
    }
    for revision in submission.revisions.order_by("number"):
        files[f"revisions/{revision.number:03d}.json"] = revision.content.encode()
    record: ArchiveRecord | None = getattr(submission, "archive_record", None)
    if record:
        files["package.zip"] = package_of(record)
    at = f"{in_vietnam(now):%Y-%m-%d %H:%M:%S}"
    text = READ_ME.format(reference=submission.reference, at=at, by=by.name)
    files["README.txt"] = text.encode()
    sums = "".join(f"{sha256_hex(data)}  {path}\n" for path, data in sorted(files.items()))
    files["SHA256SUMS"] = sums.encode()
    note_evidence(by, about=str(submission.pk), digest=sha256_hex(sums.encode()), now=now)
    return package_zip(files)


def day_of_decision(submission: Submission) -> date:
    """Return the day somebody last spoke on the item; for one that nobody spoke on, when it began.

    What the system did afterwards does not count.
    """
    said = submission.decisions.exclude(actor=None).order_by("-id").values_list("at", flat=True)
    return in_vietnam(said.first() or submission.created_at).date()


def _said(event: Event) -> dict[str, Any]:
    return {
        "verb": event.verb,
        "stage": event.stage,
        "actor": event.actor,
        "actor_name": event.actor_name,
        "actor_title": event.actor_title,
        "on_behalf_of": event.on_behalf_of,
        "mandate": event.mandate,
        "at": event.at.isoformat(),
        "content_hash": event.content_hash,
        "revision": event.revision,
        "remark": event.remark,
        "grounds": [
            {"code": ground.code, "explanation": ground.explanation} for ground in event.grounds
        ],
        "held_beside": list(event.beside),
        "ledger_entry": event.entry,
    }


def _verdicts(submission: Submission) -> Any:
    for row in submission.verdicts.select_related("revision").order_by("id"):
        yield {
            "revision": row.revision.number,
            "rule_pack": row.rule_pack,
            "at": row.at.isoformat(),
            "inputs": row.inputs,
            "results": row.results,
        }


def _could_have(submission: Submission) -> dict[str, Any]:
    day = day_of_decision(submission)
    return {
        "format": FORMAT,
        "day": str(day),
        "stages": [
            {
                "label": then.stage.label,
                "phase": then.stage.phase.value,
                "people": [
                    {
                        "username": one.person.username,
                        "name": str(one.person),
                        "for": one.for_whom.username if one.for_whom else "",
                        "mandates": [str(mandate) for mandate in one.mandates],
                        "bars": list(one.bars),
                    }
                    for one in then.people
                ],
            }
            for then in eligible_on(submission, day)
        ],
    }


def _ledger(submission: Submission) -> dict[str, Any]:
    """Return the proof of the entries, and in full those that no checkpoint covers yet."""
    proven = proof_of(submission.pk)
    covered = {row.number for row in proven.entries} if proven else set()
    waiting = [row.body for row in entries_of(submission.pk) if row.number not in covered]
    return {**proof_json(proven), "not_yet_covered": waiting}


def _pretty(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
