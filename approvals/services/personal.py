"""What a person settles for oneself: language, shortcuts, filters, channels, what was read."""

from datetime import datetime

from django.conf import settings

from approvals.models import Look, NoticeChoice, SavedFilter, Submission
from approvals.selectors.telling import Channels, defaults
from core.errors import GuardFailed
from core.models import Notice, User

MOST_FILTERS = 30


def choose_language(user: User, language: str) -> bool:
    """Keep the language of the person; a language that is not offered changes nothing."""
    if language not in dict(settings.LANGUAGES):
        return False
    User.objects.filter(pk=user.pk).update(language=language)
    return True


def choose_shortcuts(user: User, *, on: bool) -> None:
    """Switch the shortcuts of the keyboard on or off for the person."""
    User.objects.filter(pk=user.pk).update(shortcuts=on)


def choose_channels(user: User, kind: str, *, in_app: bool, mail: str) -> None:
    """Keep how the person hears of a kind of event; refused where nothing at all would reach.

    What equals the default of the roles is not kept, so that a better default reaches everybody.
    """
    default = defaults().get(kind)
    if default is None or mail not in Notice.Mail.values:
        return
    reached = in_app or (mail != Notice.Mail.NONE and user.email)
    if default.must_reach and not reached:
        raise GuardFailed("NOTICE_MUST_REACH")
    roles = user.role_assignments.values_list("role", flat=True)
    if default.of(roles) == Channels(in_app, mail):
        NoticeChoice.objects.filter(person=user, kind=kind).delete()
        return
    values = {"in_app": in_app, "mail": mail}
    NoticeChoice.objects.update_or_create(person=user, kind=kind, defaults=values)


def mark_read(user: User, *, now: datetime, notice: int | None = None, item: str = "") -> int:
    """Mark a notice, those about an item, or all as read; returns how many changed."""
    unread = Notice.objects.filter(user=user, read_at=None)
    if item:
        unread = unread.filter(subject_id=item)
    return (unread if notice is None else unread.filter(pk=notice)).update(read_at=now)


def mark_read_about(user: User, subject_id: str, *, now: datetime) -> int:
    """Mark the notices about one item as read, once the person has opened it."""
    return Notice.objects.filter(user=user, subject_id=subject_id, read_at=None).update(read_at=now)


def keep_filter(user: User, *, name: str, address: str, now: datetime) -> SavedFilter | None:
    """Keep a filtered list under a name; the same name again replaces it.

    Nothing is kept without a name, or beyond thirty filters.
    """
    name = " ".join(name.split())[:80]
    kept = SavedFilter.objects.filter(person=user)
    if not name or (kept.count() >= MOST_FILTERS and not kept.filter(name=name).exists()):
        return None
    values = {"address": address, "created_at": now}
    found, _ = SavedFilter.objects.update_or_create(person=user, name=name, defaults=values)
    return found


def forget_filter(user: User, key: int) -> bool:
    """Forget a filter of the person; another's is left alone."""
    return bool(SavedFilter.objects.filter(person=user, pk=key).delete()[0])


def note_look(user: User, submission: Submission, *, now: datetime) -> int:
    """Note that the person opened the item; returns the revision to compare with, 0 for none.

    That is the one seen before the present: it stays the same until the content changes again, so
    that opening the page twice does not hide what is new.
    """
    mine = Look.objects.select_related("revision", "before")
    look = mine.filter(submission=submission, person=user).first()
    present = submission.current
    if look is None:
        look = Look(submission=submission, person=user, revision=present, at=now)
        Look.objects.bulk_create([look], ignore_conflicts=True)
    elif look.revision_id != present.pk:
        look.before, look.revision = look.revision, present
        Look.objects.filter(pk=look.pk).update(before=look.before, revision=present, at=now)
    return look.before.number if look.before else 0
