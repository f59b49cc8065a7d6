"""The words of an item's present content, kept where the desk searches."""

from django.db import connection

from approvals.content import Fields
from approvals.models import Submission
from approvals.sanitising import plain_text

MOST_LETTERS = 200_000
KEEP = """
    INSERT INTO approvals_searchtext (submission_id, words, exact_words)
    VALUES (%(item)s, to_tsvector('vietnamese', %(text)s), to_tsvector('simple', %(text)s))
    ON CONFLICT (submission_id)
    DO UPDATE SET words = excluded.words, exact_words = excluded.exact_words
"""


def index_words(submission: Submission, fields: Fields) -> None:
    """Make the item findable by title, summary, number, reference and text as they stand now."""
    said = (fields.title, fields.summary, fields.number, submission.reference)
    told = (*said, *fields.fields.values())
    text = "\n".join((*told, plain_text(fields.body)))[:MOST_LETTERS]
    with connection.cursor() as cursor:
        cursor.execute(KEEP, {"item": submission.pk, "text": text})
