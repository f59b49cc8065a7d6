"""Setting what a site is: each change is a version with who and when, and a ledger entry.

The pages follow by themselves: publishing bakes every site anew whose version is newer than the
one its pages were made from (`publishing.services.rebaking`).
"""

from copy import copy
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from approvals.conversion import Limits, NotCarried, screen_texts
from approvals.conversion.pictures import re_encode
from approvals.conversion.shapes import RawPicture
from approvals.models import Attachment
from approvals.policies import Actor
from approvals.selectors.people import administered_units
from approvals.selectors.sites import (
    CODE,
    RESERVED,
    STRUCTURE,
    Identity,
    changed,
    identity_of,
    may_structure,
    problems_of,
    read_identity,
    site_kept,
    units_to_choose,
)
from approvals.services import files
from approvals.services.importing import Upload
from approvals.services.screening import refuse_marked
from core import ledger
from core.canonical import canonical_bytes, sha256_hex
from core.clock import in_vietnam
from core.errors import (
    GuardFailed,
    NotPermitted,
    NotVisible,
    Problem,
    Stale,
    UploadRefused,
)
from core.models import HostAlias, RoleAssignment, Site, SiteVersion, Unit, User
from core.roles import Role

LOGO_SIDE = 512
LOGO_BYTES = 4 * 1024 * 1024


def create(code: str, identity: Identity, *, by: Actor, now: datetime) -> Site:
    """Give a unit a site; refused outside the units one administers and for what cannot be."""
    if identity.unit not in administered_units(by):
        raise NotPermitted(verb="create_site", unit=identity.unit)
    identity = _tidy(identity)
    today = in_vietnam(now).date()
    with transaction.atomic():
        _one_at_a_time()
        problems = list(problems_of(identity, None, on=today))
        if not CODE.fullmatch(code) or code in RESERVED:
            problems.append(Problem("SITE_CODE_SHAPE", "code"))
        if Site.objects.filter(code=code).exists():
            problems.append(Problem("SITE_CODE_TAKEN", "code"))
        _refuse(problems)
        site = Site(code=code, version=1)
        _fill(site, identity)
        site.save(force_insert=True)
        _keep_version(site, by=by, now=now, verb="create_site", names=list(identity.written))
    return site


def change(
    code: str, identity: Identity, *, by: Actor, now: datetime, version: int | None = None
) -> Site:
    """Set what a site is from now on.

    Raises NotVisible for a site one does not keep, Stale when somebody was faster, GuardFailed
    with everything that stands against it. Nothing changed: no version, no entry.
    """
    identity = _tidy(identity)
    today = in_vietnam(now).date()
    with transaction.atomic():
        _one_at_a_time()
        site = site_kept(code, by)
        Site.objects.select_for_update(of=("self",)).get(pk=site.pk)
        site.refresh_from_db()
        if version is not None and version != site.version:
            raise Stale(expected=version, found=site.version)
        before = identity_of(site)
        names = changed(before.written, identity.written)
        if not names:
            return site
        _refuse(
            [*_not_theirs(site, names, identity, by, now), *problems_of(identity, site, on=today)]
        )
        if site.version == 1 and not site.versions.exists():
            _first_version(site, before, now=now)
        _fill(site, identity)
        site.version += 1
        site.save()
        if "host" in names:
            _remember_host(site, before.host, now=now)
        _keep_version(site, by=by, now=now, verb="change_site", names=names)
    return site


def restore(code: str, number: int, *, by: Actor, now: datetime) -> Site:
    """Make a site again what an earlier version says, as a new version."""
    site = site_kept(code, by)
    kept = site.versions.filter(number=number).first()
    if kept is None:
        raise NotVisible(version=number)
    wanted = read_identity(kept.identity)
    if not may_structure(site, by):
        present = identity_of(site)
        wanted = replace(wanted, **{name: getattr(present, name) for name in STRUCTURE})
    return change(code, wanted, by=by, now=now)


def keep_logo(upload: Upload, *, by: Actor, now: datetime) -> tuple[str, str]:
    """Screen and re-encode a logo and keep it; returns its hash and type (UploadRefused)."""
    refuse_marked(screen_texts(upload.name, upload.data), by=by, now=now)
    limits = Limits(picture_side=LOGO_SIDE)
    picture = re_encode(RawPicture(upload.data, upload.name), limits)
    if isinstance(picture, NotCarried) or len(upload.data) > LOGO_BYTES:
        raise UploadRefused("LOGO_NO_PICTURE", problems=(Problem("LOGO_NO_PICTURE", "logo"),))
    new = files.NewFile(upload.name, picture.media_type, picture.data, role=Attachment.Role.PICTURE)
    files.keep((new,))
    return sha256_hex(picture.data), picture.media_type


