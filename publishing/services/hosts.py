"""Which folder answers which host: links on the disk, so that web servers need no database.

`by-host/<host>` is a link to the site's folder, or, for a host of the past, a file whose only line
is where its readers are sent (301), path and all.
"""

import os
import secrets
from datetime import datetime
from pathlib import Path

from django.db.models import Q

from core.clock import in_vietnam, now
from core.models import HostAlias, Site
from publishing.selectors.views import portal_root

HOSTS, DEFAULT_HOST = "by-host", "_default"


def settle_hosts(site: Site) -> list[str]:
    """Let the disk say of the site's hosts what the database says; returns what was changed."""
    folder = portal_root(site).parent / HOSTS
    folder.mkdir(parents=True, exist_ok=True)
    names = {site.host} if site.host and not _is_over(site, now()) else set()
    names |= {DEFAULT_HOST} if site.kind == Site.Kind.PORTAL else set()
    sent_on = {host: target for host, target in _sent_on(site, now()) if host not in names}
    for host in names:
        _link(folder / host, site.code)
    for host, target in sent_on.items():
        _put(folder / host, target)
    gone = [
        one
        for one in folder.iterdir()
        if one.is_symlink() and one.readlink().name == site.code and one.name not in names
    ]
    for one in gone:
        if one.name not in sent_on:
            one.unlink(missing_ok=True)
    return [*sorted(names), *sorted(sent_on)]


def public_root(site: Site) -> str:
    """Return where the site answers for everybody, without a slash at the end."""
    if site.host and not _is_over(site, now()):
        return f"https://{site.host}"
    above = site.parent
    return f"https://{above.host}/sites/{site.code}" if above and above.host else ""


def _sent_on(site: Site, at: datetime) -> list[tuple[str, str]]:
    today = in_vietnam(at).date()
    rows = HostAlias.objects.filter(Q(until=None) | Q(until__gt=today), site=site, since__lte=today)
    hosts = list(rows.values_list("host", flat=True))
    hosts += [site.host] if site.host and _is_over(site, at) else []
    return [(host, public_root(site) or f"/sites/{site.code}") for host in hosts]


def _is_over(site: Site, at: datetime) -> bool:
    return site.closed_on is not None and site.closed_on <= in_vietnam(at).date()


def _link(link: Path, code: str) -> None:
    target = f"../{code}"
    if link.is_symlink() and str(link.readlink()) == target:
        return
    temporary = link.with_name(f".{secrets.token_hex(8)}")
    temporary.symlink_to(target)
    temporary.replace(link)


def _put(file: Path, target: str) -> None:
    if file.is_file() and not file.is_symlink() and file.read_text("utf-8") == target:
        return
    temporary = file.with_name(f".{secrets.token_hex(8)}")
    temporary.write_text(target, "utf-8")
    os.chmod(temporary, 0o644)  # noqa: PTH101  web servers of other users read it
    temporary.replace(file)
