"""What a person settles for oneself: the language, and which notices have been read."""

from datetime import datetime

from django.conf import settings

from core.models import Notice, User


def choose_language(user: User, language: str) -> bool:
    """Keep the language of the person; a language that is not offered changes nothing."""
    if language not in dict(settings.LANGUAGES):
        return False
    User.objects.filter(pk=user.pk).update(language=language)
    return True


def mark_read(user: User, *, now: datetime, notice: int | None = None) -> int:
    """Mark one notice of the person, or all of them, as read; returns how many changed."""
    unread = Notice.objects.filter(user=user, read_at=None)
    return (unread if notice is None else unread.filter(pk=notice)).update(read_at=now)


def mark_read_about(user: User, subject_id: str, *, now: datetime) -> int:
    """Mark the notices about one item as read, once the person has opened it."""
    return Notice.objects.filter(user=user, subject_id=subject_id, read_at=None).update(read_at=now)
