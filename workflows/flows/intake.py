"""Mail intake: what people send to the board's mailbox."""

from prefect import flow

from approvals.services.mail_intake import ingest_mail
from core.clock import now
from workflows.steps import Lines, Outcome, in_turn


@flow(name="mail-intake")
async def mail_intake() -> Lines:
    """Take in every mail that waits; nothing happens where no mailbox is configured."""
    return await in_turn(ingest=lambda: Outcome(*ingest_mail(now=now())))
