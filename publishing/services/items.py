"""The page of one item and its files: written, read back, and kept true to its neighbours."""

import uuid
from pathlib import Path

from django.db import transaction

from approvals.models import Submission
from approvals.policies import Evidence
from approvals.services import files
from core.canonical import sha256_hex
from publishing import site_writer
from publishing.models import Publication
from publishing.rendering import addresses, render_item
from publishing.selectors.related import naming, related_to
from publishing.selectors.views import item_view, portal_root, site_view


def write_item(
    submission: Submission, publication: Publication, *, root: Path | None = None
) -> Evidence:
    """Write attachments, then the page; return what was written and what a reader gets.

    `root` is another folder than the site's, for what is prepared and not public yet.
    """
    root = root or portal_root(publication.site)
    for row in submission.content["attachments"]:
        path = addresses.attachment_path(publication.address, row["file_name"])
        site_writer.write_file(root, path, [files.read(row["sha256"])])
    page = addresses.file_of(publication.address)
    related = related_to(publication)
    view = item_view(submission, publication, related=related)
    html = render_item(site_view(publication.site), view)
    written = site_writer.write_page(root, page, html)
    back = site_writer.read_back(root, page)
    publication.leads_to = related
    return Evidence(submission.content_hash, written.sha256, sha256_hex(back))


def settle_neighbours(publication: Publication) -> None:
    """Let pages that lead to `publication`, and its own, name what is online now.

    Call it under the lock of the site's lists, after the row has changed: whoever comes second
    sees what the first has committed, so no page names what was taken down.
    """
    if publication.online and publication.leads_to != related_to(publication):
        rewrite(publication.pk)
    for key in naming(publication).values_list("pk", flat=True):
        rewrite(key)
    others = Publication.objects.filter(document=publication.document_id, online=True)
    for key in others.exclude(language=publication.language).values_list("pk", flat=True):
        rewrite(key)


def rewrite(key: uuid.UUID) -> None:
    """Write a page again while its row is held: nobody takes it down or corrects it meanwhile."""
    rows = Publication.objects.filter(pk=key, online=True)
    with transaction.atomic():
        held = rows.select_for_update(of=("self",)).select_related(
            "site__unit__parent", "submission__unit", "submission__revision"
        )
        publication = held.first()
        if publication is None:
            return
        evidence = write_item(publication.submission, publication)
        if evidence.written_hash != publication.page_hash:
            rows.update(page_hash=evidence.written_hash)
