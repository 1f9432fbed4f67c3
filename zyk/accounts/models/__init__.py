from zyk.accounts.models.calendar_key import CalendarKey
from zyk.accounts.models.delegation import Delegation
from zyk.accounts.models.mail import Mail, OutboxHold
from zyk.accounts.models.membership import Membership
from zyk.accounts.models.notification import Notification
from zyk.accounts.models.organisation import Organisation, Province
from zyk.accounts.models.people_import import PeopleImport
from zyk.accounts.models.saved_filter import SavedFilter
from zyk.accounts.models.user import User

__all__ = [
    "CalendarKey",
    "Delegation",
    "Mail",
    "Membership",
    "Notification",
    "Organisation",
    "OutboxHold",
    "PeopleImport",
    "Province",
    "SavedFilter",
    "User",
]
