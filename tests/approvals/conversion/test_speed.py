import copy

import pytest
from docx.oxml.ns import qn

from approvals.conversion import convert
from tests.approvals.conversion.building import word

ROWS = 5_000
pytestmark = pytest.mark.slow


def word_table():
    def fill(document):
        document.add_paragraph("Mở đầu.")
        table = document.add_table(rows=1, cols=4)
        for cell, text in zip(table.rows[0].cells, ("Thôn", "Xã", "Số", "Ghi chú"), strict=True):
            cell.text = text
        first = table.rows[0]._tr
        for number in range(ROWS):
            row = copy.deepcopy(first)
            for text in row.iter(qn("w:t")):
                text.text = f"Ô {number}"
            table._tbl.append(row)

    return word(fill)


def html_table():
    rows = "".join(f"<tr><td>Ô {n}<td>b<td>c<td>d</tr>" for n in range(ROWS))
    return f"<p>Mở đầu.</p><table><tr><th>Thôn<th>Xã<th>Số<th>Ghi chú</tr>{rows}</table>".encode()


def markdown_table():
    rows = "\n".join(f"| Ô {n} | b | c | d |" for n in range(ROWS))
    return f"Mở đầu.\n\n| Thôn | Xã | Số | Ghi chú |\n|---|---|---|---|\n{rows}\n".encode()


@pytest.mark.parametrize(
    ("name", "build"), [("a.docx", word_table), ("a.html", html_table), ("a.md", markdown_table)]
)
def test_table_of_5000_rows_works_whole(name, build):
    data = build()

    result = convert(name, data)

    assert result.html.count("<tr>") == ROWS + 1
    assert result.html.count('<th scope="col">') == 4


def test_four_megabytes_of_text_work():
    paragraph = "Ủy ban nhân dân xã thông báo lịch tiêm phòng cho trẻ em. " * 10
    text = f"{paragraph}\n\n" * (4_000_000 // len(paragraph.encode()))

    assert convert("a.txt", text.encode()).html.count("<p>") == text.count("\n\n")
