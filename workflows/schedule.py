"""The one table of what runs when; times are those of Vietnam."""

from dataclasses import dataclass

ZONE = "Asia/Ho_Chi_Minh"


@dataclass(frozen=True)
class Row:
    """A flow by its module path, when it runs, what it does, and its twin in manage.py."""

    entrypoint: str
    cron: str
    twin: str
    does: str

    @property
    def name(self) -> str:
        """The flow's name: its function's, with dashes."""
        return self.entrypoint.rpartition(".")[2].replace("_", "-")


# Office hours are asked of the calendar: some Saturdays are worked, some Mondays are not.
SCHEDULE: tuple[Row, ...] = (
    Row(
        "workflows.flows.publishing.publish_sweep",
        cron="* * * * *",
        twin="publish_due",
        does="Publishes what is due, expires what is over, finishes what a crash interrupted.",
    ),
    Row(
        "workflows.flows.intake.mail_intake",
        cron="*/2 * * * *",
        twin="ingest_mail",
        does="Takes in what arrived in the board's mailbox.",
    ),
    Row(
        "workflows.flows.counting.page_counts",
        cron="20 * * * *",
        twin="count_pages",
        does="Adds the page views of the log to daily totals.",
    ),
    Row(
        "workflows.flows.partners.partner_feeds",
        cron="7,37 * * * *",
        twin="fetch_feeds",
        does="Makes drafts of what is new in partners' feeds; submits nothing.",
    ),
    Row(
        "workflows.flows.sealing.seal",
        cron="*/5 * * * *",
        twin="seal_due",
        does="Seals the records of what was published or refused.",
    ),
    Row(
        "workflows.flows.escalation.escalation",
        cron="*/15 7-17 * * *",
        twin="escalate",
        does="Tells the next superior what is overdue, in office hours.",
    ),
    Row(
        "workflows.flows.digests.daily_digest",
        cron="30 7 * * *",
        twin="send_digests",
        does="Sends each person one mail about what is open, on working days.",
    ),
    Row(
        "workflows.flows.reorganising.reorganise",
        cron="5 0 * * *",
        twin="reorganise",
        does="Runs the reorganisations of units whose day has come.",
    ),
    Row(
        "workflows.flows.ledger.ledger_audit",
        cron="30 1 * * *",
        twin="ledger_checkpoint, ledger_verify",
        does="Signs the head of the ledger and recomputes all of it.",
    ),
    Row(
        "workflows.flows.keeping.fixity",
        cron="30 3 * * *",
        twin="fixity",
        does="Reads a share of the store, compares it, repairs it from the second copy.",
    ),
    Row(
        "workflows.flows.keeping.retention",
        cron="0 5 * * *",
        twin="lock_records, retention --dry-run",
        does="Locks sealed records for their period and counts what is due.",
    ),
    Row(
        "workflows.flows.keeping.yearly_export",
        cron="0 22 5 1 *",
        twin="export_year",
        does="Exports the past year's records as a folder that needs no server.",
    ),
    Row(
        "workflows.flows.outliers.nightly_outliers",
        cron="0 1 * * *",
        twin="find_outliers",
        does="Looks for approvals an auditor may want to read.",
    ),
    Row(
        "workflows.flows.backups.nightly_backup",
        cron="0 2 * * *",
        twin="backup",
        does="Backs up database and store, copies both to the second store, clears old ones.",
    ),
    Row(
        "workflows.flows.backups.weekly_drill",
        cron="0 4 * * 0",
        twin="restore_drill",
        does="Restores the newest backup into a scratch database and compares.",
    ),
)
