"""Added checks are expressions that end soon, and break without blocking."""

import pytest

from approvals.reasons import fix, message
from approvals.rules import AttachmentFacts
from approvals.rules.own import BrokenExpression, OwnRule, expression_faults, holds, run_own
from tests.approvals.rules.facts import good


def rule(expression, **changes):
    values = {
        "code": "OWN_PHOTO", "version": 2, "expression": expression, "severity": "block",
        "ground": "QB39.4.5.QUALITY", "overridable": True,
        "said": ("Ảnh chưa ghi người chụp", "The picture names no photographer"),
        "remedy": ("Ghi người chụp", "Name the photographer"),
    }  # fmt: skip
    return OwnRule(**{**values, **changes})


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ('category == "announcements" && letters(summary) < 20', True),
        ('attachments.exists(a, a.role == "picture" && a.caption == "")', True),
        ("attachments.all(a, a.size < 10)", False),
        ('text.matches("tiếp công dân")', False),
        ('links.exists(l, l.startsWith("https://example.gov.vn"))', True),
        ('now < timestamp("2026-01-01T00:00:00Z")', False),
    ],
)
def test_expression_answers_over_the_facts(expression, found):
    assert (
        holds(expression, good(body_html='<p>tiếp dân</p><a href="https://example.gov.vn/a">x</a>'))
        is found
    )


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("", "EXPRESSION_TOO_LONG"),
        ("1 == 1 || " * 60 + "true", "EXPRESSION_TOO_LONG"),
        ("links.map(l, l).size() > 1", "EXPRESSION_UNBOUNDED"),
        ("links.exists(a, links.exists(b, a == b))", "EXPRESSION_UNBOUNDED"),
        ("links.all(a, headings.filter(b, a == b).size() > 0)", "EXPRESSION_UNBOUNDED"),
        ("title ==", "EXPRESSION_UNREADABLE"),
        ("(" * 200 + "true" + ")" * 200, "EXPRESSION_UNREADABLE"),
    ],
)
def test_expression_that_is_not_taken(expression, code):
    assert [fault.code for fault in expression_faults(expression)] == [code]


def test_words_in_quotes_are_not_taken_for_walks():
    assert list(expression_faults('title == "x.map(y) .all( .all( .all( .all("')) == []


@pytest.mark.parametrize(
    "expression",
    ["nobody == 1", "size(title)", "attachments[99].size == 1", 'title.matches("(")'],
)
def test_expression_that_breaks_blocks_nothing_and_says_why(expression):
    result = run_own(rule(expression), good())

    assert result.passed
    assert not result.blocks
    assert result.error
    with pytest.raises(BrokenExpression):
        holds(expression, good())


def test_worst_expression_on_the_largest_facts_ends():
    files = tuple(AttachmentFacts(f"{n}.png", alt_text="a" * 1000) for n in range(500))
    body = "<p>" + "a" * 200_000 + "</p>" + '<a href="x">y</a>' * 2000
    worst = 'links.all(l, !(text + text + text + text).matches("(a|aa)+$"))'

    assert holds(worst, good(body_html=body, attachments=files)) is False


def test_finding_speaks_its_own_words():
    result = run_own(rule("true"), good())

    assert (result.blocks, result.version) == (True, 2)
    found = result.violations[0]
    assert message(found.code, "vi", **found.params) == "Quy tắc riêng: Ảnh chưa ghi người chụp"
    assert (
        message(found.code, "en", **found.params) == "House rule: The picture names no photographer"
    )
    assert fix(found.code, "en", **found.params) == "What to do: Name the photographer"


def test_fingerprint_changes_with_anything_that_is_said():
    assert rule("true").fingerprint == rule("true").fingerprint
    assert rule("true").fingerprint != rule("true", remedy=("Khác", "Other")).fingerprint
