"""Two documents of 600 kB compared word by word, beside difflib on the same words."""

import random
import re
import time
from difflib import SequenceMatcher
from typing import Any

from bench.report import Line, Outcome

LINES, WORDS, EDITS, BAR = 4000, 25, 60, 500


def run() -> Outcome:
    """Compare a text with sixty edits in it, the best of three; then what is made to be slow."""
    from approvals.diffing import changes, spots

    dice = random.Random(7)
    words = [f"chữ{number}" for number in range(900)]
    lines = [" ".join(dice.choices(words, k=WORDS)) for _ in range(LINES)]
    edited = list(lines)
    for place in dice.sample(range(LINES), EDITS):
        edited[place] = edited[place].replace(" ", " thêm ", 1)
    old, new = _content(lines), _content(edited)
    found = spots(changes(old, new))
    ours = min(_took(lambda: changes(old, new)) for _ in range(3))
    peer = _took(lambda: _difflib(lines, edited))
    shuffled = dice.sample(lines, LINES)
    return Outcome(
        "comparing",
        f"Two documents of {len(old['body'].encode()) // 1000} kB compared",
        (
            Line(
                "ours: markup read, places named, words compared",
                round(ours * 1000),
                "ms",
                at_most=BAR,
            ),
            Line("edits found", len(found), at_least=EDITS),
            Line(
                "difflib: words of changed lines, markup already taken away",
                round(peer * 1000),
                "ms",
            ),
            Line("ours, the same lines shuffled", _ms(old, _content(shuffled)), "ms"),
            Line("ours, 300,000 lines of one letter", _ms(*_hostile()), "ms"),
        ),
    )


def _ms(old: Any, new: Any) -> int:
    from approvals.diffing import changes

    return round(_took(lambda: changes(old, new)) * 1000)


def _took(work: Any) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _content(lines: list[str]) -> dict[str, Any]:
    body = "".join(f"<p>{line}</p>" for line in lines)
    return {"title": "", "body": body, "source": {}, "attachments": []}


def _hostile() -> tuple[dict[str, Any], dict[str, Any]]:
    return _content(["a", "b"] * 150_000), _content(["b", "a", "c"] * 100_000)


def _difflib(old: list[str], new: list[str]) -> int:
    """Do what can be done with the standard library: lines first, then words of changed lines."""
    found = 0
    for tag, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if tag != "equal":
            was, now = (re.findall(r"\w+\s*", " ".join(x)) for x in (old[a:b], new[c:d]))
            found += len(SequenceMatcher(None, was, now, autojunk=False).get_opcodes())
    return found
