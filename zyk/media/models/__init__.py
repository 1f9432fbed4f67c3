from zyk.media.models.file_fault import FileFault
from zyk.media.models.file_preview import FilePreview
from zyk.media.models.quota import Quota
from zyk.media.models.stored_file import StoredFile
from zyk.media.models.upload import Upload

__all__ = ["FileFault", "FilePreview", "Quota", "StoredFile", "Upload"]
