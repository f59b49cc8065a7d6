"""The shapes a comparison comes in."""

from dataclasses import dataclass

SAME, INSERTED, DELETED = "same", "ins", "del"
# Where a passage stands, outermost first: ("article", "3"), ("clause", "2").
Place = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Piece:
    """A run of words that stayed, came or went."""

    kind: str
    text: str


@dataclass(frozen=True)
class Block:
    """One paragraph, heading or row of a table; or a stretch of `folded` unchanged ones."""

    pieces: tuple[Piece, ...] = ()
    folded: tuple["Block", ...] = ()
    place: Place = ()
    restyled: bool = False

    @property
    def hidden(self) -> int:
        """How many unchanged blocks stand folded here."""
        return len(self.folded)

    @property
    def changed(self) -> bool:
        """Tell whether anything in it came, went, or is set otherwise."""
        return self.restyled or any(piece.kind != SAME for piece in self.pieces)


@dataclass(frozen=True)
class Change:
    """What changed in one field; `field` is a name of content.json, or `attachments`.

    `coarse` says that the texts differ too much to be compared word by word everywhere.
    """

    field: str
    blocks: tuple[Block, ...]
    coarse: bool = False
