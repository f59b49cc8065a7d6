"""Create the first administrator of an installation without demo data."""

import getpass
import os
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from core import ledger
from core.clock import now
from core.models import RoleAssignment, Unit, User
from core.roles import Role


class Command(BaseCommand):
    """Asks for the password, or takes it from ADMINISTRATOR_PASSWORD; never from an argument."""

    help = "Tạo người quản trị đầu tiên"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take who the person is and for which unit; the unit is created when it is new."""
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="họ và tên")
        parser.add_argument("--email", default="")
        parser.add_argument("--unit", required=True, help="mã cơ quan, ví dụ: tinh")
        parser.add_argument("--unit-name", default="", help="tên cơ quan, nếu chưa có")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Create the administrator; refuses a taken name and a weak password."""
        if User.objects.filter(username=options["username"]).exists():
            raise CommandError(f"{options['username']} đã có / exists already")
        person = User(
            username=options["username"], full_name=options["name"], email=options["email"]
        )
        password = os.environ.get("ADMINISTRATOR_PASSWORD") or getpass.getpass("Mật khẩu: ")
        try:
            validate_password(password, person)
        except ValidationError as weak:
            raise CommandError(" ".join(weak.messages)) from weak
        person.set_password(password)
        person.save()
        unit, _ = Unit.objects.get_or_create(
            code=options["unit"], defaults={"name": options["unit_name"] or options["unit"]}
        )
        RoleAssignment.objects.create(user=person, role=Role.ADMINISTRATOR, unit=unit)
        act = ledger.Act("create_administrator", "person", person.username, "system")
        ledger.record(act, now=now())
        self.stdout.write(f"{person.username}: {Role.ADMINISTRATOR} · {unit.code}")
