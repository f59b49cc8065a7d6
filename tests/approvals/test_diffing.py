"""The word-level comparison of two contents."""

import random

import pytest

from approvals.diffing import Block, Piece, changes, diff


def pieces(old, new):
    return [(p.kind, p.text) for block in diff(old, new) for p in block.pieces]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "Họp lúc 7 giờ.",
            "Họp lúc 8 giờ.",
            [("same", "Họp lúc "), ("del", "7 "), ("ins", "8 "), ("same", "giờ.")],
        ),
        ("", "Mới", [("ins", "Mới")]),
        ("Cũ", "", [("del", "Cũ")]),
        ("Một", "Hai", [("del", "Một"), ("ins", "Hai")]),
    ],
)
def test_diff_of_a_line_names_the_words(old, new, expected):
    assert pieces(old, new) == expected


def test_diff_of_a_line_put_in_between_leaves_the_changed_neighbour_beside_itself():
    found = pieces("Từ 7 giờ đến 11 giờ.", "Mời đăng ký trước.\nTừ 8 giờ đến 11 giờ.")

    assert found == [
        ("ins", "Mời đăng ký trước."),
        ("same", "Từ "),
        ("del", "7 "),
        ("ins", "8 "),
        ("same", "giờ đến 11 giờ."),
    ]


def test_diff_hides_unchanged_blocks_far_from_a_change():
    old = "\n".join(f"Đoạn {n}." for n in range(9))

    found = diff(old, old.replace("Đoạn 4.", "Đoạn bốn."))

    assert [block.hidden for block in found] == [3, 0, 0, 0, 3]


def test_diff_of_equal_texts_shows_nothing_but_a_gap():
    assert diff("Một\nHai", "Một\nHai") == (Block(hidden=2),)


def test_diff_loses_no_letter():
    words = [f"từ{n % 37}" for n in range(400)]
    old = "\n".join(" ".join(words[n : n + 9]) for n in range(0, 400, 9))
    new = old.replace("từ3 ", "").replace("từ8", "từ tám").replace("từ20", "")

    found = diff(old, new)

    kept = " ".join(p.text for b in found for p in b.pieces if p.kind != "del")
    assert all(word in kept for word in ("tám", "từ36"))


@pytest.mark.slow
def test_diff_of_long_documents_takes_under_two_seconds():
    dice = random.Random(7)
    words = [f"chữ{n}" for n in range(900)]
    lines = [" ".join(dice.choices(words, k=25)) for _ in range(4000)]
    changed = [line.replace("chữ7 ", "số ") for line in lines]
    dice.shuffle(changed)

    diff("\n".join(lines), "\n".join(changed))

    assert len("\n".join(lines)) > 600_000


def test_changes_name_the_fields_that_differ():
    old = {
        "title": "Thông báo",
        "body": "<p>Một</p>",
        "source": {"kind": "own", "name": "", "url": "", "permission": ""},
        "attachments": [],
    }
    new = {**old, "title": "Thông báo mới", "body": "<p>Một</p><p>Hai</p>"}

    found = changes(old, new)

    assert [change.field for change in found] == ["title", "body"]
    assert found[1].blocks[-1].pieces == (Piece("ins", "Hai"),)
