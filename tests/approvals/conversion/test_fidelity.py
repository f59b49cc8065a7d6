import subprocess
import sys

from approvals.conversion import NotCarried
from approvals.conversion.fidelity import lost_words


def test_lost_words_each_missing_occurrence_counts():
    assert lost_words("một hai hai ba", "ba hai một") == [NotCarried("WORDS_LOST", "1: hai")]


def test_lost_words_order_marks_and_unicode_form_do_not_matter():
    assert lost_words("Ti\u1ebfng Vi\u1ec7t, (b)", "b | Tie\u0302\u0301ng Vi\u00ea\u0323t") == []


def test_conversion_is_pure():
    command = (
        "import sys, approvals.conversion, approvals.sanitising; sys.exit('django' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", command], check=False).returncode == 0
