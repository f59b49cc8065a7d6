"""Loading a province as data: units, sites, people with roles and mandates, routes; repeatable."""

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from approvals.models import Mandate, Route, RouteVersion
from approvals.routes import parse_stages
from core import ledger
from core.models import RoleAssignment, Site, Unit, User

FOLDER = Path(__file__).parent.parent / "demo"
PROVINCES = {"demo": FOLDER / "province.toml"}
MANDATES_FROM = date(2026, 1, 1)


def load_province(path: Path, *, password: str, now: datetime) -> list[str]:
    """Create or complete what the file describes and return one line for each new person."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    hashed = make_password(password)
    with transaction.atomic():
        units = {row["code"]: _unit(row) for row in data["units"]}
        for row in data["sites"]:
            _site(row, units)
        new = [_person(row, units, hashed) for row in data["people"]]
        for row in data["people"]:
            _mandate(row, units)
        for row in data["routes"]:
            _route(row, now=now)
        act = ledger.Act("load_province", "province", path.stem, "system")
        ledger.record(act, now=now)
    return [name for name in new if name]


def _unit(row: dict[str, Any]) -> Unit:
    values = {**row, "parent": Unit.objects.filter(code=row.get("parent", "")).first()}
    return Unit.objects.get_or_create(code=row["code"], defaults=values)[0]


def _site(row: dict[str, Any], units: dict[str, Unit]) -> None:
    values = {**row, "unit": units[row["unit"]]}
    values["parent"] = Site.objects.filter(code=row.get("parent", "")).first()
    Site.objects.get_or_create(code=row["code"], defaults=values)


def _person(row: dict[str, Any], units: dict[str, Unit], password: str) -> str:
    values = {"full_name": row["name"], "title": row["title"], "password": password}
    values["email"] = f"{row['username']}@tinh.example.vn"
    person, is_new = User.objects.get_or_create(username=row["username"], defaults=values)
    for role, unit in row["roles"]:
        RoleAssignment.objects.get_or_create(user=person, role=role, unit=units[unit])
    return person.username if is_new else ""


def _mandate(row: dict[str, Any], units: dict[str, Unit]) -> None:
    said = row.get("mandate")
    if not said:
        return
    principal = User.objects.filter(username=said.get("principal", "")).first()
    Mandate.objects.get_or_create(
        holder=User.objects.get(username=row["username"]),
        kind=said["kind"],
        unit=units[said["unit"]],
        defaults={
            "principal": principal,
            "authority": said["authority"],
            "title": said["title"],
            "source_document": said.get("source_document", ""),
            "valid_from": MANDATES_FROM,
        },
    )


def _route(row: dict[str, Any], *, now: datetime) -> None:
    parse_stages(row["stages"])
    site = Site.objects.get(code=row["site"])
    route, is_new = Route.objects.get_or_create(site=site, defaults={"name": row["name"]})
    if is_new:
        RouteVersion.objects.create(route=route, number=1, stages=row["stages"], valid_from=now)
