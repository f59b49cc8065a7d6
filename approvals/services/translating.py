"""Translations: a language version of an item, made from it and decided on like any other."""

import uuid
from datetime import datetime

from django.conf import settings

from approvals import policies
from approvals.content import fields_of
from approvals.lifecycle import State
from approvals.models import Submission
from approvals.policies import Actor
from approvals.selectors.pairs import PUBLIC, translations_of
from approvals.services import drafting, files
from core.errors import NotPermitted, WrongState

CLOSED = (State.REJECTED, State.WITHDRAWN)
NOTES = {"vi": "Cập nhật theo bản gốc.", "en": "Updated after the original."}


def translate(key: uuid.UUID | str, *, by: Actor, now: datetime, language: str) -> Submission:
    """Start a translation as a draft that holds the original's text, to be written over.

    Its content names the hash of the text it is made from. Where a translation is public already,
    the new one replaces it at its address. Refuses refused and withdrawn items and translations of
    translations (WrongState), a second translation under way (WrongState), strangers
    (NotPermitted).
    """
    original = Submission.objects.select_related("site", "unit", "revision").get(pk=key)
    if not by.holds_any(policies.UNIT_MEMBERS, original.unit.code):
        raise NotPermitted(verb="translate", unit=original.unit.code)
    if original.state in CLOSED:
        raise WrongState(verb="translate", state=original.state)
    known = {code for code, _ in settings.CONTENT_LANGUAGES} - {original.language}
    if original.translation_of_id or language not in known:
        raise WrongState("TRANSLATION_NOT_POSSIBLE", verb="translate", state=original.state)
    present = {one.language: one for one in translations_of(original)}.get(language)
    if present and present.state not in PUBLIC:
        raise WrongState("TRANSLATION_UNDER_WAY", verb="translate", state=present.state)
    fields = fields_of((present or original).content).changed(
        language=language,
        translation_of=original.content_hash,
        change_note=NOTES.get(language, NOTES["en"]) if present else "",
    )
    draft = drafting.NewDraft(
        site=original.site,
        unit=original.unit,
        fields=fields,
        files=files.carried(present or original),
        supersedes=present,
        translation_of=original,
    )
    return drafting.create(draft, by=by, now=now)
