"""What an item is found and narrowed by besides its words, taken from the approved content."""

import re
from collections.abc import Mapping
from typing import Any

from approvals.sanitising import plain_text
from core.clock import in_vietnam, now
from publishing.searching.numbers import keys_of, year_of

MOST_NUMBERS = 200
# 39/2023/QĐ-UBND, 17/NQ-HĐND, 1204/UBND-NN
_NUMBER = re.compile(r"\b\d{1,6}(?:/\d{4})?/[A-ZĐ]{1,12}\d{0,2}(?:-[A-ZĐ0-9&]{1,12}){0,4}")


def found_by(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return year, number lexemes and further words of an item.

    The year is that of its number, else of its issue, else of its publication.
    """
    number, issued = str(content["number"]), str(content["issued_on"])
    mentioned = dict.fromkeys(_NUMBER.findall(f"{content['title']} {plain_text(content['body'])}"))
    keys = [keys_of(one) for one in list(mentioned)[:MOST_NUMBERS]]
    named = [
        f"{file['caption']} {file['original_name']}"
        for file in content["attachments"]
        if file["role"] != "picture"
    ]
    return {
        "year": year_of(number) or int(issued[:4] or in_vietnam(now()).year),
        "number_keys": keys_of(number)[:300],
        "more_words": " ".join([*keys, *named, str(content["author_name"]), *_values(content)]),
    }


def _values(content: Mapping[str, Any]) -> list[str]:
    """Return what stands in the fields of a structured item."""
    return [str(value) for value in content.get("fields", {}).values()]
