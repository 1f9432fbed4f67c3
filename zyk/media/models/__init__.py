from zyk.media.models.file_preview import FilePreview
from zyk.media.models.stored_file import StoredFile

__all__ = ["FilePreview", "StoredFile"]
