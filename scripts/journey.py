"""Takes real files through their whole life on the running instance, over HTTP alone.

`make journey FILES="a.docx b.eml"`: a contributor hands in, an editor reviews or refuses, the head
approves, and the script waits for page and record. Mails go to the intake and are adopted first.
One line a file on stdout (name, state, page, record, seconds), everything else on stderr.
"""

# ruff: noqa: T201  this program talks to whoever started it
import datetime as dt
import email
import email.policy
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from scripts.calling import Caller, RefusedError

TAKEN = frozenset({".md", ".txt", ".html", ".docx", ".pdf", ".eml"})
SITE = "stttt"
AUTHOR, EDITOR, HEAD, DEPUTY = "contributor", "dept-editor", "dept-head", "deputy-head"
OWN_SOURCE = {"kind": "own", "name": "Sở Thông tin và Truyền thông"}
TARGET = {"site": SITE, "document_type": "news", "category": "news"}
REPAIR_DAYS = 30
SECONDS_A_FILE, SECONDS_A_PAGE = 60.0, 0.5
QUIET_SECONDS = 5
NOT_KEPT = "SECRECY_MARK"

Item = dict[str, Any]


@dataclass
class Line:
    """How one file ended."""

    name: str
    state: str = "failed"
    page: str = "-"
    record: str = "-"
    seconds: float = 0.0
    reason: str = ""

    @property
    def is_right(self) -> bool:
        """Tell whether this is an end the rules want: public and sealed, refused, or not taken."""
        return self.state in {"archived", "rejected", "refused", "skipped"}

    def __str__(self) -> str:
        return "\t".join([self.name, self.state, self.page, self.record, f"{self.seconds:.1f}s"])


@dataclass
class Journey:
    """One file on its way, and the people who act."""

    path: Path
    people: dict[str, Caller] = field(default_factory=dict)

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return self.path.read_bytes()

    @property
    def patience(self) -> float:
        """Seconds to wait for page and record: longer for PDFs of many pages."""
        return SECONDS_A_FILE + SECONDS_A_PAGE * pages_of(self.data)

    def act(self, who: str, key: str, verb: str, body: Item | None = None) -> Item:
        """Do one act on a submission."""
        return self.people[who].post(f"submissions/{key}/{verb}/", body or {})

    def hand_in(self) -> Item:
        """Return the item before the board: submitted by an author, or adopted from the intake."""
        if self.path.suffix.lower() == ".eml":
            return self.through_intake({"author_name": self.sender()})
        sent = TARGET | {"secrecy_declaration": "true"}
        item = self.people[AUTHOR].upload("submissions/import/", self.path.name, self.data, sent)
        missing = missing_in(item)
        if missing:
            item = self.people[AUTHOR].patch(f"submissions/{item['id']}/", missing)
        if not failing(item):
            return self.act(AUTHOR, item["id"], "submit")
        self.act(AUTHOR, item["id"], "withdraw", {"remark": "Nộp qua tiếp nhận: " + codes(item)})
        return self.through_intake(missing)

    def through_intake(self, missing: Item) -> Item:
        """Hand the file to the board as received; somebody of it takes responsibility."""
        item = self.people[EDITOR].upload("submissions/receive/", self.path.name, self.data, TARGET)
        completed = {name: value for name, value in missing.items() if name in missing_in(item)}
        curable = {"SECRECY_UNDECLARED", "AUTHOR_MISSING"}
        if "source" in completed:
            curable |= {"SOURCE_MISSING"}
        if any(not check["overridable"] for check in failing(item) if check["code"] not in curable):
            return item
        return self.act(DEPUTY, item["id"], "adopt", completed | {"secrecy_declaration": True})

    def decide(self, item: Item) -> Item:
        """Refuse what the rules refuse; set aside what may be; review and approve the rest."""
        key = item["id"]
        refused = [check for check in failing(item) if not check["overridable"] and check["ground"]]
        if refused:
            grounds = {check["ground"]: check["message"] for check in refused}
            rows = [{"code": code, "explanation": text} for code, text in grounds.items()]
            return self.act(EDITOR, key, "reject", {"grounds": rows})
        day = dt.datetime.now(dt.UTC).date()  # noqa: TID251  no Django here
        repair_by = (day + dt.timedelta(days=REPAIR_DAYS)).isoformat()
        for code in sorted({check["code"] for check in failing(item)}):
            reason = {
                "code": code,
                "reason": "Bản gốc như vậy; sẽ bổ sung.",
                "repair_by": repair_by,
            }
            self.act(EDITOR, key, "override", reason)
        self.act(EDITOR, key, "review")
        return self.act(HEAD, key, "approve")

    def wait(self, item: Item) -> Item:
        """Return the item once its record is sealed; raises TimeoutError."""
        until = time.monotonic() + self.patience
        while time.monotonic() < until:
            item = self.people[EDITOR].get(f"submissions/{item['id']}/")
            if (item["archive_record"] or {}).get("pdf_url"):
                return item
            time.sleep(0.1)
        raise TimeoutError(f"still {item['state']} after {self.patience:.0f} s")

    def sender(self) -> str:
        """Return who sent the mail, as an author's name."""
        message = email.message_from_bytes(self.data, policy=email.policy.default)
        name, address = parseaddr(str(message.get("From", "")))
        return name or address or "Người gửi thư"

    def run(self) -> Line:
        """Go the whole way, and look at page and record as readers do."""
        item = self.wait(self.decide(self.hand_in()))
        line = Line(self.path.name, item["state"])
        line.record = self.people[EDITOR].address(item["archive_record"]["pdf_url"])
        if not self.people[EDITOR].fetch(line.record).startswith(b"%PDF-"):
            raise RefusedError(0, "the record is not a PDF")
        if item["publication"]:
            line.page = self.people[EDITOR].address(item["publication"]["url"])
            self.people[EDITOR].fetch(line.page)
        return line


