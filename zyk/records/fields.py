"""Two column types that keep the hot table small on both databases."""

from typing import Any
from uuid import UUID

from django.db import models


class SequenceField(models.BigIntegerField):
    """A 64-bit key that we number ourselves; on SQLite it is the row's own address, so it costs no index."""

    def db_type(self, connection: Any) -> str | None:
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)


class CompactUuidField(models.UUIDField):
    """A UUID in 16 bytes everywhere: native on PostgreSQL, a blob on SQLite (where Django's own takes 32 letters)."""

    def get_internal_type(self) -> str:
        return "CompactUuidField"

    def db_type(self, connection: Any) -> str | None:
        return "blob" if connection.vendor == "sqlite" else "uuid"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        value = self.to_python(value)
        return value.bytes if value is not None and connection.vendor == "sqlite" else value

    def to_python(self, value: Any) -> Any:
        return UUID(bytes=value) if isinstance(value, bytes) else super().to_python(value)

    def get_db_converters(self, connection: Any) -> list:
        return [_uuid_of_blob] if connection.vendor == "sqlite" else super().get_db_converters(connection)


def _uuid_of_blob(value: bytes | None, *_: Any) -> UUID | None:
    return None if value is None else UUID(bytes=bytes(value))
