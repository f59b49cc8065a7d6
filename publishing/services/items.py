"""The page of one item and its files: written, read back, and kept true to its neighbours."""

import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from approvals.models import Submission
from approvals.policies import Evidence
from approvals.services import files
from core.canonical import sha256_hex
from core.errors import StorageFailed
from publishing import site_writer
from publishing.models import Publication
from publishing.rendering import ItemLine, SiteView, addresses, render_item
from publishing.selectors.related import naming, related_to
from publishing.selectors.views import item_view, portal_root, site_view


@dataclass(frozen=True)
class Around:
    """What a page shows besides its item, where the caller knows it already."""

    site: SiteView
    related: tuple[ItemLine, ...]


def write_item(
    submission: Submission,
    publication: Publication,
    *,
    root: Path | None = None,
    around: Around | None = None,
) -> Evidence:
    """Write attachments, then the page; return what was written and what a reader gets.

    `root` is another folder than the site's, for what is prepared and not public yet. Raises
    StorageFailed where a file of the store is not what was approved.
    """
    root = root or portal_root(publication.site)
    around = around or Around(site_view(publication.site), related_to(publication))
    content = submission.content
    for row in content["attachments"]:
        _write_file(root, addresses.attachment_path(publication.address, row["file_name"]), row)
    page = addresses.file_of(publication.address)
    view = item_view(submission, publication, content=content, related=around.related)
    written = site_writer.write_page(root, page, render_item(around.site, view))
    back = site_writer.read_back(root, page)
    publication.leads_to = around.related
    return Evidence(submission.content_hash, written.sha256, sha256_hex(back))


def _write_file(root: Path, path: str, row: dict[str, Any]) -> None:
    if site_writer.file_stands(root, path, sha256=row["sha256"], size=row["size"]):
        return
    written = site_writer.write_file(root, path, [files.read(row["sha256"])])
    if written.sha256 != row["sha256"]:
        site_writer.remove(root, path)
        raise StorageFailed("READ_BACK_DIFFERS", path=path)


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
