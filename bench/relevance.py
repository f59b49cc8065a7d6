"""A fixed set of items and questions, and how well search answers them (recall, nDCG)."""

import math
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

SET = Path(__file__).with_name("relevance.toml")
LOOKED_AT = 10
CATEGORIES = {
    "news": "news",
    "legal_document": "legal-documents",
    "administrative_document": "direction",
    "announcement": "announcements",
    "guidance": "guidance",
    "plan": "plans",
    "page": "introduction",
}


@dataclass(frozen=True)
class Judgement:
    """How one question was answered: the share of right items found, and how high they stand."""

    kind: str
    asked: str
    recall: float
    ndcg: float
    first: tuple[str, ...]


def load() -> dict[Any, str]:
    """Put the items on the department's site, as published; returns their keys by publication."""
    rows = tomllib.loads(SET.read_text("utf-8"))["items"]
    return {_published(slot, row): row["key"] for slot, row in enumerate(rows)}


def _published(slot: int, row: dict[str, str]) -> Any:
    """Record one item the way publishing does, without the walk through all decisions."""
    from approvals.content import Fields, Source
    from approvals.services import drafting
    from bench import items
    from publishing.services import publishing

    fields = Fields(
        title=row["title"],
        document_type=row["document_type"],
        category=CATEGORIES[row["document_type"]],
        summary=row["summary"],
        number=row["number"],
        body=f"<p>{row['text']}</p>",
        author_name="Trần Thu Trang",
        source=Source("own", "Sở Thông tin và Truyền thông"),
    )
    site = items.site("stttt")
    terms = drafting.Terms(secrecy_declared=True)
    new = drafting.NewDraft(site=site, unit=site.unit, fields=fields, terms=terms)
    draft = drafting.create(new, by=items.actor("contributor"), now=items.moment())
    publication = publishing.planned(draft, now=items.moment())
    publication.slot_in_all = publication.slot_in_category = slot
    publication.save(force_insert=True)
    return publication.pk


def judge(names: dict[Any, str]) -> list[Judgement]:
    """Ask every question and compare the first answers with the right ones."""
    from publishing.selectors import search
    from publishing.selectors.narrowing import Narrowing

    judged = []
    for row in tomllib.loads(SET.read_text("utf-8"))["questions"]:
        found = search.page_of(Narrowing(), row["asked"], search.Page(size=LOOKED_AT)).rows
        first = [names.get(hit.id, "") for hit in found]
        right = set(row["answers"])
        best = sum(_gain(place) for place in range(len(right)))
        gained = sum(_gain(place) for place, key in enumerate(first) if key in right)
        recall = len(right.intersection(first)) / len(right)
        judged.append(Judgement(row["kind"], row["asked"], recall, gained / best, tuple(first)))
    return judged


def means(judged: list[Judgement]) -> dict[str, tuple[float, float]]:
    """Return mean recall and nDCG by kind of question, and of all under "all"."""
    kinds = defaultdict(list)
    for one in judged:
        kinds[one.kind].append(one)
    return {
        kind: (fmean(one.recall for one in some), fmean(one.ndcg for one in some))
        for kind, some in {"all": judged, **kinds}.items()
    }


def _gain(place: int) -> float:
    return 1 / math.log2(place + 2)
