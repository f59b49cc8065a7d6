"""The shapes of what the archive and the ledger answer."""

from rest_framework import serializers

from api.answers import Base, Char, Moment

# The names of fields are those of the contract; some hide attributes that answers never use.
# mypy: disable-error-code="assignment"


class RecordAnswer(Base):
    """A sealed record: the hashes of everything in it, and where to fetch it."""

    id = serializers.UUIDField()
    reference = Char()
    title = Char()
    site = Char()
    outcome = Char()
    content_hash = Char()
    manifest_hash = Char()
    files = serializers.DictField()
    sealed_at = Moment()
    url = Char()
    pdf_url = Char()
    package_url = Char()
    aip_url = Char()


class EntryAnswer(Base):
    """An entry of the ledger; `body` is the canonical JSON that its hash covers."""

    number = serializers.IntegerField()
    at = Moment()
    actor = Char()
    verb = Char()
    subject_type = Char()
    subject_id = Char()
    content_hash = Char()
    body = Char()
    entry_hash = Char()
    leaf_index = serializers.IntegerField(allow_null=True)


class ProofAnswer(Base):
    """Everything a stranger needs to check one entry offline."""

    number = serializers.IntegerField()
    entry = Char()
    leaf_index = serializers.IntegerField()
    tree_size = serializers.IntegerField()
    hashes = serializers.ListField(child=Char())
    checkpoint = Char()
    verifier_key = Char()


class CheckpointAnswer(Base):
    """The newest signed head of the ledger."""

    checkpoint = Char()
    verifier_key = Char()
    size = serializers.IntegerField()
    root = Char()
    at = Moment()
    cosignatures = serializers.ListField(child=Char())


class ConsistencyAnswer(Base):
    """The proof that one head of the ledger begins with another."""

    first = serializers.IntegerField()
    first_root = Char()
    second = serializers.IntegerField()
    second_root = Char()
    hashes = serializers.ListField(child=Char())
    checkpoint = Char()
    verifier_key = Char()


class WitnessAnswer(Base):
    """Whose cosignatures were kept."""

    witnesses = serializers.ListField(child=Char())


class SigningAnswer(Base):
    """A record that waits for a signature made elsewhere."""

    id = serializers.UUIDField()
    submission = serializers.UUIDField()
    reference = Char()
    title = Char()
    field = Char(help_text="PersonSignature or AgencySeal")
    digest = Char(help_text="SHA-256 of the prepared file, which is part of what is signed")
    algorithm = Char()
    made_at = Moment()
    signed_at = Moment(allow_null=True)
    to_sign_url = Char()
    record_url = Char()


class SigningListAnswer(Base):
    """What waits for the caller's signature, longest waiting first."""

    results = SigningAnswer(many=True)
    next = Char(allow_null=True)
