"""Feeds of partners: their new entries become drafts."""

from prefect import flow

from core.clock import now
from publishing.services.partnering import fetch_feeds
from workflows.steps import Lines, Outcome, in_turn


@flow(name="partner-feeds")
async def partner_feeds() -> Lines:
    """Fetch every feed that is switched on; one that fails never stops the others."""
    return await in_turn(fetch=lambda: Outcome(*fetch_feeds(now=now())))
