"""News for the contexts above."""

from django.dispatch import Signal

notice_closed = Signal()  # notice: PublicNotice
objection_filed = Signal()  # objection: Objection
objection_concluded = Signal()  # objection: Objection
reviews_assigned = Signal()  # panel: Panel, dossiers: list[Dossier]
