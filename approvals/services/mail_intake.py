"""The board's mailbox becomes submissions: screened in memory, taken in once, answered."""

import json
import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import Message
from email.utils import getaddresses

from django.conf import settings
from django.db import connection, transaction

from approvals.content import Fields
from approvals.conversion import screen_texts
from approvals.models import Submission
from approvals.selectors.people import SYSTEM
from approvals.services import answering, bounces, importing, intake
from approvals.services.mailbox import Mailbox, MailboxError, opened, parse_address
from approvals.services.screening import refuse_marked
from core import ledger
from core.canonical import sha256_hex
from core.errors import DomainError, RulesViolated, UploadRefused, UploadTooLarge
from core.models import LedgerEntry, Site

log = logging.getLogger(__name__)
LOCK = 398
BATCH = 50
FILE_NAME = "thu-dien-tu.eml"
TAKEN, REFUSED, BOUNCED = "Received", "Refused", "Bounced"
TAKEN_IN, TURNED_AWAY, ERASED = "mail_in", "mail_refused", "mail_erased"
SECRET = "SECRECY_MARK"  # noqa: S105  a code, not a password
AUTOMATIC = "MAIL_AUTOMATIC"
OURS = frozenset({"ROUTE_INCOMPLETE"})  # our own neglect, not the sender's
ADDRESSED = ("To", "Cc", "Delivered-To", "X-Original-To")


@dataclass(frozen=True)
class Mail:
    """One message: a key that names it without telling its content, its writer, its site."""

    key: str
    writer: answering.Writer
    site: Site
    data: bytes


def ingest_mail(*, now: datetime) -> tuple[list[str], list[str]]:
    """Take in what waits in the mailbox; returns what was done and what failed, a line a message.

    Does nothing where INTAKE_IMAP_URL is not set. Marked mail is answered, logged without its
    content and erased from the mailbox; other refused mail moves to Refused, the rest to Received.
    A mail of ours that came back is noted on its notice and moves to Bounced.
    A message moves only after its item has committed, and no message is taken in twice. Repeatable;
    one message that fails stays where it is and never stops the others.
    """
    url = getattr(settings, "INTAKE_IMAP_URL", "")
    if not url:
        return [], []
    done: list[str] = []
    failed: list[str] = []
    try:
        with _alone() as mine, opened(parse_address(url)) as mailbox:
            for uid in mailbox.waiting()[:BATCH] if mine else []:
                _try(mailbox, uid, done, failed, now=now)
    except MailboxError as away:
        failed.append(f"mailbox {away}")
    return done, failed


def _try(mailbox: Mailbox, uid: str, done: list[str], failed: list[str], *, now: datetime) -> None:
    try:
        done.append(f"{uid} {_handle(mailbox, uid, now=now)}")
    except Exception as error:  # noqa: BLE001  one bad message never stops the others
        # The message of an error may quote the mail; its place in our code does not.
        places = "".join(traceback.format_tb(error.__traceback__))
        log.error("mail %s waits: %s\n%s", uid, type(error).__name__, places)  # noqa: TRY400
        failed.append(f"{uid} {type(error).__name__}")


def _handle(mailbox: Mailbox, uid: str, *, now: datetime) -> str:
    """Bring one message to its end; whatever was done before a crash is not done again."""
    mail = _fetched(mailbox, uid)
    report = bounces.report_of(mail.data)
    if report and (notice := bounces.note(report)):
        mailbox.move(uid, BOUNCED)
        return f"{'bounced' if report.failed else 'delayed'} notice {notice.pk}"
    if mail.writer.automatic:  # a bounce, an absence notice, a newsletter
        _note(TURNED_AWAY, mail, {"code": AUTOMATIC}, now=now)
        mailbox.move(uid, REFUSED)
        return f"refused {AUTOMATIC}"
    try:
        submission = _known(mail) or _taken_in(mail, now=now)
    except (RulesViolated, UploadRefused) as refusal:
        if refusal.code in OURS:
            raise
        return _refuse(mailbox, uid, mail, refusal, now=now)
    reference = submission.reference
    answering.confirm_receipt(mail.writer, submission.site, reference=reference, key=mail.key)
    mailbox.move(uid, TAKEN)
    return reference


