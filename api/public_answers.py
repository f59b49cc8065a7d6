"""The shapes of what anybody reads: published items, alone, in lists, and as answers."""

from rest_framework import serializers

from api.answers import Base, Char, Moment, SourceAnswer


class PublicLine(Base):
    """A published item in a list."""

    id = serializers.UUIDField()
    reference = Char()
    site = Char()
    unit = Char()
    title = Char()
    summary = Char()
    number = Char()
    category = Char()
    document_type = Char()
    language = Char()
    url = Char()
    published_at = Moment()
    content_hash = Char()
    record_url = Char()


class FacetCount(Base):
    """How many of the answers have a value."""

    value = Char()
    count = serializers.IntegerField()


class FacetCounts(Base):
    """By what the answers can be narrowed, with counts; most first."""

    category = FacetCount(many=True)
    unit = FacetCount(many=True)
    document_type = FacetCount(many=True)
    year = FacetCount(many=True)


class PublicPage(Base):
    """A page of published items; with `q` also what is common to all answers.

    `more` tells that only the likeliest answers were looked at; `corrected` is the question that
    was answered instead of a mistyped one; `partly` that answers hold some of the words only.
    """

    results = PublicLine(many=True)
    next = Char(allow_null=True)
    total = serializers.IntegerField(required=False)
    more = serializers.BooleanField(required=False)
    corrected = Char(required=False)
    partly = serializers.BooleanField(required=False)
    facets = FacetCounts(required=False)


class PublicFile(Base):
    """A file of a published item."""

    file_name = Char()
    original_name = Char()
    media_type = Char()
    size = serializers.IntegerField()
    caption = Char()
    alt_text = Char()
    role = Char()
    sha256 = Char()
    url = Char()


class PublicItem(PublicLine):
    """A published item whole."""

    body = Char()
    issued_on = Char()
    effective_on = Char()
    source = SourceAnswer()  # type: ignore[assignment]
    author_name = Char()
    change_note = Char()
    fields = serializers.DictField(child=Char())  # type: ignore[assignment]
    page_hash = Char()
    attachments = PublicFile(many=True)
