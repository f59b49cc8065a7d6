"""What changed between two contents, word by word and by name of place; pure, and bounded."""

from approvals.diffing.contents import changes, diff
from approvals.diffing.model import Block, Change, Piece, Place
from approvals.diffing.spots import Spot, is_small, size, spots

__all__ = [
    "Block",
    "Change",
    "Piece",
    "Place",
    "Spot",
    "changes",
    "diff",
    "is_small",
    "size",
    "spots",
]