def give_keeper(code: str, person: User, *, by: Actor, now: datetime) -> RoleAssignment:
    """Let a person administer the site and nothing else; only who administers its unit may."""
    site = _structured(code, by)
    today = in_vietnam(now).date()
    with transaction.atomic():
        Unit.objects.select_for_update(of=("self",)).get(pk=site.unit_id)
        held, is_new = RoleAssignment.objects.get_or_create(
            user=person, role=Role.SITE_ADMINISTRATOR, unit=site.unit,
            defaults={"valid_from": today},
        )  # fmt: skip
        if not is_new:
            if held.valid_to is None or held.valid_to >= today:
                raise GuardFailed("ROLE_HELD", problems=(Problem("ROLE_HELD", "person"),))
            held.valid_from, held.valid_to = today, None
            held.save(update_fields=["valid_from", "valid_to"])
        _note_keeper("give_site_role", site, person, by=by, now=now)
    return held


def end_keeper(code: str, key: int, *, by: Actor, now: datetime) -> None:
    """End somebody's administration of the site at once; what was changed stays."""
    site = _structured(code, by)
    yesterday = in_vietnam(now).date() - timedelta(days=1)
    with transaction.atomic():
        rows = RoleAssignment.objects.select_for_update(of=("self",)).select_related("user")
        held = rows.filter(pk=key, role=Role.SITE_ADMINISTRATOR, unit=site.unit).first()
        if held is None:
            raise NotVisible(role=key)
        held.valid_to = yesterday
        held.save(update_fields=["valid_to"])
        _note_keeper("end_site_role", site, held.user, by=by, now=now)


def note_version(site: Site, *, by: Actor, now: datetime, verb: str) -> None:
    """Save a site that something else changed, as a version of it; its pages are baked anew."""
    if not site.versions.exists():
        _first_version(site, identity_of(Site.objects.get(pk=site.pk)), now=now)
    site.version += 1
    site.save()
    _keep_version(site, by=by, now=now, verb=verb, names=[])


def with_logo(identity: Identity, logo: str, logo_type: str) -> Identity:
    """Return the identity with a logo that is kept already."""
    return replace(identity, logo=logo, logo_type=logo_type)


def as_it_would_be(site: Site | None, identity: Identity) -> Site:
    """Return an unsaved site with this identity, to be looked at."""
    shown = copy(site) if site else Site(code="new")
    _fill(shown, _tidy(identity))
    return shown


def _structured(code: str, by: Actor) -> Site:
    site = site_kept(code, by)
    if not may_structure(site, by):
        raise NotPermitted(verb="give_site_role")
    return site


def _one_at_a_time() -> None:
    """Hold the root of all sites, so that two changes never give one host twice."""
    list(Site.objects.select_for_update(of=("self",)).order_by("pk")[:1])


def _tidy(identity: Identity) -> Identity:
    plain = {
        name: getattr(identity, name).strip()
        for name in ("name", "name_en", "host", "responsible_person", "address", "phone", "email")
    }
    plain["host"] = plain["host"].lower().rstrip(".")
    return replace(identity, accent=identity.accent.strip().lower(), **plain)


def _not_theirs(
    site: Site, names: list[str], identity: Identity, by: Actor, now: datetime
) -> list[Problem]:
    asked = [name for name in STRUCTURE if name in names]
    if asked and not may_structure(site, by):
        return [Problem("SITE_STRUCTURE", name) for name in asked]
    today = in_vietnam(now).date()
    if "unit" in asked and not units_to_choose(by, on=today).filter(code=identity.unit).exists():
        return [Problem("SITE_UNIT", "unit")]
    return []


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise GuardFailed(problems[0].code, problems=tuple(problems))


def _fill(site: Site, identity: Identity) -> None:
    for name, value in identity.written.items():
        if name not in ("unit", "parent"):
            setattr(site, name, value)
    site.unit = Unit.objects.get(code=identity.unit)
    site.parent = Site.objects.filter(code=identity.parent).first() if identity.parent else None


def _remember_host(site: Site, old: str, *, now: datetime) -> None:
    """The old name leads to the new one from today; a name that came back leads nowhere else."""
    today = in_vietnam(now).date()
    HostAlias.objects.filter(site=site, host=site.host, until=None).update(until=today)
    if old:
        HostAlias.objects.get_or_create(
            host=old, until=None, defaults={"site": site, "since": today}
        )


def _first_version(site: Site, identity: Identity, *, now: datetime) -> None:
    """Keep what the site was before anybody changed it here; nobody is named for it."""
    SiteVersion.objects.create(site=site, number=1, identity=identity.written, set_at=now)


def _keep_version(site: Site, *, by: Actor, now: datetime, verb: str, names: list[str]) -> None:
    written = identity_of(site).written
    SiteVersion.objects.create(
        site=site, number=site.version, identity=written, set_by_id=by.id, set_at=now
    )
    act = ledger.Act(
        verb=verb,
        subject_type="site",
        subject_id=site.code,
        actor=by.name,
        content_hash=sha256_hex(canonical_bytes(written)),
        details={"version": site.version, "changed": names, "host": site.host},
    )
    ledger.record(act, now=now)


def _note_keeper(verb: str, site: Site, person: User, *, by: Actor, now: datetime) -> None:
    act = ledger.Act(
        verb=verb,
        subject_type="site",
        subject_id=site.code,
        actor=by.name,
        details={"person": person.username, "unit": site.unit.code},
    )
    ledger.record(act, now=now)
