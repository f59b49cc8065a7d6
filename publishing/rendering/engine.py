"""One template engine for the portal: compiled once, the same with and without a web request."""

from functools import cache
from pathlib import Path
from typing import Any

from django.template import Context, Engine
from django.utils import translation

from publishing.rendering.shapes import Language

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


@cache
def _engine() -> Engine:
    loader = "django.template.loaders.filesystem.Loader"
    return Engine(
        loaders=[("django.template.loaders.cached.Loader", [(loader, [str(TEMPLATES)])])],
        libraries={
            "i18n": "django.templatetags.i18n",
            "portal": "publishing.templatetags.portal",
        },
    )


def fill(template: str, language: Language, **values: Any) -> str:
    """Return `template` with `values`, its own words said in `language`."""
    with translation.override(language):
        page = _engine().get_template(f"portal/{template}")
        return page.render(Context({"language": language, **values}, use_l10n=False))
