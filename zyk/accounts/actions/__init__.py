from zyk.accounts.actions.delegation import delegate, end_delegation
from zyk.accounts.actions.organisations import add_organisation, edit_organisation
from zyk.accounts.actions.outbox import change_mail, edit_mail, hold_outbox, release_outbox
from zyk.accounts.actions.passwords import (
    give_first_passwords,
    give_one_time_password,
    note_password_changed,
    send_password_links,
)
from zyk.accounts.actions.people import add_person, confirm_people_import, end_membership, stage_people
from zyk.accounts.actions.reference import load_provinces, load_schools
from zyk.accounts.actions.registration import register_public_learner

__all__ = [
    "add_organisation",
    "add_person",
    "change_mail",
    "confirm_people_import",
    "delegate",
    "edit_mail",
    "edit_organisation",
    "end_delegation",
    "end_membership",
    "give_first_passwords",
    "give_one_time_password",
    "hold_outbox",
    "load_provinces",
    "load_schools",
    "note_password_changed",
    "register_public_learner",
    "release_outbox",
    "send_password_links",
    "stage_people",
]
