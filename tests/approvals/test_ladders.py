"""Ladders as data: what makes one, and what is refused."""

import pytest

from approvals.ladders import DEFAULT, Rung, To, first_late, parse_ladder


def test_parse_ladder_without_rungs_is_the_usual_one():
    assert parse_ladder([]) == DEFAULT
    assert [rung.to for rung in DEFAULT] == ["head", "portal_board", "administrators"]


def test_parse_ladder_reads_reminders_then_rungs_after_the_deadline():
    rungs = parse_ladder(
        [
            {"when": "before", "hours": 4},
            {"to": "role", "role": "secretary", "unit": "tinh", "hours": 8, "every": 8, "times": 3},
        ]
    )

    assert rungs == (
        Rung(To.AWAITED, hours=4, before=True),
        Rung(To.ROLE, hours=8, every=8, times=3, role="secretary", unit="tinh"),
    )
    assert first_late(rungs) == 1


@pytest.mark.parametrize(
    "rows",
    [
        [{"hours": 0}, {"when": "before", "hours": 2}],
        [{"when": "before", "hours": 2}],
        [{"when": "before", "hours": 2}, {"when": "before", "hours": 4}, {"hours": 0}],
        [{"when": "before", "hours": 0}, {"hours": 0}],
        [{"hours": 0, "times": 2}],
        [{"hours": -1}],
        [{"to": "role", "hours": 0}],
        [{"to": "person", "hours": 0}],
        [{"to": "neighbour", "hours": 0}],
        [{"hours": 1}] * 13,
    ],
)
def test_parse_ladder_of_what_is_none_is_refused(rows):
    with pytest.raises(ValueError, match=r"\w"):
        parse_ladder(rows)
