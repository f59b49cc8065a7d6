"""The yearly export: a folder that opens from a disk, proves itself, and needs none of us."""

from archive.exporting.folder import ExportRow, finish, index_pages, record_files

__all__ = ["ExportRow", "finish", "index_pages", "record_files"]
