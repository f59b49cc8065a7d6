"""What the desk's pages about sites say."""

from django import template

from publishing.web import site_words

register = template.Library()


@register.filter
def site_fields(names: list[str]) -> str:
    """Say which parts of a site a version changed."""
    said = [str(label) for name, label in site_words.SITE_FIELDS.items() if name in names]
    return ", ".join(one[:1].lower() + one[1:] for one in said)