def _refuse(mailbox: Mailbox, uid: str, mail: Mail, refusal: DomainError, *, now: datetime) -> str:
    """Log, answer, and put the mail away: a marked one is erased, and that is logged too."""
    _note(TURNED_AWAY, mail, {"code": refusal.code}, now=now)
    answering.explain_refusal(mail.writer, refusal, key=mail.key)
    if refusal.code == SECRET:
        mailbox.erase(uid)
        _note(ERASED, mail, {"code": refusal.code}, now=now)
    else:
        mailbox.move(uid, REFUSED)
    return f"refused {refusal.code}"


def _fetched(mailbox: Mailbox, uid: str) -> Mail:
    """Return a message; of one that is too large, only its head."""
    fits = mailbox.size(uid) <= settings.MAX_FILE_BYTES
    data = mailbox.read(uid) if fits else mailbox.read_head(uid)
    head: Message = message_from_bytes(data.partition(b"\r\n\r\n")[0], policy=policy.compat32)
    writer = answering.writer_of(head)
    body = sha256_hex(data.partition(b"\r\n\r\n")[2])
    key = sha256_hex(f"{writer.message_id}\n{body}".encode())
    return Mail(key, writer, _addressed_site(head), data if fits else b"")


def _taken_in(mail: Mail, *, now: datetime) -> Submission:
    """Screen, then take the mail in with a ledger entry that names it, in one transaction."""
    if not mail.data:
        limit = settings.MAX_FILE_BYTES
        raise UploadTooLarge("FILE_TOO_LARGE", file=FILE_NAME, limit=limit)
    # Before the transaction, so that the log of a refusal outlives it.
    refuse_marked(screen_texts(FILE_NAME, mail.data), by=SYSTEM, now=now)
    target = importing.Target(
        site=mail.site,
        unit=mail.site.unit,
        fields=Fields(title="", document_type="news"),
        channel=Submission.Channel.MAIL,
    )
    upload = importing.Upload(FILE_NAME, mail.data)
    with transaction.atomic():
        submission = intake.receive_file(upload, target, handed_in_by=SYSTEM, now=now)
        details = {"submission": str(submission.pk), "reference": submission.reference}
        _note(TAKEN_IN, mail, details, now=now)
    return submission


def _known(mail: Mail) -> Submission | None:
    """Return the item this mail became, when a crash kept it from being moved."""
    rows = LedgerEntry.objects.filter(subject_id=mail.key, verb=TAKEN_IN)
    entry = rows.order_by("number").first()
    if entry is None:
        return None
    return Submission.objects.select_related("site").get(
        pk=json.loads(entry.body)["details"]["submission"]
    )


def _note(verb: str, mail: Mail, details: dict[str, str], *, now: datetime) -> None:
    """Leave a ledger entry about a mail, once; it names the mail by its key alone."""
    if LedgerEntry.objects.filter(subject_id=mail.key, verb=verb).exists():
        return
    ledger.record(ledger.Act(verb, "mail", mail.key, SYSTEM.name, details=details), now=now)


def _addressed_site(head: Message) -> Site:
    """Return the site whose address the mail was sent to, otherwise the portal."""
    lines = [str(line) for name in ADDRESSED for line in head.get_all(name, [])]
    addresses = {address.lower() for _, address in getaddresses(lines)}
    sites = Site.objects.select_related("unit").order_by("pk")
    named = [site for site in sites if site.email and site.email.lower() in addresses]
    return named[0] if named else sites.filter(kind=Site.Kind.PORTAL)[0]


@contextmanager
def _alone() -> Iterator[bool]:
    """Let one process at a time read the mailbox; a crash lets go. Yields whether it is ours."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
