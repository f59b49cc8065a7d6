"""The sites somebody may administer, and what stands in the way of how they shall be."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from approvals.policies import Actor
from approvals.rulepacks import domain_names, pack_in_force
from approvals.selectors.people import administered_units
from core import colours
from core.errors import NotVisible, Problem, RulesViolated
from core.models import HostAlias, RoleAssignment, Site, Unit
from core.roles import Role

CODE = re.compile(r"[a-z][a-z0-9-]{1,40}")
RESERVED = frozenset({"by-host", "new", "search"})
# Set by who administers the unit; the rest also by who administers the site alone.
STRUCTURE = ("kind", "unit", "parent", "host")
# What text of the accent's colour stands on, and what stands on it.
BACKGROUNDS = ("#ffffff", "#f8f5f0", "#fdf1f0")
ON_ACCENT = ("#ffffff", "#ffe9bd")


@dataclass(frozen=True)
class Identity:
    """All that makes a site what it is, as one version keeps it; units and sites by code."""

    name: str
    kind: str
    unit: str
    parent: str = ""
    name_en: str = ""
    host: str = ""
    responsible_person: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    hold_seconds: int = 0
    accent: str = ""
    logo: str = ""
    logo_type: str = ""
    categories: tuple[str, ...] = ()
    menu: tuple[Mapping[str, str], ...] = ()

    @property
    def written(self) -> dict[str, Any]:
        """The identity as JSON."""
        plain = asdict(self)
        return {**plain, "categories": list(self.categories), "menu": list(plain["menu"])}


def identity_of(site: Site) -> Identity:
    """Return what the site is now."""
    plain = {
        name: getattr(site, name)
        for name in Identity.__dataclass_fields__
        if name not in ("unit", "parent", "categories", "menu")
    }
    return Identity(
        unit=site.unit.code,
        parent=site.parent.code if site.parent else "",
        categories=tuple(site.categories),
        menu=tuple(site.menu),
        **plain,
    )


def read_identity(written: Mapping[str, Any]) -> Identity:
    """Return the identity that a version keeps."""
    lists = {name: tuple(written.get(name, ())) for name in ("categories", "menu")}
    known = {name: written[name] for name in Identity.__dataclass_fields__ if name in written}
    return Identity(**{**known, **lists})


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return the names of what differs between two written identities."""
    return [name for name in after if before.get(name) != after[name]]


def sites_kept(actor: Actor) -> QuerySet[Site]:
    """Return the sites the actor may change: of administered units, and those given one by one."""
    own = {unit for role, unit in actor.roles if role == Role.SITE_ADMINISTRATOR}
    rows = Site.objects.select_related("unit__parent", "parent").order_by("kind", "code")
    return rows.filter(unit__code__in=administered_units(actor) | own).order_by("-kind", "code")


def site_kept(code: str, actor: Actor) -> Site:
    """Return one of those sites; raises NotVisible for every other."""
    found = sites_kept(actor).filter(code=code).first()
    if found is None:
        raise NotVisible(site=code)
    return found


def may_structure(site: Site, actor: Actor) -> bool:
    """Tell whether the actor may change what the site belongs to, not only how it looks."""
    return site.unit.code in administered_units(actor)


def refuse_closed(site: Site, *, on: date, correcting: bool) -> None:
    """Raise RulesViolated for a new item on a closed site; what stands there can be corrected."""
    if site.closed_on and site.closed_on <= on and not correcting:
        problem = Problem("SITE_CLOSED", "site", {"site": site.name})
        raise RulesViolated("SITE_CLOSED", problems=(problem,), site=site.name)


def keepers(site: Site, *, on: date) -> QuerySet[RoleAssignment]:
    """Return who administers the site alone, that day."""
    rows = RoleAssignment.objects.filter(unit=site.unit, role=Role.SITE_ADMINISTRATOR)
    still = Q(valid_to=None) | Q(valid_to__gte=on)
    return rows.filter(still).select_related("user").order_by("user__full_name")


