"""Stored objects on their way out: streamed, and never run by a browser."""

from contextlib import ExitStack
from typing import Any

from django.http import FileResponse

from core.storage import default_store


class Stream:
    """An object of the store, open for reading; FileResponse closes it at the end."""

    def __init__(self, key: str) -> None:
        self.stack = ExitStack()
        self.source = self.stack.enter_context(default_store().open(key))

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        return self.source.read(size)

    def close(self) -> None:
        """Give the object back."""
        self.stack.close()


def streamed(key: str, *, name: str, media_type: str, size: int) -> Any:
    """Return the object as a download; raises StorageFailed when the store is away."""
    answer = FileResponse(Stream(key), content_type=media_type, as_attachment=True, filename=name)
    answer["Content-Length"] = str(size)
    return guarded(answer)


def guarded(answer: Any) -> Any:
    """Return the answer with headers that keep a browser from running what it holds."""
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer
