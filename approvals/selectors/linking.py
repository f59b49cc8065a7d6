"""Which links of a text lead to nothing on our own sites.

Asks the database alone, never the network: rules run inside the transaction of an act.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from approvals.models import Submission
from approvals.rules import BrokenLink
from approvals.rules.markup import parse, text_of
from core.models import Site

MOST_LINKS = 200
_EXCERPT = 80
_LONGEST = 300
_ITEM = re.compile(r"(?:en/)?[a-z0-9-]+/[a-z0-9-]*[0-9a-f]{8}/")
_ATTACHMENT = re.compile(r"(?P<item>.+/)attachments/(?P<name>[^/]+)")
# Pages that every site has besides its items: home, lists, feeds, site map, search.
_ALWAYS = re.compile(
    r"(?:en/)?(?:(?:all|sitemap|[a-z0-9-]+)/(?:page/\d+/)?)?"
    r"(?:index\.html|feed\.xml|atom\.xml|sitemap(?:-\d+)?\.xml)?|search/?|assets/.*"
)


@dataclass(frozen=True)
class Target:
    """A place on one of our sites: an item's folder, or a file beside the item."""

    site: str
    item: str
    file: str = ""


def broken_links(body_html: str) -> tuple[BrokenLink, ...]:
    """Return the links to items and files of our sites that are not there, in reading order.

    Other agencies' addresses, mail and telephone are not judged; at most 200 links are.
    """
    if "href" not in body_html:
        return ()
    links = [
        (link.get("href", "").strip(), text_of(link)[:_EXCERPT])
        for link in parse(body_html).elements("a")[:MOST_LINKS]
    ]
    ours = [(href, text) for href, text in links if _may_be_ours(href)]
    if not ours:
        return ()
    hosts = dict(Site.objects.values_list("code", "host"))
    judged = [(href, text, _target(href, hosts)) for href, text in ours]
    there = _there({target for _, _, target in judged if isinstance(target, Target)})
    found = [
        BrokenLink(href[:_LONGEST], text)
        for href, text, target in judged
        if target is not None and target not in there
    ]
    return tuple(dict.fromkeys(found))


def _may_be_ours(href: str) -> bool:
    return href.startswith(("/", "http://", "https://"))


def _target(href: str, hosts: dict[str, str]) -> Target | str | None:
    """Return what the link means: a place to look for, a site that is none, or nothing to judge."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    path = unquote(parts.path)
    site = next((code for code, host in hosts.items() if host and host == parts.hostname), "")
    if path.startswith("/sites/") and (site or not parts.netloc):
        site, _, path = path[len("/sites/") :].partition("/")
        if site not in hosts:
            return site or "sites"
    elif not site:
        return None
    return _place(site, path.lstrip("/"))


def _place(site: str, path: str) -> Target | None:
    beside = _ATTACHMENT.fullmatch(path)
    if beside:
        return Target(site, beside["item"], beside["name"])
    folder = path if path.endswith("/") or not path else f"{path}/"
    if _ITEM.fullmatch(folder):
        return Target(site, folder)
    return None if _ALWAYS.fullmatch(path) or _ALWAYS.fullmatch(folder) else Target(site, folder)


def _there(targets: Iterable[Target]) -> frozenset[Target | str]:
    """Return those of the targets that are online, in one query for items and one for files."""
    targets = list(targets)
    if not targets:
        return frozenset()
    rows = Submission.objects.filter(
        publication__online=True,
        publication__superseded_at=None,
        publication__address__in={target.item for target in targets},
    )
    online = {
        (site, address): key
        for key, site, address in rows.values_list(
            "pk", "publication__site__code", "publication__address"
        )
    }
    files = set(
        Submission.objects.filter(
            pk__in=online.values(),
            attachments__removed_at=None,
            attachments__file_name__in={t.file for t in targets if t.file},
        ).values_list("pk", "attachments__file_name")
    )
    return frozenset(
        target
        for target in targets
        if (key := online.get((target.site, target.item)))
        and (not target.file or (key, target.file) in files)
    )
