"""Mail servers, routes, people and items handed in, for the tests of the services."""

from datetime import datetime, timedelta

import pytest
import time_machine

from approvals.models import (
    Absence,
    Route,
    RouteVersion,
    Submission,
)
from approvals.services import verbs
from core.clock import in_vietnam, now
from core.models import RoleAssignment, Unit, User
from tests.approvals.services.clocks import MONDAY
from tests.approvals.services.mail_servers import imap_server, smtp_server
from tests.walks import draft


@pytest.fixture
def submitted(actor):
    def submit(moment: datetime = MONDAY, site: str = "stttt") -> Submission:
        author = {"stttt": "contributor", "tinh": "portal-writer"}[site]
        with time_machine.travel(moment, tick=False):
            item = draft(actor=actor, site=site)
            return verbs.submit(item.pk, by=actor(author), now=moment)

    return submit


@pytest.fixture(scope="module")
def imap():
    with imap_server() as server:
        yield server


@pytest.fixture
def mailbox(imap, settings, province):
    imap.empty()
    settings.INTAKE_IMAP_URL = imap.url
    return imap


@pytest.fixture
def outbox(settings):
    with smtp_server() as (keeper, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield keeper


@pytest.fixture
def route(province):
    def lay(*stages):
        route = Route.objects.get(site__code="stttt")
        RouteVersion.objects.create(route=route, number=2, stages=[*stages], valid_from=now())

    return lay


@pytest.fixture
def hire(province):
    def one(username, role="editor", unit="stttt"):
        person = User.objects.create(username=username, full_name=username)
        RoleAssignment.objects.create(user=person, role=role, unit=Unit.objects.get(code=unit))
        return person

    return one


@pytest.fixture
def handed_in(actor):
    return lambda: verbs.submit(draft(actor=actor).pk, by=actor("contributor"), now=now())


@pytest.fixture
def away(person):
    def leave(who, substitute, days=3):
        today = in_vietnam(now()).date()
        return Absence.objects.create(
            person=person(who),
            substitute=person(substitute),
            first_day=today,
            last_day=today + timedelta(days=days - 1),
            set_by=person(who),
            set_at=now(),
        )

    return leave
