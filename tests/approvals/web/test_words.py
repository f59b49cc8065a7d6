"""The desk's words: times as people say them, and an English word for every Vietnamese one."""

import gettext
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils.translation import override

from approvals.lifecycle import State
from approvals.selectors.queues import QUEUES
from approvals.web import words
from approvals.web.deciding import WAYS
from core.roles import Role
from core.working_days import load_calendar

ROOT = Path(__file__).parents[3]
# A Tuesday morning, 09:00 in Vietnam.
NOW = datetime(2026, 12, 1, 2, tzinfo=UTC)
IN_TEMPLATES = re.compile(r"""{% translate (?:"([^"]+)"|'([^']+)') %}""")
IN_CODE = re.compile(r"""\b(?:_|gettext|gettext_lazy)\(\s*"([^"]+)"\s*\)""")


@pytest.mark.parametrize(
    ("moved", "vietnamese", "english"),
    [
        (timedelta(minutes=20), "còn dưới 1 giờ làm việc", "less than 1 working hour left"),
        (timedelta(hours=2), "còn 2 giờ làm việc", "2 working hours left"),
        (timedelta(days=3), "còn 3 ngày làm việc", "3 working days left"),
        (timedelta(minutes=-20), "vừa quá hạn", "just overdue"),
        (timedelta(hours=-1), "quá hạn 1 giờ làm việc", "1 working hour overdue"),
        (timedelta(days=-7), "quá hạn 5 ngày làm việc", "5 working days overdue"),
    ],
)
def test_due_is_said_in_working_time(moved, vietnamese, english):
    assert words.due(NOW + moved, now=NOW, calendar=load_calendar()) == vietnamese
    with override("en"):
        assert words.due(NOW + moved, now=NOW, calendar=load_calendar()) == english


def test_moment_is_said_as_clocks_in_vietnam_show_it():
    assert words.moment(NOW) == "09:00 ngày 01/12/2026"


def test_every_code_of_the_desk_has_words():
    from approvals.models.submissions import DOCUMENT_TYPES
    from approvals.templatetags.desk import TONE

    assert set(WAYS) <= set(words.DO)
    assert set(WAYS) <= set(words.HAPPENED)
    assert {queue.code for queue in QUEUES} == set(words.QUEUES)
    assert {code for code, _ in DOCUMENT_TYPES} == set(words.DOCUMENT_TYPES)
    assert {role.value for role in Role} == set(words.ROLES)
    assert set(State.values) == set(TONE)


def catalogue(app, tmp_path):
    """Return the English catalogue of an app, compiled afresh."""
    import subprocess

    target = tmp_path / f"{app}.mo"
    source = ROOT / app / "locale" / "en" / "LC_MESSAGES" / "django.po"
    subprocess.run(["msgfmt", "--check-format", "-o", target, source], check=True)
    with target.open("rb") as file:
        return gettext.GNUTranslations(file)._catalog


def said_in(app):
    """Yield every Vietnamese message of an app's templates and code."""
    for path in sorted((ROOT / app).rglob("*.html")):
        if "portal" not in path.parts:
            yield from ("".join(found) for found in IN_TEMPLATES.findall(path.read_text("utf-8")))
    for path in sorted((ROOT / app).rglob("*.py")):
        if "gettext" in (text := path.read_text("utf-8")):
            yield from IN_CODE.findall(text)


@pytest.mark.parametrize("app", ["approvals", "core"])
def test_every_message_has_an_english_one(app, tmp_path):
    known = catalogue(app, tmp_path)
    source = (ROOT / app / "locale" / "en" / "LC_MESSAGES" / "django.po").read_text("utf-8")

    assert sorted(set(said_in(app)) - set(known)) == []
    assert "fuzzy" not in source
