from zyk.reviews.models.dossier import Dossier, DossierFile
from zyk.reviews.models.expert import Expert, ExpertDraw, Panel, PanelMember, Recusal
from zyk.reviews.models.notice import NoticeItem, Objection, PublicNotice
from zyk.reviews.models.review import Review, Score

__all__ = [
    "Dossier",
    "DossierFile",
    "Expert",
    "ExpertDraw",
    "NoticeItem",
    "Objection",
    "Panel",
    "PanelMember",
    "PublicNotice",
    "Recusal",
    "Review",
    "Score",
]
