"""Telling people of many deadlines at once: each by itself, or one notice where they are many."""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, override

from approvals.models import Submission
from approvals.services import notices
from core.clock import in_vietnam
from core.models import Notice, User

# More than these of one kind in one sweep come as one notice: a flood is not read.
MOST_SINGLE = 20
QUEUE = {"remind": "waiting", "escalate": "overdue", "confirm": "confirm"}


@dataclass(frozen=True)
class Message:
    """What is to be said of one item, and on which occasion."""

    submission: uuid.UUID
    reference: str
    event: str
    occasion: str
    due_at: datetime
    awaited: frozenset[User]
    by_mail: bool = True


class Teller:
    """Remembers in one sweep how much each person was told."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._heard: dict[tuple[User, str], list[str]] = defaultdict(list)

    def tell(self, messages: list[tuple[Message, frozenset[User]]]) -> None:
        """Write the notices inside the caller's transaction."""
        heard: dict[tuple[User, str], list[Message]] = defaultdict(list)
        for message, people in messages:
            for person in people:
                heard[person, message.event].append(message)
        single: dict[Message, list[User]] = defaultdict(list)
        for (person, event), said in heard.items():
            known = self._heard[person, event]
            if len(known) + len(said) > MOST_SINGLE:
                self._gather(person, event, [*known, *(one.reference for one in said)])
            else:
                for one in said:
                    single[one].append(person)
        self._write(single)
        for key, said in heard.items():
            self._heard[key] += [one.reference for one in said]

    def _write(self, single: dict[Message, list[User]]) -> None:
        items = Submission.objects.select_related("revision").defer("revision__content")
        found = items.in_bulk([message.submission for message in single])
        for message, people in single.items():
            for language in {person.language for person in people}:
                readers = [person for person in people if person.language == language]
                notices.tell(
                    readers,
                    found[message.submission],
                    message.event,
                    text=_text(message, language),
                    now=self._now,
                    again=message.occasion,
                )
            if not message.by_mail:
                said = f"{message.event}{message.occasion}:{message.submission}:"
                rows = Notice.objects.filter(once_key__startswith=said)
                rows.update(mail=Notice.Mail.NONE)

    def _gather(self, person: User, event: str, references: list[str]) -> None:
        with override(person.language):
            titles = {
                "remind": gettext("Sắp đến hạn: %(n)s hồ sơ"),
                "escalate": gettext("Quá hạn: %(n)s hồ sơ"),
                "confirm": gettext("Cần xác nhận duyệt khẩn: %(n)s hồ sơ"),
            }
            title = titles[event] % {"n": len(references)}
            values = {
                "user": person,
                "event": event,
                "subject_id": "",
                "title": title,
                "text": ", ".join(references[:MOST_SINGLE]) + " …",
                "link": f"/desk/?queue={QUEUE[event]}",
                "created_at": self._now,
            }
        key = f"{event}:many:{self._now.isoformat()}:{person.pk}"
        Notice.objects.update_or_create(once_key=key, defaults=values)


def _text(message: Message, language: str) -> str:
    """Say in the readers' language: reference, deadline, who is awaited."""
    with override(language):
        said = {
            "reference": message.reference,
            "due": f"{in_vietnam(message.due_at):%H:%M %d/%m/%Y}",
            "awaited": ", ".join(sorted(str(person) for person in message.awaited)) or "-",
        }
        if message.event == "remind":
            return gettext("%(reference)s đến hạn lúc %(due)s. Đang chờ: %(awaited)s.") % said
        return gettext("%(reference)s đã quá hạn từ %(due)s. Đang chờ: %(awaited)s.") % said
