import getpass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from zyk.accounts.actions import add_organisation, add_person
from zyk.accounts.actor import Actor
from zyk.accounts.enums import OrganisationKind, Role, UserKind
from zyk.accounts.models import Organisation, User
from zyk.accounts.rules import Entry


class Command(BaseCommand):
    help = (
        "Make the first operator of a new installation; units and their administrators are then entered in the pages."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="the person's name")
        parser.add_argument("--email", default="")
        parser.add_argument("--unit-code", default="MOE", help="official code of the unit that runs the platform")
        parser.add_argument("--unit-name", default="教育部", help="its name, when it is not yet in the register")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        unit = Organisation.objects.filter(code=options["unit_code"]).first() or add_organisation(
            actor=Actor(), kind=OrganisationKind.MINISTRY, code=options["unit_code"], name=options["unit_name"]
        )
        if Role.OPERATOR not in _grantable(unit):
            raise CommandError(f"{unit} cannot run the platform; name a ministry with --unit-code.")
        entry = Entry(options["username"], options["name"], UserKind.TEACHER, Role.OPERATOR, options["email"])
        try:
            user = add_person(entry, organisation=unit, actor=Actor()).user
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self._set_password(user)
        self.stdout.write(f"{user.username} may now sign in and enter units under /accounts/organisations/")

    def _set_password(self, user: User) -> None:
        from django.contrib.auth.password_validation import validate_password

        password = getpass.getpass("Password: ")
        try:
            validate_password(password, user)
        except ValidationError as refusal:
            raise CommandError("\n".join(refusal.messages)) from refusal
        user.set_password(password)
        user.save(update_fields=["password"])


def _grantable(unit: Organisation) -> tuple[Role, ...]:
    from zyk.accounts.rules import roles_grantable

    return roles_grantable(unit.kind)
