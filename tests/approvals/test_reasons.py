"""The catalogue has words in both languages for every code, and never fails to speak."""

import ast
import re
import string
from pathlib import Path

import pytest

from approvals import reasons
from approvals.reasons import CATALOGUE, GROUNDS
from approvals.rules import RULES

SERVICE_CODES = {
    "SEPARATION_OF_DUTIES", "NOT_PERMITTED", "WRONG_STATE", "STALE_VERSION", "REMARK_REQUIRED",
    "GROUND_REQUIRED", "GROUND_UNKNOWN", "GROUND_EXPLANATION_REQUIRED", "ENDORSEMENT_STALE",
    "ROUTE_INCOMPLETE", "MANDATE_MISSING", "REASON_REQUIRED", "TITLE_MISSING", "BODY_MISSING",
    "CATEGORY_MISSING", "ALREADY_CONFIRMED", "IDEMPOTENCY_MISMATCH", "NOT_FOUND", "MALFORMED",
    "NOT_SIGNED_IN", "TOO_MANY_REQUESTS", "STORAGE_FAILED", "DATABASE_AWAY", "FILE_EMPTY",
    "FILE_BROKEN", "FILE_ENCRYPTED", "TYPE_MISMATCH", "TYPE_NOT_ALLOWED", "TEXT_TOO_LONG",
    "FILE_TOO_LARGE", "TOO_LARGE", "MAIL_WITHOUT_BODY", "ZIP_BOMB", "UPLOAD_REFUSED",
}  # fmt: skip
ROOT = Path(__file__).parents[2]
REFUSALS = {
    "Problem", "DomainError", "NotVisible", "NotPermitted", "WrongState", "Stale", "GuardFailed",
    "RulesViolated", "UploadRefused", "UploadTooLarge", "StorageFailed",
}  # fmt: skip
VIETNAMESE = re.compile("[à-ỹ]")


def test_catalogue_holds_the_codes_of_the_services():
    assert SERVICE_CODES - CATALOGUE.keys() == set()


def refusing_codes():
    """Every code that the source refuses with: passed to an error or a problem, or its default."""
    for folder in ("core", "approvals", "publishing", "archive", "api"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                for code in codes_in(node):
                    yield code, path.name


def codes_in(node):
    value = None
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in REFUSALS and node.args:
        value = node.args[0]
    if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "default_code":
        value = node.value
    if isinstance(value, ast.Constant):
        yield value.value


def test_refusing_codes_are_found_in_the_source():
    assert {"NOT_PERMITTED", "SEPARATION_OF_DUTIES"} <= {code for code, _ in refusing_codes()}


def test_catalogue_holds_every_code_the_source_refuses_with():
    assert {(code, name) for code, name in refusing_codes() if code not in CATALOGUE} == set()


def test_catalogue_no_code_stands_twice():
    assert len(CATALOGUE) == len(reasons._ENTRIES)


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_entry_speaks_both_languages(code):
    entry = reasons.reason(code)

    assert VIETNAMESE.search(entry.message.vi)
    assert VIETNAMESE.search(entry.fix.vi)
    assert not VIETNAMESE.search(entry.message.en)
    assert len(entry.message.en) > 5
    assert len(entry.fix.en) > 5
    assert entry.severity in {"block", "warn", "info"}
    assert entry.ground in {"", *GROUNDS}


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_entry_both_languages_take_the_same_parameters(code):
    entry = reasons.reason(code)

    assert names(entry.message.vi) == names(entry.message.en)
    assert names(entry.fix.vi) == names(entry.fix.en)


def names(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", sorted(CATALOGUE))
@pytest.mark.parametrize("language", ["vi", "en"])
def test_message_without_parameters_never_raises(code, language):
    assert "{" not in reasons.message(code, language)
    assert "{" not in reasons.fix(code, language)


@pytest.mark.parametrize(
    ("code", "language", "params", "text"),
    [
        ("AUTHOR_MISSING", "vi", {}, "Chưa ghi tác giả."),
        ("AUTHOR_MISSING", "en-GB", {}, "The author is not named."),
        ("AUTHOR_MISSING", "fr", {}, "Chưa ghi tác giả."),
        ("FILE_EMPTY", "en", {"file": "a{b}.txt"}, "The file “a{b}.txt” is empty."),
        ("FILE_EMPTY", "en", {"file": None, "extra": 1}, "The file “None” is empty."),
        ("FILE_EMPTY", "en", {}, "The file “…” is empty."),
        (
            "WRONG_STATE",
            "en",
            {"state": "archived"},
            "The item is in state “archived”; this cannot be done now.",
        ),
        (
            "SECRECY_MARK",
            "en",
            {"mark": "MẬT", "where": "title"},
            "There is a secrecy mark “MẬT” in the title. The content was not accepted nor kept.",
        ),
        ("TEXT_TOO_LONG", "en", {"limit": 5 << 20}, "The text is longer than the limit of 5 MB."),
        ("TEXT_TOO_LONG", "en", {"limit_mb": 5}, "The text is longer than the limit of 5 MB."),
        ("TITLE_TOO_LONG", "en", {"limit": 300}, "The title is longer than 300 characters."),
        ("NO_SUCH_CODE", "en", {}, "The request was refused."),
    ],
)
def test_message_fills_parameters_in(code, language, params, text):
    assert reasons.message(code, language, **params) == text


def test_message_states_and_kinds_read_as_words():
    assert "đã lưu trữ" in reasons.message("WRONG_STATE", "vi", state="archived")
    kind = reasons.message("PERSONAL_DATA_SUSPECTED", "vi", kind="phone", count=2)
    assert kind == "Có thể có dữ liệu cá nhân: số điện thoại di động (2 chỗ)."


def test_reason_unknown_code_is_refused():
    with pytest.raises(KeyError):
        reasons.reason("NO_SUCH_CODE")


def test_grounds_are_the_seven_of_article_4_clause_5():
    assert list(GROUNDS) == [
        f"QB39.4.5.{name}"
        for name in ("SCOPE", "POLICY", "SECRET", "RESTRICTED", "UNTRUE", "ORIGIN", "QUALITY")
    ]
    assert GROUNDS["QB39.4.5.ORIGIN"].wording.vi == "Không rõ nguồn gốc"
    assert all("Điều 4 khoản 5" in ground.article.vi for ground in GROUNDS.values())


@pytest.mark.parametrize("code", [rule.code for rule in RULES])
def test_every_check_has_a_title_in_both_languages(code):
    vietnamese, english = reasons.title(code, "vi"), reasons.title(code, "en")

    assert code not in {vietnamese, english}
    assert vietnamese != english
