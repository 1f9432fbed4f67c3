"""What others call of the review system, in the order of the work. Selection and acceptance use the same.

1. `freeze_dossier` – what was handed in, whole and blind, with its files (`subject_uuid` is the thing above).
2. `open_notice`, `close_notice`, `file_objection` … – the material notice.
3. `set_up_panel` – title, dossiers, score sheet (`zyk.reviews.sheets.sheet_of` of a rulebook's sheet), policy of
   recusal, method of counting; fixed from here on. `is_blind=False` for a panel that knows whom it judges.
4. `commit_draw`, `freeze_pool`, `reveal_draw` (in `actions.draw`) – the lot; or `seat_expert` by hand.
   `draw_panel` does all three at one table and needs no invitations.
5. `invite_members`, `answer_invitation`, `replace_member` (in `actions.panel`).
6. `propose_assignment`, `confirm_assignment` (in `actions.assigning`), which sends `reviews_assigned`; or
   `assign_reviews`, which gives every dossier to every member who may judge it.
7. `save_review_draft`, `submit_review`, `recuse_review`, `reopen_review`.
8. `post_in_discussion`, `write_opinion`, `sign_opinion`, `schedule_defence` (in `actions.meeting`).
9. `close_reviews` of each dossier, then `move_panel(panel, "closed")`.

`note_new_units` must be called when units join what is under review: their people are recused at once.
Results: `zyk.reviews.queries.review_results` and `board_of`. Bonds between units that only a context above knows
(alliances, common projects) are registered with `zyk.reviews.bonds.find_bonds_with`."""

from zyk.reviews.actions.assigning import confirm_assignment, propose_assignment
from zyk.reviews.actions.dossier import freeze_dossier
from zyk.reviews.actions.draw import commit_draw, draw_panel, freeze_pool, reveal_draw
from zyk.reviews.actions.expert import declare_recusal, register_expert, set_availability
from zyk.reviews.actions.meeting import post_in_discussion, schedule_defence, sign_opinion, write_opinion
from zyk.reviews.actions.notice import close_notice, open_notice
from zyk.reviews.actions.objection import (
    admit_objection,
    conclude_objection,
    file_objection,
    read_filer,
    refuse_objection,
)
from zyk.reviews.actions.panel import (
    answer_invitation,
    invite_members,
    move_panel,
    replace_member,
    seat_expert,
    set_up_panel,
)
from zyk.reviews.actions.recheck import note_new_units, recheck_reviews
from zyk.reviews.actions.review import (
    assign_reviews,
    close_reviews,
    recuse_review,
    reopen_review,
    save_review_draft,
    submit_review,
)

__all__ = [
    "admit_objection",
    "answer_invitation",
    "assign_reviews",
    "close_notice",
    "close_reviews",
    "commit_draw",
    "conclude_objection",
    "confirm_assignment",
    "declare_recusal",
    "draw_panel",
    "file_objection",
    "freeze_dossier",
    "freeze_pool",
    "invite_members",
    "move_panel",
    "note_new_units",
    "open_notice",
    "post_in_discussion",
    "propose_assignment",
    "read_filer",
    "recheck_reviews",
    "recuse_review",
    "refuse_objection",
    "register_expert",
    "reopen_review",
    "replace_member",
    "reveal_draw",
    "save_review_draft",
    "schedule_defence",
    "seat_expert",
    "set_availability",
    "set_up_panel",
    "sign_opinion",
    "submit_review",
    "write_opinion",
]
