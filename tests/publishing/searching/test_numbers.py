import pytest

from publishing.searching.numbers import asked_for, keys_of, year_of


def test_number_is_kept_whole_and_without_its_year():
    assert keys_of("39/2023/QĐ-UBND") == "39x2023xqdxubnd 39xqdxubnd"
    assert keys_of("07/CĐ-PCTT") == "7xcdxpctt"
    assert keys_of("") == keys_of("không số") == ""


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("39/2023/QĐ-UBND", "39x2023xqdxubnd"),
        ("39/2023/qd-ubnd", "39x2023xqdxubnd"),
        ("39 2023", "39x2023"),
        ("số 039/2023", "39x2023"),
        ("1204/UBND", "1204xubnd"),
        ("12 xã ven sông", ""),
        ("2026", ""),
        ("kế hoạch 39", ""),
    ],
)
def test_question_names_a_number_in_any_spelling(question, key):
    assert asked_for(question) == key


def test_year_stands_second_in_a_number():
    assert year_of("39/2023/QĐ-UBND") == 2023
    assert year_of("1204/UBND-NN") is None
