from zyk.library.actions.certified import clear_certification, mark_certified
from zyk.library.actions.component import assemble_component
from zyk.library.actions.course import create_course, edit_course, publish_course, withdraw_course
from zyk.library.actions.derivation import derive_course
from zyk.library.actions.intake import (
    begin_intake,
    cancel_intake,
    check_intake,
    confirm_intake,
    counts_of,
    run_intake,
    silent_intakes,
)
from zyk.library.actions.library import close_library, create_library, edit_library, open_library, set_standing
from zyk.library.actions.merge import merge_upstream
from zyk.library.actions.module import (
    add_item,
    add_module,
    arrange_items,
    move_item,
    move_module,
    remove_item,
    remove_module,
    rename_module,
    set_required,
)
from zyk.library.actions.point import add_point, delete_point, move_point, save_point
from zyk.library.actions.point_map import hang_point, import_points, need, need_not
from zyk.library.actions.publication import publish_resource, return_resource, submit_resource, withdraw_resource
from zyk.library.actions.resource import StaleDescription, create_resource, edit_resource
from zyk.library.actions.team import add_team_member, remove_team_member
from zyk.library.actions.upkeep import confirm_review, plan_review, remind_keepers
from zyk.library.actions.version import new_version, publish_version, set_subtitles
from zyk.library.actions.viewing import beat, close_viewings, open_viewing

__all__ = [
    "StaleDescription",
    "add_item",
    "add_module",
    "add_point",
    "add_team_member",
    "arrange_items",
    "assemble_component",
    "beat",
    "begin_intake",
    "cancel_intake",
    "check_intake",
    "clear_certification",
    "close_library",
    "close_viewings",
    "confirm_intake",
    "confirm_review",
    "counts_of",
    "create_course",
    "create_library",
    "create_resource",
    "delete_point",
    "derive_course",
    "edit_course",
    "edit_library",
    "edit_resource",
    "hang_point",
    "import_points",
    "mark_certified",
    "merge_upstream",
    "move_item",
    "move_module",
    "move_point",
    "need",
    "need_not",
    "new_version",
    "open_library",
    "open_viewing",
    "plan_review",
    "publish_course",
    "publish_resource",
    "publish_version",
    "remind_keepers",
    "remove_item",
    "remove_module",
    "remove_team_member",
    "rename_module",
    "return_resource",
    "run_intake",
    "save_point",
    "set_required",
    "set_standing",
    "set_subtitles",
    "silent_intakes",
    "submit_resource",
    "withdraw_course",
    "withdraw_resource",
]
