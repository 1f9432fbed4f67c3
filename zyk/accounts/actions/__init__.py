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
    "add_person",
    "confirm_people_import",
    "end_membership",
    "give_first_passwords",
    "give_one_time_password",
    "load_provinces",
    "load_schools",
    "note_password_changed",
    "register_public_learner",
    "send_password_links",
    "stage_people",
]
