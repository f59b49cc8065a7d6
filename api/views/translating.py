"""Starting a language version over HTTP."""

import uuid

from rest_framework import status

from api.requests import TranslateRequest
from api.views.acts import Act, Said
from approvals.models import Submission
from approvals.services.translating import translate
from core import tokens


class Translate(Act):
    """`translate/`: 201 with the new draft in the other language."""

    write_scope = tokens.WRITE
    shape = TranslateRequest
    status: int = status.HTTP_201_CREATED

    def act(self, key: uuid.UUID, said: Said) -> Submission:
        """Start a translation; it holds the original's text and is decided on like any item."""
        return translate(key, by=self.actor, now=self.now, language=said.body["language"])
