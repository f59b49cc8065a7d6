"""The word-level comparison of two contents."""

import random

import pytest

from approvals.diffing import Piece, Spot, changes, diff, size, spots


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
    assert [block.hidden for block in diff("Một\nHai", "Một\nHai")] == [2]


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


LAW = (
    "<h2>Chương I. QUY ĐỊNH CHUNG</h2><h3>Điều 1. Phạm vi</h3><p>1. Áp dụng trong tỉnh.</p>"
    "<h3>Điều 3. Thời hạn</h3><p>1. Nhận đơn.</p><p>2. Trả lời trong 7 ngày làm việc.</p>"
    '<ol type="a"><li>Trực tiếp;</li><li>Qua bưu chính.</li></ol>'
    "<table><tbody><tr><th>Việc</th><th>Phí</th></tr><tr><td>Cấp mới</td><td>50.000</td></tr>"
    "</tbody></table>"
)
POINT_B = (("article", "3"), ("clause", "2"), ("point", "b"))
FEE = (*POINT_B, ("table", "1"), ("row", "2"), ("column", "2"))
NO_SOURCE = {"kind": "", "name": "", "url": "", "permission": ""}


def law(body=LAW, **fields):
    return {"title": "Q", "body": body, "source": NO_SOURCE, "attachments": [], **fields}


@pytest.mark.parametrize(
    ("old", "new", "place", "was", "now"),
    [
        ("7 ngày", "10 ngày", (("article", "3"), ("clause", "2")), "7", "10"),
        ("bưu chính", "trực tuyến", POINT_B, "bưu chính", "trực tuyến"),
        ("CHUNG", "RIÊNG", (("chapter", "I"),), "CHUNG", "RIÊNG"),
        ("50.000", "70.000", FEE, "50", "70"),
    ],
)  # fmt: skip
def test_spot_names_the_place_in_a_legal_text(old, new, place, was, now):
    found = spots(changes(law(), law(LAW.replace(old, new))))

    assert found == (Spot("body", place, was, now),)


def test_link_that_leads_elsewhere_and_new_emphasis_are_changes():
    old = '<p>Xem <a href="https://a.vn/1">tại đây</a>.</p><p>Không thu phí.</p>'
    new = '<p>Xem <a href="https://a.vn/2">tại đây</a>.</p><p><strong>Không</strong> thu phí.</p>'

    found = spots(changes(law(old), law(new)))

    assert [(spot.was, spot.now, spot.restyled) for spot in found] == [
        ("1", "2", False),
        ("", "", True),
    ]


def test_replaced_file_shows_both_fingerprints():
    file = {"original_name": "bieu.pdf", "caption": "", "alt_text": "", "sha256": "a" * 64}

    found = spots(changes(law(attachments=[file]), law(attachments=[{**file, "sha256": "b" * 64}])))

    assert found == (
        Spot(
            "attachments",
            (("file", "bieu.pdf"),),
            "bieu.pdf · SHA-256 aaaaaaaaaaaa",
            "bieu.pdf · SHA-256 bbbbbbbbbbbb",
        ),
    )


def test_size_counts_the_words_that_changed():
    assert size(changes(law(), law(LAW.replace("7 ngày làm", "mười ngày làm")))) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<p>a</p><p>b</p>" * 150_000, "<p>b</p><p>a</p><p>c</p>" * 100_000),
        ("<p>" + "a b " * 150_000 + "</p>", "<p>" + "b a c " * 100_000 + "</p>"),
    ],
)
def test_hostile_texts_are_compared_coarsely_and_it_is_said(old, new):
    [change] = changes(law(old), law(new))

    assert change.coarse
    assert {piece.kind for piece in change.blocks[0].pieces} == {"ins", "del"}
