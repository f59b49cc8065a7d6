"""The shapes of answers: plain serializers over dictionaries and rows."""

from typing import Any

from rest_framework import serializers

# The names of fields are those of the contract; some hide attributes that answers never use.
# mypy: disable-error-code="assignment"
Char, Moment = serializers.CharField, serializers.DateTimeField
Base = serializers.Serializer[Any]


class TokenAnswer(Base):
    """A new token, shown this once."""

    token = Char()
    scopes = serializers.ListField(child=Char())
    expires_at = Moment()


class ErrorAnswer(Base):
    """One reason, in the caller's language."""

    code = Char()
    field = Char()
    message = Char()
    fix = Char()


class SourceAnswer(Base):
    """Where the content comes from."""

    kind = Char()
    name = Char()
    url = Char()
    permission = Char()


class AttachmentAnswer(Base):
    """A file; `url` streams it to whoever may see the item."""

    id = serializers.UUIDField()
    file_name = Char()
    original_name = Char()
    media_type = Char()
    size = serializers.IntegerField()
    caption = Char()
    alt_text = Char()
    role = Char()
    sha256 = Char()
    sha256_uploaded = Char()
    url = Char()


class AttachedAnswer(AttachmentAnswer):
    """A file just added, with the version and hash of the content it made."""

    version = serializers.IntegerField()
    content_hash = Char()


class WordAnswer(Base):
    """One person's word at a stage."""

    who = Char()
    on_behalf_of = Char()
    at = Moment()


class StageAnswer(Base):
    """A step of the route and who took it."""

    label = Char()
    role = Char()
    unit = Char()
    phase = Char()
    person = Char(help_text="The one who must speak here; empty: whoever holds the role")
    needs = serializers.IntegerField(help_text="How many must agree; 0: all who hold the role")
    state = serializers.ChoiceField(choices=["done", "current", "waiting", "skipped"])
    who = Char(allow_null=True, help_text="Who spoke last")
    who_name = Char(allow_null=True)
    at = Moment(allow_null=True)
    due_at = Moment(allow_null=True)
    words = WordAnswer(many=True)


class PublicationAnswer(Base):
    """The item on its site."""

    url = Char()
    online = serializers.BooleanField()
    published_at = Moment()


class RecordLink(Base):
    """The stable address of the record; the PDF's once it is sealed."""

    id = serializers.UUIDField()
    url = Char()
    pdf_url = Char(allow_null=True)


class CheckAnswer(Base):
    """What a check found."""

    code = Char()
    severity = Char()
    outcome = serializers.ChoiceField(choices=["fail", "overridden"])
    ground = Char()
    overridable = serializers.BooleanField()
    field = Char()
    message = Char()
    fix = Char()
    override_reason = Char()
    repair_by = serializers.DateField(allow_null=True)


class BlockedAnswer(Base):
    """A verb that state and powers allow, and what stands in its way."""

    action = Char()
    errors = ErrorAnswer(many=True)


class LineAnswer(Base):
    """A submission in a list."""

    id = serializers.UUIDField()
    reference = Char()
    state = Char()
    title = Char()
    summary = Char()
    number = Char()
    site = Char()
    unit = Char()
    language = Char()
    document_type = Char()
    category = Char()
    version = serializers.IntegerField()
    content_hash = Char()
    due_at = Moment(allow_null=True)
    created_at = Moment()
    updated_at = Moment()
    fast_tracked = serializers.BooleanField()
    publication = PublicationAnswer(allow_null=True)


class SubmissionAnswer(LineAnswer):
    """A submission whole, as this caller may see it."""

    body = Char()
    issued_on = Char()
    effective_on = Char()
    source = SourceAnswer()
    author_name = Char()
    change_note = Char()
    fields = serializers.DictField(child=Char())
    secrecy_declaration = serializers.BooleanField()
    channel = Char()
    created_by = Char(allow_null=True)
    submitted_by = Char(allow_null=True)
    attachments = AttachmentAnswer(many=True)
    allowed_actions = serializers.ListField(child=Char())
    blocked_actions = BlockedAnswer(many=True)
    route = StageAnswer(many=True)
    archive_record = RecordLink(allow_null=True)
    checks = CheckAnswer(many=True)
    checks_passed = serializers.ListField(child=Char())
    rule_pack = Char()
    not_carried = serializers.ListField(child=Char())
    repairs = serializers.ListField(child=Char())
    supersedes = serializers.UUIDField(allow_null=True)
    translation_of = serializers.UUIDField(allow_null=True)
    translations = serializers.DictField(child=Char(), help_text="Language to submission id")
    embargo_until = Moment(allow_null=True)
    publish_at = Moment(allow_null=True)
    expire_at = Moment(allow_null=True)
    confirmed = serializers.BooleanField()
    confirm_due_at = Moment(allow_null=True)


class GroundAnswer(Base):
    """A ground as it was given."""

    code = Char()
    explanation = Char()


class EventAnswer(Base):
    """A decision or an endorsement."""

    verb = Char()
    actor = Char()
    actor_name = Char()
    actor_title = Char()
    on_behalf_of = Char()
    on_behalf_of_name = Char()
    mandate = Char()
    at = Moment()
    content_hash = Char()
    remark = Char()
    grounds = GroundAnswer(many=True)
    stage = Char()
    beside = serializers.ListField(
        child=Char(), help_text="Stages the same people held too, by an exception of the route"
    )
    entry = serializers.IntegerField()
    revision = serializers.IntegerField()


class CommentAnswer(Base):
    """A question, a comment, an answer, or the word that a thread is settled."""

    id = serializers.IntegerField()
    kind = Char()
    thread = serializers.IntegerField(allow_null=True)
    author = Char()
    author_name = Char()
    at = Moment()
    text = Char()
    quote = Char()
    line = serializers.IntegerField(allow_null=True)
    revision = serializers.IntegerField()
    entry = serializers.IntegerField()


class BulkItemAnswer(Base):
    """How it ended for one item; `again` where the caller had said the same before."""

    id = serializers.UUIDField()
    outcome = serializers.ChoiceField(choices=["done", "again", "refused"])
    status = serializers.IntegerField(help_text="The status this item alone would have got")
    state = Char(allow_null=True)
    version = serializers.IntegerField(allow_null=True)
    hold_until = Moment(allow_null=True, help_text="Not published before; recall/ until then")
    errors = ErrorAnswer(many=True)


class BulkAnswer(Base):
    """The items in the order in which they were sent."""

    results = BulkItemAnswer(many=True)


def page_of(one: type[Base]) -> type[Base]:
    """Return the shape of a page of `one`: results, and the cursor of the next page or null."""
    fields = {
        "results": one(many=True),
        "next": Char(allow_null=True),
        "__doc__": f"A page of `{one.__name__}`.",
    }
    return type(f"{one.__name__}Page", (Base,), fields)
