from zyk.reviews.models.dossier import BlindFile, Dossier, DossierFile
from zyk.reviews.models.expert import Affiliation, Expert, Recusal
from zyk.reviews.models.meeting import DefenceSession, DefenceSlot, PanelOpinion, ReviewPost
from zyk.reviews.models.notice import NoticeItem, Objection, PublicNotice
from zyk.reviews.models.panel import AssignmentProposal, ExpertDraw, Panel, PanelMember, ProposedPair
from zyk.reviews.models.review import Review, ReviewRevision, Score

__all__ = [
    "Affiliation",
    "AssignmentProposal",
    "BlindFile",
    "DefenceSession",
    "DefenceSlot",
    "Dossier",
    "DossierFile",
    "Expert",
    "ExpertDraw",
    "NoticeItem",
    "Objection",
    "Panel",
    "PanelMember",
    "PanelOpinion",
    "ProposedPair",
    "PublicNotice",
    "Recusal",
    "Review",
    "ReviewPost",
    "ReviewRevision",
    "Score",
]
