"""An item as lists name it, remembered: a new item shifts a list and changes no other line."""

from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString

from publishing.rendering.engine import fill
from publishing.rendering.shapes import ItemLine, Language

REMEMBERED = 4096


@lru_cache(maxsize=REMEMBERED)
def line_html(line: ItemLine, *, language: Language, **values: Any) -> SafeString:
    """Return the line as HTML."""
    return SafeString(fill("line.html", language, line=line, **values))
