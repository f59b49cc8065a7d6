"""The shapes callers may send; whether the content holds is decided by the services."""

import base64
from typing import Any

from rest_framework import serializers

from api.fields import Day, Moment, Switch, Text
from approvals.models.submissions import DOCUMENT_TYPES
from core.settings import CONTENT_LANGUAGES
from core.tokens import SCOPES

SOURCE_KINDS = ["own", "official", "reused"]
TAKE_DOWN_KINDS = ["gone", "redirect", "withdrawn"]


class TokenRequest(serializers.Serializer[Any]):
    """Who signs in, and what the token may do."""

    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=1000, trim_whitespace=False)
    scopes = serializers.MultipleChoiceField(choices=SCOPES, required=False, allow_empty=False)


class SourceRequest(serializers.Serializer[Any]):
    """Where the content comes from."""

    kind = serializers.ChoiceField(choices=SOURCE_KINDS, allow_blank=True, required=False)
    name = Text(500)
    url = Text(2000)
    permission = Text(2000)


class ContentRequest(serializers.Serializer[Any]):
    """Any part of the content of a draft and of what goes with it."""

    title = Text(5000)
    document_type = serializers.ChoiceField(choices=DOCUMENT_TYPES, required=False)
    category = Text(60)
    language = serializers.ChoiceField(choices=CONTENT_LANGUAGES, required=False)
    summary = Text(20_000)
    body = Text(trim_whitespace=False)
    number = Text(100)
    issued_on = Day()
    effective_on = Day()
    source = SourceRequest(required=False)  # type: ignore[assignment]
    author_name = Text(200)
    change_note = Text(2000)
    fields = serializers.DictField(child=Text(10_000), required=False)  # type: ignore[assignment]
    secrecy_declaration = Switch()
    publish_at = Moment(required=False, allow_null=True)
    expire_at = Moment(required=False, allow_null=True)
    embargo_until = Moment(required=False, allow_null=True)


class CreateRequest(ContentRequest):
    """A new draft: site, type and title; everything else is asked for at submit."""

    site = serializers.SlugField()
    unit = serializers.SlugField(required=False)
    title = Text(5000, required=True)
    document_type = serializers.ChoiceField(choices=DOCUMENT_TYPES)


class ImportRequest(ContentRequest):
    """A new draft out of a file; fields sent beside it stand above what the file says."""

    file = serializers.FileField(allow_empty_file=True, max_length=255)
    site = serializers.SlugField()
    unit = serializers.SlugField(required=False)
    document_type = serializers.ChoiceField(choices=DOCUMENT_TYPES, default="news")


class ReceiveRequest(serializers.Serializer[Any]):
    """A mail or file that reached the board of a site from outside."""

    file = serializers.FileField(allow_empty_file=True, max_length=255)
    site = serializers.SlugField()
    document_type = serializers.ChoiceField(choices=DOCUMENT_TYPES, default="news")
    category = Text(60)


class AttachRequest(serializers.Serializer[Any]):
    """A file with its two texts."""

    file = serializers.FileField(allow_empty_file=True, max_length=255)
    caption = Text(500)
    alt_text = Text(1000)


class GroundRequest(serializers.Serializer[Any]):
    """A legal ground of a refusal."""

    code = serializers.CharField(max_length=40)
    explanation = Text(5000)


class DecisionRequest(serializers.Serializer[Any]):
    """What goes with a verb."""

    remark = Text(10_000)
    grounds = GroundRequest(many=True, required=False, max_length=50)  # type: ignore[call-arg]
    fast_track_reason = Text(10_000)


class CommentRequest(serializers.Serializer[Any]):
    """A question or comment, perhaps on a passage; an answer to or the end of a `thread`."""

    kind = serializers.ChoiceField(choices=["question", "comment", "answer", "resolved"])
    text = Text(5_000)
    quote = Text(1_000)
    thread = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)


class BulkItemRequest(serializers.Serializer[Any]):
    """One item as the caller saw it."""

    id = serializers.UUIDField()
    version = serializers.IntegerField(min_value=1)
    content_hash = serializers.CharField(max_length=64)


class BulkRequest(serializers.Serializer[Any]):
    """Several items to agree to, and a remark that goes with each."""

    verb = serializers.ChoiceField(choices=["review", "approve"])
    items = BulkItemRequest(many=True, min_length=1, max_length=50)  # type: ignore[call-arg]
    remark = Text(10_000)


class TakeDownRequest(serializers.Serializer[Any]):
    """How an item leaves the portal, and why."""

    kind = serializers.ChoiceField(choices=TAKE_DOWN_KINDS, default="withdrawn")
    reason = Text(10_000)
    remark = Text(10_000)
    redirect_to = Text(500)


class OverrideRequest(serializers.Serializer[Any]):
    """A check that is set aside, why, and until when it will be repaired."""

    code = serializers.CharField(max_length=40)
    reason = Text(10_000)
    repair_by = serializers.DateField()


class ProposeRequest(serializers.Serializer[Any]):
    """Handing an item in at the portal, with the declaration that goes with it."""

    secrecy_declaration = serializers.BooleanField(default=False)


class CorrectRequest(serializers.Serializer[Any]):
    """What a correction changes, as the public will read it."""

    change_note = Text(2000)


class TranslateRequest(serializers.Serializer[Any]):
    """The language to translate into."""

    language = serializers.ChoiceField(choices=CONTENT_LANGUAGES)


class ListQuery(serializers.Serializer[Any]):
    """How a list is narrowed and continued."""

    state = Text(20)
    site = Text(50)
    unit = Text(50)
    q = Text(200)
    cursor = Text(500)
    limit = serializers.IntegerField(required=False, min_value=1, max_value=100)


class PublicQuery(serializers.Serializer[Any]):
    """How the list of published items is narrowed and continued."""

    site = Text(50)
    q = Text(200)
    category = Text(60)
    lang = Text(5)
    unit = Text(50)
    type = Text(30)
    year = serializers.IntegerField(required=False, min_value=1945, max_value=2100)
    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False)
    cursor = Text(500)


class CatalogueQuery(serializers.Serializer[Any]):
    """How the catalogue is narrowed and continued."""

    site = Text(50)
    lang = Text(5)
    cursor = Text(500)


class LedgerQuery(serializers.Serializer[Any]):
    """How the list of ledger entries is narrowed and continued."""

    subject = Text(64)
    verb = Text(40)
    cursor = Text(500)


class ConsistencyQuery(serializers.Serializer[Any]):
    """The earlier size a proof of consistency begins at."""

    first = serializers.IntegerField(min_value=1, max_value=2**62)


class WitnessQuery(serializers.Serializer[Any]):
    """The size a witness saw last; 0 when it saw none."""

    old = serializers.IntegerField(required=False, default=0, min_value=0, max_value=2**62)


class CosignRequest(serializers.Serializer[Any]):
    """A witness's lines under the checkpoint of a size."""

    size = serializers.IntegerField(min_value=1, max_value=2**62)
    cosignatures = serializers.CharField(max_length=10_000, trim_whitespace=False)


class SignatureRequest(serializers.Serializer[Any]):
    """The raw signature, in base64."""

    signature = serializers.CharField(max_length=4096)

    def validate_signature(self, value: str) -> str:
        """Refuse what is not base64."""
        try:
            base64.b64decode(value, validate=True)
        except ValueError as error:
            raise serializers.ValidationError("base64") from error
        return value
