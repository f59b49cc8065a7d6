"""Answers of the public search as JSON: to a question, and while one is being typed."""

from collections.abc import Iterable
from typing import Any

from django.http import JsonResponse

from publishing.rendering import SearchResult
from publishing.selectors.narrowing import Narrowing
from publishing.selectors.search import Found
from publishing.selectors.suggesting import suggestions


def as_json(words: str, found: Found | None, results: Iterable[SearchResult]) -> JsonResponse:
    """Return answers, with counts of what they have in common."""
    facets = found.facets if found else {}
    body = {
        "query": words,
        "corrected": found.corrected if found else "",
        "total": found.total if found else 0,
        "more": found.more if found else False,
        "facets": {
            name: [{"value": value, "count": count} for value, count in values.items()]
            for name, values in facets.items()
        },
        "results": [_one(result) for result in results],
    }
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})


def suggested(narrowing: Narrowing, typed: str) -> JsonResponse:
    """Return what the reader may be typing; the same for everybody, so it may be kept a while."""
    found = suggestions(narrowing, typed)
    body = {"suggestions": [{"title": s.title, "number": s.number, "url": s.href} for s in found]}
    answer = JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    answer["Cache-Control"] = "public, max-age=60"
    return answer


def _one(result: SearchResult) -> dict[str, Any]:
    return {
        "title": result.title,
        "url": result.href,
        "number": result.number,
        "unit": result.unit_name,
        "category": result.category_name,
        "site": result.site_name,
        "published_at": result.published_at.isoformat(),
        "excerpt": "".join(piece.text for piece in result.excerpt),
        "file": result.file_href,
    }
