"""Hostile input costs time in proportion to its size, never more."""

import pytest

from approvals import rulepacks
from approvals.rules import check
from approvals.rules.secrecy import find_mark
from tests.approvals.rules.facts import good

PACK = rulepacks.pack("QB-39-2023")
SIZE = 100_000
NASTY = [
    "a" * SIZE,
    "à" * SIZE,
    " " * SIZE + "x",
    "<" * SIZE,
    "<a " * (SIZE // 3),
    "|" * SIZE,
    "a.a" * (SIZE // 3),
    "M " * (SIZE // 2),
    "1" * SIZE,
    "số tài khoản " * (SIZE // 13),
    "&amp;" * (SIZE // 5),
    "\u200b" * SIZE,
]


@pytest.mark.timeout(60)  # a rule that is not linear would take hours
@pytest.mark.parametrize("text", NASTY, ids=lambda text: repr(text[:4]))
def test_check_hostile_text_ends_soon(text):
    check(good(body_html=f"<p>{text}</p>", title=text[:500], number=text[:500]), PACK)
    find_mark("file_name", text[:1000])
    find_mark("title", text)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("number", ["01/" + "A." * 40 + "!", "01-" + "A-" * 40 + "!"])
def test_check_hostile_number_ends_soon(number):
    check(good(number=number), PACK)
