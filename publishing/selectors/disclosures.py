"""The list of information that must be public: made of what is online, never typed.

Seven columns (Access to Information Law 104/2016, Article 34, clause 1, point b; Decree 13/2018,
Article 6): name, number and sign, date of creation, form, time, duration, link.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import JSONField, QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast

from approvals.rulepacks import Category, RulePack, Structure, pack_in_force
from approvals.rulepacks.structures import CORE
from approvals.rules.structured import CORE_LABELS
from core.clock import in_vietnam
from core.models import Site
from publishing.models import Publication

PAGE_SIZE = 50
MOST_EXPORTED = 100_000
LONGEST_QUESTION = 200
ALL = "slot_in_all"


@dataclass(frozen=True)
class Asked:
    """How the list is narrowed: by kind, year, issuer; `after` is the place of the last row."""

    category: str = ""
    year: int | None = None
    issuer: str = ""
    language: str = "vi"
    after: int | None = None


@dataclass(frozen=True)
class Disclosure:
    """One line of the list."""

    id: str
    title: str
    number: str
    created_on: str
    published_at: datetime
    expire_at: datetime | None
    address: str
    category: str
    fields: Mapping[str, str]
    effective_on: str
    place: int


def categories(pack: RulePack) -> tuple[Category, ...]:
    """Return the kinds of information the law wants public, in its order."""
    owed = (one for one in pack.categories.values() if one.number and not one.generated)
    return tuple(sorted(owed, key=lambda one: one.number))


def page_of(site: Site, asked: Asked, *, now: datetime) -> tuple[list[Disclosure], int | None]:
    """Return one page, newest first, and the place after which the next one begins."""
    rows = list(_values(_rows(site, asked, now=now), asked)[: PAGE_SIZE + 1])
    found = [_disclosure(row) for row in rows[:PAGE_SIZE]]
    return found, found[-1].place if len(rows) > PAGE_SIZE else None


def everything(site: Site, asked: Asked, *, now: datetime) -> Iterator[Disclosure]:
    """Yield the whole list for a file, at most 100,000 lines, read in pieces."""
    rows = _values(_rows(site, asked, now=now), asked)[:MOST_EXPORTED]
    return (_disclosure(row) for row in rows.iterator(chunk_size=2000))


def _slot(asked: Asked) -> str:
    return "slot_in_category" if asked.category else ALL


def _rows(site: Site, asked: Asked, *, now: datetime) -> QuerySet[Publication]:
    rows = Publication.objects.filter(site=site, language=asked.language, online=True)
    pack = pack_in_force(in_vietnam(now).date())
    owed = [one.code for one in categories(pack)]
    if asked.category:
        rows = rows.filter(category=asked.category)
    else:
        rows = rows.filter(category__in=owed)
    if asked.year:
        rows = rows.filter(year=asked.year)
    if asked.issuer:
        said = SearchQuery(asked.issuer, config="vietnamese", search_type="phrase")
        rows = rows.filter(words=said)
    if asked.after is not None:
        rows = rows.filter(**{f"{_slot(asked)}__lt": asked.after})
    return rows.order_by(f"-{_slot(asked)}")


COLUMNS = ("submission_id", "title", "number", "published_at", "expire_at", "address", "category")


def _values(rows: QuerySet[Publication], asked: Asked) -> QuerySet[Any, Any]:
    content = Cast("submission__revision__content", JSONField())
    return rows.annotate(
        issued=KeyTextTransform("issued_on", content),
        effective=KeyTextTransform("effective_on", content),
        given=KeyTransform("fields", content),
    ).values_list(*COLUMNS, "issued", "effective", "given", "first_published_at", _slot(asked))


def _disclosure(row: tuple[Any, ...]) -> Disclosure:
    key, title, number, _last, expire_at, address, category, issued, effective, given, first, at = (
        row
    )
    return Disclosure(
        id=str(key),
        title=title,
        number=number,
        created_on=issued or in_vietnam(first).date().isoformat(),
        published_at=first,
        expire_at=expire_at,
        address=address,
        category=category,
        fields=given or {},
        effective_on=effective or "",
        place=at,
    )


def structure_of(category: str, *, now: datetime) -> Structure | None:
    """Return the kind whose columns a category's list shows; none for items without fields."""
    return pack_in_force(in_vietnam(now).date()).structure(category)


def heading(structure: Structure, column: str, language: str) -> str:
    """Return the name of a column of a structured list."""
    field = structure.field(column)
    if field:
        return field.label(language)
    if column in CORE:
        return CORE_LABELS[column]["en" if language.startswith("en") else "vi"]
    return "Title" if language.startswith("en") else "Tên, trích yếu"


def cell(structure: Structure, column: str, row: Disclosure, language: str) -> str:
    """Return what stands in a column of a structured list."""
    field = structure.field(column)
    if field:
        return field.shown(row.fields.get(column, ""), language)
    plain = {
        "title": row.title,
        "number": row.number,
        "issued_on": _day(row.created_on),
        "effective_on": _day(row.effective_on),
    }
    return plain.get(column, "")


def _day(value: str) -> str:
    return "/".join(reversed(value.split("-"))) if value else ""
