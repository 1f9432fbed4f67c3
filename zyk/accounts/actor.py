"""Who acts: a person in one capacity. Rules, actions and `visible_to` take an Actor, never a bare user."""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from zyk.accounts.enums import Role, UserKind
from zyk.accounts.models import Membership, Organisation, User


@dataclass(frozen=True)
class Actor:
    """`user` is None for a visitor; `membership` is the capacity chosen, None for a person without any."""

    user: User | None = None
    membership: Membership | None = None

    @property
    def is_signed_in(self) -> bool:
        return self.user is not None

    @property
    def role(self) -> str:
        """The role held; a social learner has his without belonging to any organisation."""
        if self.membership:
            return self.membership.role
        return Role.PUBLIC_LEARNER if self.user and self.user.kind == UserKind.PUBLIC else ""

    @property
    def organisation(self) -> Organisation | None:
        return self.membership.organisation if self.membership else None

    @property
    def organisation_id(self) -> int | None:
        return self.membership.organisation_id if self.membership else None

    @property
    def province_id(self) -> str | None:
        return self.membership.organisation.province_id if self.membership else None

    def is_any(self, *roles: str) -> bool:
        return self.role in roles

    @property
    def is_ministry(self) -> bool:
        return self.is_any(Role.MINISTRY_OFFICER, Role.REVIEW_SECRETARY)

    @property
    def stands_in_for(self) -> User | None:
        """The person whose capacity this is, when somebody else acts in it (代理)."""
        if self.user is None or self.membership is None or self.membership.user_id == self.user.pk:
            return None
        return self.membership.user

    # What the audit trail writes down.
    @property
    def trail_uuid(self) -> UUID | None:
        return self.user.uuid if self.user else None

    @property
    def trail_name(self) -> str:
        return self.user.name if self.user else ""

    @property
    def trail_capacity(self) -> str:
        absent = self.stands_in_for
        return f"{self.membership}（代 {absent.name}）" if absent else str(self.membership or "")


VISITOR = Actor()


def actor_in(request: HttpRequest) -> Actor:
    """Who acts in this request; the middleware has put him there."""
    return request.actor  # type: ignore[attr-defined, no-any-return]


def user_in(request: HttpRequest) -> User:
    """The person signed in, for views that only the signed in reach."""
    user = actor_in(request).user
    if user is None:
        raise PermissionDenied
    return user


def organisation_in(request: HttpRequest) -> Organisation:
    """The unit acted for, for views that only members of one reach."""
    organisation = actor_in(request).organisation
    if organisation is None:
        raise PermissionDenied
    return organisation
