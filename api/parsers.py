"""How bodies are read: JSON within a limit, never deep enough to exhaust the reader."""

from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from rest_framework import parsers
from rest_framework.exceptions import ParseError

from api.errors import TooLarge

# A text of the largest size, escaped, with its other fields around it.
MAX_JSON_BYTES = 4 * settings.MAX_TEXT_BYTES


class JsonParser(parsers.JSONParser):
    """JSON with an object at its top."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Return the object; refuses other shapes, what nests too deep, and what is too large."""
        declared = int((parser_context or {})["request"].META.get("CONTENT_LENGTH") or 0)
        if declared > MAX_JSON_BYTES:
            raise TooLarge(MAX_JSON_BYTES)
        try:
            data = super().parse(stream, media_type, parser_context)
        except RecursionError as too_deep:
            raise ParseError from too_deep
        if not isinstance(data, dict):
            raise ParseError
        return data