def failing(item: Item) -> list[Item]:
    """Return the blocking checks that fail and were not set aside."""
    return [
        check
        for check in item["checks"]
        if check["severity"] == "block" and check["outcome"] == "fail"
    ]


def codes(item: Item) -> str:
    """Name the failing checks."""
    return ", ".join(sorted({check["code"] for check in failing(item)}))


def missing_in(item: Item) -> Item:
    """Return what a contributor adds where the file does not say it."""
    missing: Item = {}
    if not item["source"]["kind"]:
        missing["source"] = OWN_SOURCE
    if not item["author_name"]:
        missing["author_name"] = "Trần Thu Trang"
    return missing


def pages_of(data: bytes) -> int:
    """Return roughly how many pages a PDF has; 0 for other files."""
    return max(data.count(b"/Type /Page"), data.count(b"/Type/Page")) if data[:4] == b"%PDF" else 0


@contextmanager
def progress(path: Path) -> Iterator[None]:
    """Say every few seconds on stderr that a long file is still on its way."""
    over, started = threading.Event(), time.monotonic()
    pages = pages_of(path.read_bytes())

    def tell() -> None:
        while not over.wait(QUIET_SECONDS):
            about = f", about {pages} pages" if pages else ""
            print(f"… {path.name}: {time.monotonic() - started:.0f} s{about}", file=sys.stderr)

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        over.set()
        teller.join()


def travel(path: Path, people: dict[str, Caller]) -> Line:
    """Take one file through its life; every failure becomes its line."""
    if path.suffix.lower() not in TAKEN:
        return Line(path.name, "skipped")
    started = time.monotonic()
    try:
        with progress(path):
            line = Journey(path, people).run()
    except RefusedError as refused:
        state = "refused" if NOT_KEPT in refused.codes else "failed"
        line = Line(path.name, state, reason=str(refused))
    except OSError as failure:  # the file, the network, or TimeoutError
        line = Line(path.name, reason=str(failure))
    line.seconds = time.monotonic() - started
    return line


def main(names: list[str]) -> int:
    """Take every file; returns how the shell should see it."""
    root = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
    password = os.environ.get("DEMO_PASSWORD", "duyet-demo-2026")
    people = {who: Caller(root, who, password) for who in (AUTHOR, EDITOR, HEAD, DEPUTY)}
    lines = []
    for name in names:
        line = travel(Path(name), people)
        print(line, flush=True)
        if line.reason:
            print(f"{line.name}: {line.reason}", file=sys.stderr)
        lines.append(line)
    counted = {state: sum(x.state == state for x in lines) for state in {x.state for x in lines}}
    summary = ", ".join(f"{number} {state}" for state, number in sorted(counted.items()))
    print(f"{len(lines)} files: {summary or 'none given'}", file=sys.stderr)
    return 0 if lines and all(line.is_right for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
