import re
from pathlib import Path

import pytest

import approvals.conversion
from approvals.conversion import NotCarried, Repair, describe
from approvals.conversion.wording import NOT_CARRIED, REFUSALS, REPAIRS, describe_refusal

SOURCE = "\n".join(
    path.read_text() for path in Path(approvals.conversion.__file__).parent.glob("*.py")
)
CODES = set(
    re.findall(r'"([A-Z][A-Z]+(?:_[A-Z]+)+|NFC|SPACES|ENCODING|NESTING|EQUATION|COMMENTS)"', SOURCE)
)


def test_wording_every_code_of_the_package_has_words_and_none_is_spare():
    assert set(NOT_CARRIED) | set(REPAIRS) | set(REFUSALS) == CODES


@pytest.mark.parametrize("language", ["vi", "en"])
def test_wording_every_entry_makes_a_sentence(language):
    sentences = [
        *(describe(NotCarried(code, "x"), language) for code in NOT_CARRIED),
        *(describe(Repair(code, 2, "x"), language) for code in REPAIRS),
        *(describe_refusal(code, {"limit": 5}, language) for code in REFUSALS),
    ]

    assert all("{" not in sentence for sentence in sentences)
    assert len(set(sentences)) == len(sentences)


def test_wording_speaks_vietnamese_unless_asked():
    assert describe(Repair("NFC", 3)) == "Đã đưa 3 từ về Unicode dựng sẵn (NFC)"
    assert describe(Repair("NFC", 3), "en") == "3 words were put into Unicode NFC"
