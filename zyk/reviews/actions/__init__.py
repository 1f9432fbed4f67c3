from zyk.reviews.actions.dossier import freeze_dossier
from zyk.reviews.actions.expert import declare_recusal, draw_panel, register_expert, set_availability
from zyk.reviews.actions.notice import close_notice, open_notice
from zyk.reviews.actions.objection import (
    admit_objection,
    conclude_objection,
    file_objection,
    read_filer,
    refuse_objection,
)
from zyk.reviews.actions.review import assign_reviews, close_reviews, recuse_review, save_review_draft, submit_review

__all__ = [
    "admit_objection",
    "assign_reviews",
    "close_notice",
    "close_reviews",
    "conclude_objection",
    "declare_recusal",
    "draw_panel",
    "file_objection",
    "freeze_dossier",
    "open_notice",
    "read_filer",
    "recuse_review",
    "refuse_objection",
    "register_expert",
    "save_review_draft",
    "set_availability",
    "submit_review",
]
