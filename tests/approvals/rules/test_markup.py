"""Reading bodies, also bad ones."""

import pytest

from approvals.rules.markup import parse


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("", ""),
        ("chữ trần", "chữ trần"),
        ("<p>a<b>b</b> c</p><p>d</p>", "ab c\nd"),
        ("<table><tr><td>1</td><td>2</td></tr></table>sau", "1\n2\nsau"),
        ("<p>a<!-- ẩn -->b</p>", "ab"),
        ("<p>a<br>b", "a\nb"),
        ("<?xml version='1.0' encoding='utf-8'?><p>x</p>", "x"),
    ],
)
def test_text_puts_blocks_on_lines(body, text):
    assert parse(body).text() == text


def test_headings_empty_ones_do_not_count():
    assert parse("<h2>A <i>b</i></h2><h3> </h3><h4>C</h4>").headings() == [(2, "A b"), (4, "C")]
