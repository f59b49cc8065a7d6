"""The OpenAPI document, and the same as a page to read: no script, nothing from elsewhere."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularAPIView

METHODS = ("get", "post", "patch", "delete")


@dataclass(frozen=True)
class Operation:
    """One call, as the page shows it."""

    name: str
    method: str
    path: str
    description: str
    parameters: list[dict[str, Any]]
    body: str
    answers: list[tuple[str, str, str]]


class Schema(SpectacularAPIView):
    """`/api/schema/`: OpenAPI 3.1, as YAML or with `?format=json` as JSON."""

    schema = None


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """Show every call with its parameters, body and answers."""
    document = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    context = {
        "info": document["info"],
        "operations": list(_operations(document)),
        "shapes": [
            (name, json.dumps(shape, indent=2, ensure_ascii=False))
            for name, shape in sorted(document["components"]["schemas"].items())
        ],
    }
    return render(request, "api/docs.html", context)


def _operations(document: dict[str, Any]) -> Iterator[Operation]:
    for path, calls in document["paths"].items():
        for method in METHODS:
            if method in calls:
                yield _operation(path, method, calls[method])


def _operation(path: str, method: str, call: dict[str, Any]) -> Operation:
    bodies = call.get("requestBody", {}).get("content", {})
    return Operation(
        name=call["operationId"],
        method=method.upper(),
        path=path,
        description=call.get("description", ""),
        parameters=call.get("parameters", []),
        body=", ".join(f"{media}: {_shape(inner)}" for media, inner in bodies.items()),
        answers=[_answer(number, answer) for number, answer in sorted(call["responses"].items())],
    )


def _answer(number: str, answer: dict[str, Any]) -> tuple[str, str, str]:
    shapes = (_shape(inner) for inner in answer.get("content", {}).values())
    return number, answer.get("description", ""), ", ".join(name for name in shapes if name)


def _shape(content: dict[str, Any]) -> str:
    reference: str = content.get("schema", {}).get("$ref", "")
    return reference.rpartition("/")[2]
