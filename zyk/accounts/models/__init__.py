from zyk.accounts.models.membership import Membership
from zyk.accounts.models.notification import Notification
from zyk.accounts.models.organisation import Organisation, Province
from zyk.accounts.models.people_import import PeopleImport
from zyk.accounts.models.user import User

__all__ = ["Membership", "Notification", "Organisation", "PeopleImport", "Province", "User"]
