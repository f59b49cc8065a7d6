"""Page views: daily totals, from lines that say nothing about readers."""

from prefect import flow

from publishing.services.counting import count_pages
from workflows.steps import Lines, Outcome, in_turn


@flow(name="page-counts")
async def page_counts() -> Lines:
    """Add what the log holds since the last time."""
    return await in_turn(count=lambda: Outcome(count_pages()))