def units_to_choose(actor: Actor, *, on: date) -> QuerySet[Unit]:
    """Return the units the actor may give a site, without those that have ended."""
    rows = Unit.objects.filter(code__in=administered_units(actor))
    return rows.filter(Q(valid_to=None) | Q(valid_to__gte=on))


def problems_of(identity: Identity, site: Site | None, *, on: date) -> Iterator[Problem]:
    """Yield everything that stands against the identity that day."""
    yield from _problems_of_place(identity, site)
    if identity.host and (site is None or identity.host != site.host):
        yield from host_problems(identity, site, on=on)
    if identity.accent:
        yield from accent_problems(identity.accent)
    known = pack_in_force(on).categories
    for code in identity.categories:
        if code not in known:
            yield Problem("CATEGORY_UNKNOWN", "", {"category": code})
    for entry in identity.menu:
        if not _leads_somewhere(entry, site, set(known)):
            said = {"label": entry.get("label", ""), "target": entry.get("target", "")}
            yield Problem("MENU_TARGET", "", said)


def _problems_of_place(identity: Identity, site: Site | None) -> Iterator[Problem]:
    parent = Site.objects.filter(code=identity.parent, kind=Site.Kind.PORTAL).first()
    portal = identity.kind == Site.Kind.PORTAL
    if portal == bool(identity.parent) or (not portal and parent is None):
        yield Problem("SITE_PARENT", "parent")
    elif site and site.kind == Site.Kind.PORTAL != identity.kind and site.components.exists():
        yield Problem("SITE_PARENT", "kind")


def host_problems(identity: Identity, site: Site | None, *, on: date) -> Iterator[Problem]:
    """Yield what the rules of the day and other sites say against the host."""
    for found in domain_names.findings(asked_host(identity), on=on):
        yield Problem(found.code, "host", found.params)
    own = site.code if site else ""
    taken = Site.objects.filter(host=identity.host).exclude(code=own).first()
    leads = HostAlias.objects.filter(host=identity.host, until=None).exclude(site__code=own)
    if alias := leads.select_related("site").first():
        taken = taken or alias.site
    if taken:
        yield Problem("HOST_TAKEN", "host", {"host": identity.host, "site": taken.name})


def asked_host(identity: Identity) -> domain_names.Asked:
    """Return the host with what the rules need to know of its agency."""
    unit = Unit.objects.filter(code=identity.unit).first()
    portal = Site.objects.filter(code=identity.parent).first()
    level = domain_names.PROVINCE if identity.kind == Site.Kind.PORTAL else ""
    return domain_names.Asked(
        host=identity.host,
        level=level or (unit.level if unit else "") or domain_names.DEPARTMENT,
        unit_name=unit.name if unit else "",
        short_name=unit.short_name if unit else "",
        portal_host=portal.host if portal else "",
    )


def accent_problems(accent: str) -> Iterator[Problem]:
    """Yield why a colour cannot be a site's own: no colour, or unreadable; with the nearest one."""
    try:
        colour = colours.parse(accent)
    except ValueError:
        yield Problem("ACCENT_SHAPE", "accent")
        return
    met = [colours.parse(one) for one in (*BACKGROUNDS, *ON_ACCENT)]
    worst = min(met, key=lambda other: colours.contrast(colour, other))
    ratio = colours.contrast(colour, worst)
    if ratio < colours.READABLE:
        better = colours.until_readable(colour, colours.BLACK, worst)
        said = {"accent": accent, "ratio": f"{ratio:.1f}", "proposal": colours.written(better)}
        yield Problem("ACCENT_UNREADABLE", "accent", said)


def _leads_somewhere(entry: Mapping[str, str], site: Site | None, known: set[str]) -> bool:
    kind, target = entry.get("kind"), entry.get("target", "")
    if kind == "category":
        return target in known
    if kind == "outside":
        return bool(re.fullmatch(r"https?://[^\s<>\"']{3,400}", target))
    # Items stand in publishing; the site leads there by the name of its relation alone.
    items: Any = getattr(site, "publications", None)
    return items is not None and items.filter(address=target, online=True).exists()
