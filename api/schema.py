"""How the OpenAPI document is made: security, and the problem documents each address can answer."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

READS = ("400", "401", "403", "404", "429", "503")
WRITES = (*READS, "409", "412", "413", "415", "422")
MEANINGS = {
    "400": "malformed request",
    "401": "not signed in",
    "403": "not permitted",
    "404": "not visible to you",
    "409": "wrong state",
    "412": "stale: If-Match does not hold",
    "413": "too large",
    "415": "media type refused",
    "422": "rules violated; every violation is listed",
    "429": "too many requests",
    "503": "store or database away",
}
PROBLEM = "Problem"
TEXT = {"type": "string"}
PROBLEM_SCHEMA = {
    "type": "object",
    "description": "RFC 9457 problem details; `errors` lists every reason.",
    "properties": {
        "type": TEXT,
        "title": TEXT,
        "status": {"type": "integer"},
        "code": TEXT,
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"code": TEXT, "field": TEXT, "message": TEXT, "fix": TEXT},
                "required": ["code", "field", "message", "fix"],
            },
        },
    },
    "required": ["type", "title", "status", "code", "errors"],
}
HEADERS = (
    ("If-Match", 'The version looked at, quoted: `"3"`. Stale → 412.', r'^"[0-9]{1,18}"$'),
    ("Idempotency-Key", "Same key and body: the same answer, once.", r"^[!-~]{1,200}$"),
)


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Describes `Authorization: Token …`."""

    target_class = "api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:  # noqa: ARG002
        """Return the security scheme."""
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Token …` as given by `POST /api/v1/auth/token/`.",
        }


class DocumentedSchema(AutoSchema):
    """Adds to each operation the refusals it can answer and the headers that writes take."""

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        """Return the operation with its problem answers."""
        operation: dict[str, Any] | None = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        for number in READS if self.method == "GET" else WRITES:
            operation["responses"].setdefault(number, _answer(number))
        if self.method != "GET" and getattr(self.view, "keyed", False):
            operation["parameters"] = [*operation.get("parameters", []), *map(_header, HEADERS)]
        return operation


def add_problem(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """Put the problem document among the components (a post-processing hook)."""
    result.setdefault("components", {}).setdefault("schemas", {})[PROBLEM] = PROBLEM_SCHEMA
    return result


def _answer(number: str) -> dict[str, Any]:
    reference = {"schema": {"$ref": f"#/components/schemas/{PROBLEM}"}}
    return {
        "description": MEANINGS[number],
        "content": {"application/problem+json": reference},
    }


def _header(header: tuple[str, str, str]) -> dict[str, Any]:
    name, description, pattern = header
    schema = {"type": "string", "pattern": pattern}
    return {"in": "header", "name": name, "description": description, "schema": schema}
