"""Rows turned into the frozen facts that the renderer is told."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from approvals.models import Attachment, Submission
from approvals.rulepacks import Category, pack_in_force
from approvals.selectors.pairs import Pair, behind
from approvals.selectors.structured import rows_of
from core.clock import in_vietnam, now
from core.models import Site
from publishing.models import Publication
from publishing.portal_assets import portal_assets
from publishing.rendering import (
    Alternate,
    CategoryView,
    ItemLine,
    ItemView,
    MenuEntry,
    Particular,
    PreviousVersion,
    SiteView,
    TakedownNotice,
)
from publishing.selectors.origins import origin_of
from publishing.selectors.pictures import picture_sizes
from publishing.selectors.site_assets import site_logo, site_style

LANGUAGES = tuple(code for code, _ in settings.CONTENT_LANGUAGES)
LINE = (
    "slot_in_all", "address", "title", "category", "summary", "number", "language",
    "first_published_at", "published_at", "submission__unit__name",
)  # fmt: skip


@lru_cache(maxsize=64)
def _categories(pack_code: str, day: str) -> tuple[CategoryView, ...]:  # noqa: ARG001  cache keys
    return _named(lambda row: not row.under)


@lru_cache(maxsize=64)
def _below(day: str) -> tuple[CategoryView, ...]:  # noqa: ARG001  cache key
    return _named(lambda row: bool(row.under))


def _named(wanted: Callable[[Category], bool]) -> tuple[CategoryView, ...]:
    pack = pack_in_force(in_vietnam(now()).date())
    rows = (row for row in pack.categories.values() if wanted(row))
    return tuple(CategoryView(row.code, row.vi, row.en, bool(row.structures)) for row in rows)


def site_view(site: Site) -> SiteView:
    """Return the identity of a site as its pages show it."""
    today = in_vietnam(now()).date()
    parent = site.unit.parent
    shown, hidden = _shown(site, _categories("", today.isoformat()))
    below = _below(today.isoformat())
    return SiteView(
        code=site.code,
        name=site.name,
        name_en=site.name_en,
        unit_name=site.unit.name,
        unit_name_en=site.unit.name_en,
        parent_unit_name=parent.name if parent else "",
        responsible_person=site.responsible_person,
        address=site.address,
        phone=site.phone,
        email=site.email,
        languages=LANGUAGES,
        components=_components(site),
        categories=shown,
        hidden=hidden,
        below=below,
        menu=_menu(site, {one.code: one for one in (*shown, *hidden, *below)}),
        style=site_style(site),
        logo=site_logo(site),
        base_url=f"https://{site.host}/" if site.host else "",
        assets=portal_assets().names,
    )


def _shown(
    site: Site, known: tuple[CategoryView, ...]
) -> tuple[tuple[CategoryView, ...], tuple[CategoryView, ...]]:
    """Return the categories that the site shows, in its order, and the others."""
    if not site.categories:
        return known, ()
    by_code = {one.code: one for one in known}
    shown = tuple(by_code[code] for code in site.categories if code in by_code)
    return shown, tuple(one for one in known if one not in shown)


def _menu(site: Site, known: dict[str, CategoryView]) -> tuple[MenuEntry, ...]:
    entries = []
    for row in site.menu:
        target, label, english = row["target"], row["label"], row.get("label_en", "")
        if row["kind"] != "category":
            entries.append(MenuEntry(label, target, english))
        elif one := known.get(target):
            names = (label or one.name, f"{target}/", english or one.name_en)
            entries.append(MenuEntry(*names, category=target))
    return tuple(entries)


def _components(site: Site) -> tuple[MenuEntry, ...]:
    if site.kind != Site.Kind.PORTAL or site.pk is None:
        return ()
    below = Site.objects.filter(parent=site).order_by("name")
    return tuple(
        MenuEntry(one.name, f"https://{one.host}/" if one.host else f"/sites/{one.code}/",
                  one.name_en)
        for one in below
    )  # fmt: skip


def record_url(submission: Submission) -> str:
    """Return the stable address of the record, sealed or not yet."""
    return f"/verify/{submission.pk}"


def item_view(
    submission: Submission,
    publication: Publication,
    *,
    content: dict[str, Any] | None = None,
    related: tuple[ItemLine, ...] = (),
) -> ItemView:
    """Return a published (or about to be published) item as its page shows it."""
    first = publication.first_published_at
    corrected = publication.published_at if publication.published_at != first else None
    content = submission.content if content is None else content
    return ItemView(
        content=content,
        content_hash=submission.content_hash,
        address=publication.address,
        published_at=first,
        reference=submission.reference,
        record_url=record_url(submission),
        record_pdf_url=f"{record_url(submission)}/record.pdf",
        corrected_at=corrected,
        change_note=content["change_note"],
        previous_versions=previous_versions(publication) if corrected else (),
        related=related,
        origin=origin_of(publication, content["unit"]),
        picture_sizes=picture_sizes(content),
        particulars=particulars(content),
        alternates=alternates(publication),
        behind=_passages_behind(submission),
    )


def alternates(publication: Publication) -> tuple[Alternate, ...]:
    """Return the other language versions of an item that are online."""
    rows = Publication.objects.filter(document=publication.document_id, online=True)
    others = rows.exclude(language=publication.language).order_by("language")
    return tuple(Alternate(*row) for row in others.values_list("language", "address"))


def _passages_behind(submission: Submission) -> int:
    if not submission.translation_of_id:
        return 0
    return Pair(submission, behind(submission)).passages


def particulars(content: Mapping[str, Any]) -> tuple[Particular, ...]:
    """Return the fields the law names, in the language of the item."""
    language, today = str(content["language"]), in_vietnam(now()).date()
    rows = rows_of(content, language=language, on=today)
    return tuple(Particular(row.label, row.shown, row.kind) for row in rows)


def previous_versions(publication: Publication) -> tuple[PreviousVersion, ...]:
    """Return the earlier texts at the same address, newest first.

    A correction's page is written before it takes the address over, so time tells, not the mark.
    """
    older = Publication.objects.filter(
        document=publication.document_id,
        language=publication.language,
        published_at__lt=publication.published_at,
    )
    return tuple(
        PreviousVersion(
            published_at=row.published_at,
            content_hash=row.content_hash,
            change_note=row.submission.content["change_note"],
            record_url=record_url(row.submission),
        )
        for row in older.select_related("submission__revision").order_by("-published_at")
    )


def preview_view(submission: Submission) -> ItemView:
    """Return an item that is not public yet, as its page would show it now."""
    return ItemView(
        content=submission.content,
        content_hash=submission.content_hash,
        address=f"{submission.category or 'news'}/preview/",
        published_at=submission.publish_at or now(),
        reference=submission.reference,
        change_note=submission.content["change_note"],
        picture_sizes=picture_sizes(submission.content),
        particulars=particulars(submission.content),
    )


def takedown_notice(publication: Publication) -> TakedownNotice:
    """Return what stands at the address of an item that is no longer online."""
    reason = publication.take_down_reason
    withdrawn = publication.take_down_kind == Publication.TakeDown.WITHDRAWN
    return TakedownNotice(
        kind=publication.take_down_kind or "gone",  # type: ignore[arg-type]
        address=publication.address,
        at=publication.taken_down_at or publication.published_at,
        language=publication.language,
        title=publication.title if withdrawn else "",
        number=publication.number if withdrawn else "",
        unit_name=publication.submission.unit.name,
        public_note=reason.text if reason and withdrawn else "",
        target=publication.redirect_to,
        reference=publication.submission.reference,
        record_url=record_url(publication.submission) if withdrawn else "",
    )


def lines_by_slot(rows: QuerySet[Publication]) -> dict[int, ItemLine]:
    """Return publications of a site as lists name them, in the order of `rows`, by their slot."""
    return {row[0]: _line(row) for row in rows.values_list(*LINE)}


def lines_of(rows: Iterable[tuple[Any, ...]]) -> list[ItemLine]:
    """Return rows of the columns LINE as lists name them."""
    return [_line(row) for row in rows]


def _line(row: tuple[Any, ...]) -> ItemLine:
    _, address, title, category, summary, number, language, first, last, unit = row
    return ItemLine(
        address=address,
        title=title,
        category=category,
        published_at=first,
        summary=summary,
        number=number,
        unit_name=unit,
        language=language,
        corrected_at=last if last != first else None,
    )


def bare_lines(rows: QuerySet[Publication]) -> list[ItemLine]:
    """Return publications as sitemaps name them: where, when last changed, with which pictures."""
    found = list(rows.values_list("submission_id", "address", "published_at"))
    shown: dict[uuid.UUID, list[str]] = {}
    files = Attachment.objects.filter(
        submission__in=[row[0] for row in found], role=Attachment.Role.PICTURE, removed_at=None
    )
    for key, name in files.values_list("submission_id", "file_name"):
        shown.setdefault(key, []).append(name)
    return [
        ItemLine(address, "", "", changed, pictures=tuple(shown.get(key, ())))
        for key, address, changed in found
    ]


def portal_root(site: Site) -> Path:
    """Return the folder of a site's baked pages."""
    root: Path = settings.PORTAL_ROOT
    return root / site.code
