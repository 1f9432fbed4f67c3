"""Everything that changes stored files."""

from zyk.media.actions.inspecting import inspect_contents, set_quota
from zyk.media.actions.previewing import make_preview, resume_previews, retry_preview
from zyk.media.actions.storing import store_file
from zyk.media.actions.sweeping import sweep_contents
from zyk.media.actions.uploading import begin_upload, finish_upload, give_up_upload, sweep_uploads

__all__ = [
    "begin_upload",
    "finish_upload",
    "give_up_upload",
    "inspect_contents",
    "make_preview",
    "resume_previews",
    "retry_preview",
    "set_quota",
    "store_file",
    "sweep_contents",
    "sweep_uploads",
]
