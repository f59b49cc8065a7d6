"""Language versions of one document: which item translates which, and how far it is behind.

A translation is a submission of the same document in another language; its content names the hash
of the text it was made from.
"""

from dataclasses import dataclass

from django.db.models import QuerySet

from approvals.content import Fields
from approvals.diffing import Change, changes
from approvals.lifecycle import State
from approvals.models import Revision, Submission
from approvals.rulepacks import RulePack

GONE = (State.REJECTED, State.WITHDRAWN)
DECIDING = (State.SUBMITTED, State.REVIEWED)
PUBLIC = (State.PUBLISHED, State.ARCHIVED)
# What a translator follows; codes, dates and files are carried over as they are.
TRANSLATED = ("title", "summary", "body")


@dataclass(frozen=True)
class Pair:
    """One language version beside an item; `behind` are the changes it has not followed."""

    item: Submission
    behind: tuple[Change, ...] = ()

    @property
    def passages(self) -> int:
        """Return how many passages of the original changed since the translation was made."""
        return sum(block.changed for change in self.behind for block in change.blocks)


def original_of(translation: Submission) -> Submission | None:
    """Return the text a translation belongs to, as it stands now: public first, else the newest."""
    made_from = translation.translation_of
    if made_from is None:
        return None
    rows = _versions(translation).filter(language=made_from.language)
    return rows.filter(state__in=PUBLIC).first() or rows.first() or made_from


def translations_of(original: Submission) -> list[Submission]:
    """Return the newest version in each other language, also those not public yet."""
    rows = _versions(original).exclude(language=original.language)
    found: dict[str, Submission] = {}
    for row in rows.exclude(translation_of=None):
        found.setdefault(row.language, row)
    return list(found.values())


def pairs_of(item: Submission) -> list[Pair]:
    """Return the other language versions of an item, with what each has not followed."""
    if item.translation_of_id:
        original = original_of(item)
        return [Pair(original)] if original else []
    return [Pair(one, behind(one)) for one in translations_of(item)]


def behind(translation: Submission) -> tuple[Change, ...]:
    """Return what changed in the original's words since the translation was made."""
    original = original_of(translation)
    made_from = translation.content.get("translation_of", "")
    if original is None or not made_from or original.content_hash == made_from:
        return ()
    rows = Revision.objects.filter(
        content_hash=made_from, submission__document=translation.document_id
    )
    old = rows.first()
    if old is None:
        return ()
    found = changes(old.parsed, original.content)
    return tuple(one for one in found if _followed(one.field))


def has_version(item: Submission, language: str) -> bool:
    """Tell whether the document has, or is about to have, a version in that language."""
    return _versions(item).filter(language=language).exclude(pk=item.pk).exists()


def pinned(fields: Fields, submission: Submission) -> Fields:
    """Return the fields with the language, and the text translated, that nobody edits away.

    A document has one version in each language: two would stand at one address.
    """
    made_from = submission.content.get("translation_of", "")
    kept = fields.changed(translation_of=fields.translation_of or made_from)
    if fields.language == submission.language:
        return kept
    alone = not submission.translation_of_id and not _others(submission)
    return kept if alone else kept.changed(language=submission.language)


def held_for_pair(submission: Submission, pack: RulePack) -> bool:
    """Tell whether an approved item waits for its other language version.

    A translation never stands without its original. Where the pack asks for paired release, the
    original waits while a translation is being decided on, so that both go out together.
    """
    if submission.translation_of_id:
        original = original_of(submission)
        return original is not None and original.state not in PUBLIC
    asked = pack.asks_for_english(submission.category, submission.site.kind)
    if not (asked and pack.english.paired):
        return False
    return any(one.state in DECIDING for one in translations_of(submission))


def _others(submission: Submission) -> bool:
    rows = Submission.objects.filter(document=submission.document_id)
    return rows.exclude(language=submission.language).exists()


def _versions(item: Submission) -> QuerySet[Submission]:
    rows = Submission.objects.filter(document=item.document_id).exclude(state__in=GONE)
    rows = rows.select_related("site__unit", "unit", "revision", "translation_of")
    return rows.order_by("-created_at", "-id")


def _followed(field: str) -> bool:
    return field in TRANSLATED or field.startswith("fields.")
