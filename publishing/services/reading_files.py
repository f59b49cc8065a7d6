"""The words of public files, read after their item is online, and found by the search."""

import logging
import uuid
from typing import Any

from django.db import DataError, transaction

from approvals.services import files
from core.errors import StorageFailed
from publishing.models import FileText, Publication
from publishing.searching.file_texts import MOST_LETTERS, READABLE, text_of
from publishing.services.indexing import found_by

log = logging.getLogger(__name__)


def has_words_in_files(content: dict[str, Any]) -> bool:
    """Tell whether an item brings files that words can be read from."""
    return any(_is_readable(file) for file in content["attachments"])


def read_files_due(*, limit: int = 50) -> list[str]:
    """Read the files of what went online; returns one line an item.

    A store that is away leaves an item for the next time; a file that cannot be read stays
    without words. Repeatable.
    """
    rows = Publication.objects.filter(files_unread=True, superseded_at=None)
    done = []
    for key in list(rows.values_list("pk", flat=True)[:limit]):
        try:
            count = read_files(key)
        except StorageFailed:
            log.warning("files of %s wait for the store", key)
            continue
        done.append(f"{key} words of {count} files")
    return done


def read_files(key: uuid.UUID) -> int:
    """Keep the words of the files of one publication anew; returns how many files have words."""
    publication = Publication.objects.select_related("submission__revision").get(pk=key)
    texts = [
        FileText(
            publication=publication,
            file_name=file["file_name"],
            label=(file["caption"] or file["original_name"])[:500],
            text=text_of(file["file_name"], files.read(file["sha256"])),
        )
        for file in publication.submission.content["attachments"]
        if _is_readable(file)
    ]
    own = str(found_by(publication.submission.content)["more_words"])
    said = "\n".join([own, *(one.text for one in texts)])
    try:
        _keep(publication, texts, said[:MOST_LETTERS])
    except DataError:  # more different words than an index entry holds: found by its own text only
        _keep(publication, [], own)
    return sum(bool(one.text) for one in texts)


@transaction.atomic
def _keep(publication: Publication, texts: list[FileText], said: str) -> None:
    publication.file_texts.all().delete()
    FileText.objects.bulk_create(texts)
    rows = Publication.objects.filter(pk=publication.pk)
    rows.update(more_words=said, files_unread=False)


def _is_readable(file: dict[str, Any]) -> bool:
    ending = file["file_name"].rpartition(".")[2].lower()
    return file["role"] != "picture" and ending in READABLE
