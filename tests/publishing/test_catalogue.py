"""Every phrase of the portal has its English."""

import re
from pathlib import Path

import pytest
from django.utils.translation import gettext, override, pgettext

PUBLISHING = Path(__file__).parents[2] / "publishing"
PHRASE = re.compile(r'{% translate "([^"]+)"(?: context "([^"]+)")?')


def phrases():
    return sorted(
        {
            found
            for path in (PUBLISHING / "templates" / "portal").glob("*.html")
            for found in PHRASE.findall(path.read_text("utf-8"))
        }
    )


@pytest.mark.parametrize(("words", "context"), phrases())
def test_phrase_of_a_template_has_english(words, context):
    with override("en"):
        said = pgettext(context, words) if context else gettext(words)

    assert said != words
