"""One template engine a language: compiled once, the same with and without a web request."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from django.template import Context, Engine, Origin
from django.template.loaders import filesystem
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext, pgettext

from publishing.rendering.formats import without_controls
from publishing.rendering.shapes import Language

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
# A phrase without variables says the same on every page of a language.
_PHRASE = re.compile(r'{% translate "([^"]*)"(?: context "([^"]*)")? %}')


class SpokenLoader(filesystem.Loader):
    """Loads templates with their fixed phrases already said in one language.

    A page has some fifty of them; looking each up again took a third of its time.
    """

    def __init__(self, engine: Engine, dirs: list[str | Path], language: Language) -> None:
        super().__init__(engine, dirs)
        self.language = language

    def get_contents(self, origin: Origin) -> str:
        """Return the template's source, translated."""
        with translation.override(self.language):
            return _PHRASE.sub(_said, super().get_contents(origin))


def _said(phrase: re.Match[str]) -> str:
    words, context = phrase.groups()
    return escape(pgettext(context, words) if context else gettext(words))


@cache
def _engine(language: Language) -> Engine:
    loader = f"{__name__}.{SpokenLoader.__name__}"
    spoken = (loader, [TEMPLATES], language)
    return Engine(
        loaders=[("django.template.loaders.cached.Loader", [spoken])],
        libraries={
            "i18n": "django.templatetags.i18n",
            "portal": "publishing.templatetags.portal",
        },
    )


def fill(template: str, language: Language, **values: Any) -> str:
    """Return `template` with `values`, its own words said in `language`."""
    with translation.override(language):
        page = _engine(language).get_template(f"portal/{template}")
        text = page.render(Context({"language": language, **values}, use_l10n=False))
    return without_controls(text)
