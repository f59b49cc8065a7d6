"""All hosts against the rules of the day, for who administers units and for auditors."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from approvals.rulepacks import domain_names
from approvals.selectors.people import administered_units, reads_everything
from approvals.selectors.sites import asked_host, identity_of
from approvals.web import words
from approvals.web.asking import actor, desk
from core import clock
from core.errors import Problem
from core.models import HostAlias, Site
from publishing.web import site_words


@dataclass(frozen=True)
class Row:
    """A site's host, what the rules say of it, and the old hosts that lead to it."""

    site: Site
    problems: tuple[Problem, ...]
    labels: int
    wanted: int | None
    trial: bool
    aliases: tuple[HostAlias, ...]


@desk
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """Show every host with the rule it keeps or breaks; `day` asks for another day's rules."""
    me = actor(request)
    if not (administered_units(me) or reads_everything(me)):
        raise Http404
    today = clock.in_vietnam(clock.now()).date()
    day = _day(request.GET.get("day", ""), today)
    rules = domain_names.rules_on(day)
    sites = Site.objects.select_related("unit", "parent").prefetch_related("aliases")
    rows = [_row(site, rules, day) for site in sites.order_by("-kind", "code")]
    context = {
        "day": day,
        "rules": rules,
        "article": rules.article_en if rules and words.in_english() else _vietnamese(rules),
        "levels": [(site_words.LEVELS.get(name, name), n) for name, n in rules.labels.items()]
        if rules
        else [],
        "rows": rows,
        "broken": sum(1 for row in rows if row.problems),
        "nameless": sum(1 for row in rows if not row.site.host),
    }
    return render(request, "desk/hosts.html", context)


def _row(site: Site, rules: domain_names.DomainRules | None, day: date) -> Row:
    asked = asked_host(identity_of(site))
    found = domain_names.findings(asked, on=day) if site.host else ()
    return Row(
        site=site,
        problems=tuple(Problem(one.code, "host", one.params) for one in found),
        labels=site.host.count(".") + 1 if site.host else 0,
        wanted=rules.labels.get(asked.level) if rules else None,
        trial=bool(site.host) and domain_names.is_trial(site.host),
        aliases=tuple(site.aliases.all()),
    )


def _vietnamese(rules: domain_names.DomainRules | None) -> str:
    return rules.article_vi if rules else ""


def _day(value: str, today: date) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return today
