"""The ledger's rows: entries are only inserted; leaves give them their place in the tree."""

from django.db import models


class LedgerEntry(models.Model):
    """One act, as canonical JSON; inserted in the transaction of the act itself."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    verb = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    content_hash = models.CharField(max_length=64, blank=True)
    body = models.TextField()
    entry_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["subject_id", "number"], name="ledger_by_subject")]

    def __str__(self) -> str:
        return f"{self.number} {self.verb} {self.subject_id}"


class LedgerLeaf(models.Model):
    """The place of an entry in the Merkle tree, in the order the sealer saw it committed."""

    index = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(LedgerEntry, models.PROTECT, related_name="leaf")
    leaf_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["index"]

    def __str__(self) -> str:
        return f"leaf {self.index} of entry {self.entry_id}"


class LedgerNode(models.Model):
    """The hash of a complete subtree, so that roots and proofs cost O(log n)."""

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    node_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["level", "index"], name="ledger_node_once"),
        ]

    def __str__(self) -> str:
        return f"node {self.level}/{self.index}"


class LedgerCheckpoint(models.Model):
    """A signed tree head (C2SP tlog-checkpoint)."""

    size = models.BigIntegerField(unique=True)
    root = models.CharField(max_length=64)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["size"]

    def __str__(self) -> str:
        return f"checkpoint {self.size}"


class LedgerCosignature(models.Model):
    """A witness's word on a head: seen, and grown from the one it saw before."""

    checkpoint = models.ForeignKey(
        LedgerCheckpoint, models.PROTECT, related_name="cosignatures", to_field="size"
    )
    witness = models.CharField(max_length=200)
    line = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["checkpoint", "witness"], name="one_word_of_a_witness_on_a_head"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.witness} on {self.checkpoint_id}"
