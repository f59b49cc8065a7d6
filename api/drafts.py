"""What callers send about a draft, turned into the content and terms that the services take."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from rest_framework.exceptions import ValidationError

from approvals.content import Fields
from approvals.models import Submission
from approvals.policies import UNIT_MEMBERS, Actor
from approvals.rulepacks import pack_in_force
from approvals.rulepacks.structures import TYPE
from approvals.services.drafting import Terms
from core.clock import in_vietnam, now
from core.errors import NotPermitted, Problem, RulesViolated
from core.models import Site, Unit

FIELDS = frozenset(field.name for field in dataclasses.fields(Fields)) - {
    "source",
    "translation_of",
}
TIMES = ("publish_at", "expire_at", "embargo_until")

Sent = Mapping[str, Any]


def fields_from(sent: Sent, present: Fields | None = None) -> Fields:
    """Return the content with what was sent put over what is there; refuses unknown categories."""
    if sent.get("category"):
        _refuse_unknown_category(sent["category"])
    given = {name: sent[name] for name in FIELDS & sent.keys()}
    if given.get("fields"):
        category = sent.get("category", present.category if present else "")
        given["fields"] = _of_a_kind(given["fields"], category)
    base = present or Fields(title=sent.get("title", ""), document_type=sent["document_type"])
    source = dataclasses.replace(base.source, **sent.get("source", {}))
    return base.changed(**given, source=source)


def terms_from(sent: Sent, present: Submission | None = None) -> Terms:
    """Return times and declaration with what was sent put over what is there."""
    terms = Terms()
    if present is not None:
        times = {name: getattr(present, name) for name in TIMES}
        terms = Terms(secrecy_declared=present.secrecy_declared, **times)
    changes = {name: sent[name] for name in TIMES if name in sent}
    if "secrecy_declaration" in sent:
        changes["secrecy_declared"] = sent["secrecy_declaration"]
    return dataclasses.replace(terms, **changes)


def speaks_of_content(sent: Sent) -> bool:
    """Tell whether a change touches the content, not only its times and declaration."""
    return bool((FIELDS | {"source"}) & sent.keys())


def speaks_of_terms(sent: Sent) -> bool:
    """Tell whether a change touches times or the declaration."""
    return bool({*TIMES, "secrecy_declaration"} & sent.keys())


def site_named(code: str) -> Site:
    """Return the site; an unknown code is a malformed request."""
    site = Site.objects.select_related("unit").filter(code=code).first()
    if site is None:
        raise ValidationError({"site": [f"? {code}"]})
    return site


def unit_for(actor: Actor, site: Site, code: str = "") -> Unit:
    """Return the issuing unit: the one named, the author's only one, or the site's own.

    Raises NotPermitted for who works in none, and for a unit the person does not work in.
    """
    own = {unit for role, unit in actor.roles if role in UNIT_MEMBERS}
    chosen = code or (site.unit.code if site.unit.code in own else "")
    if not chosen and len(own) > 1:
        raise ValidationError({"unit": [", ".join(sorted(own))]})
    chosen = chosen or next(iter(own), "")
    if chosen not in own:
        raise NotPermitted(verb="create", unit=chosen)
    return Unit.objects.get(code=chosen)


def _of_a_kind(values: Sent, category: str) -> dict[str, str]:
    """Return the fields with their kind: the first of the category where none is named."""
    kind = pack_in_force(in_vietnam(now()).date()).structure(category)
    return {TYPE: kind.code, **values} if kind else dict(values)


def _refuse_unknown_category(code: str) -> None:
    if code not in pack_in_force(in_vietnam(now()).date()).categories:
        raise RulesViolated(problems=(Problem("CATEGORY_MISSING", "category"),))
