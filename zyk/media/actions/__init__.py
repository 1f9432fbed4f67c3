"""Everything that changes stored files."""

from zyk.media.actions.previewing import make_preview, resume_previews, retry_preview
from zyk.media.actions.storing import store_file

__all__ = ["make_preview", "resume_previews", "retry_preview", "store_file"]
