"""The Merkle tree of RFC 6962 / RFC 9162: hashes, proofs and their checks."""

import hashlib
from collections.abc import Sequence
from typing import Protocol

LEAF_PREFIX = b"\x00"
NODE_PREFIX = b"\x01"


class NodeStore(Protocol):
    """Keeps hashes of complete subtrees: (level, index) covers 2**level leaves from that place."""

    def get(self, level: int, index: int) -> bytes:
        """Return the hash of a complete subtree; KeyError when it is not there."""

    def put(self, level: int, index: int, node_hash: bytes) -> None:
        """Keep the hash of a complete subtree; each is written once and never changes."""


class MemoryNodes:
    """A node store in memory, for verifiers, batches and tests."""

    def __init__(self) -> None:
        self.nodes: dict[tuple[int, int], bytes] = {}

    def get(self, level: int, index: int) -> bytes:
        return self.nodes[level, index]

    def put(self, level: int, index: int, node_hash: bytes) -> None:
        self.nodes[level, index] = node_hash


class Frontier:
    """The right edge of a growing tree: enough for its root, with one hash a leaf on average."""

    def __init__(self) -> None:
        self.size = 0
        self._subtrees: list[bytes] = []

    def append(self, leaf: bytes) -> None:
        """Add a leaf at the end."""
        size, current = self.size, leaf
        while size & 1:
            current = hashlib.sha256(NODE_PREFIX + self._subtrees.pop() + current).digest()
            size >>= 1
        self._subtrees.append(current)
        self.size += 1

    def root(self) -> bytes:
        """Return the root over all leaves so far."""
        if not self._subtrees:
            return hashlib.sha256(b"").digest()
        *left, current = self._subtrees
        for subtree in reversed(left):
            current = node_hash(subtree, current)
        return current


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of a leaf (RFC 9162 section 2.1.1)."""
    return hashlib.sha256(LEAF_PREFIX + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node (RFC 9162 section 2.1.1)."""
    return hashlib.sha256(NODE_PREFIX + left + right).digest()


def append(store: NodeStore, size: int, leaf: bytes) -> int:
    """Add `leaf` behind `size` leaves and return the new size; writes two nodes on average."""
    level, index, current = 0, size, leaf
    store.put(level, index, current)
    while index % 2:
        current = node_hash(store.get(level, index - 1), current)
        level, index = level + 1, index // 2
        store.put(level, index, current)
    return size + 1


def root(store: NodeStore, size: int) -> bytes:
    """Return the root over the first `size` leaves; of the empty tree it is the hash of nothing."""
    if size < 0:
        raise ValueError("size must not be negative")
    if size == 0:
        return hashlib.sha256(b"").digest()
    return _range_hash(store, 0, size)


def inclusion_proof(store: NodeStore, index: int, size: int) -> list[bytes]:
    """Return the path from leaf `index` to the root of `size` leaves (RFC 9162 section 2.1.3.1)."""
    if not 0 <= index < size:
        raise ValueError("index must be below size")
    start, end, path = 0, size, []
    while end - start > 1:
        split = start + _split(end - start)
        if index < split:
            path.append(_range_hash(store, split, end))
            end = split
        else:
            path.append(_range_hash(store, start, split))
            start = split
    return path[::-1]


def consistency_proof(store: NodeStore, first: int, second: int) -> list[bytes]:
    """Prove that the tree of `first` leaves begins that of `second` (RFC 9162 section 2.1.4.1)."""
    if not 0 < first <= second:
        raise ValueError("first must be positive and at most second")
    start, end, whole, path = 0, second, True, []
    while first != end:
        split = start + _split(end - start)
        if first <= split:
            path.append(_range_hash(store, split, end))
            end = split
        else:
            path.append(_range_hash(store, start, split))
            start, whole = split, False
    if not whole:
        path.append(_range_hash(store, start, end))
    return path[::-1]


def verify_inclusion(
    leaf: bytes, *, index: int, size: int, proof: Sequence[bytes], root_hash: bytes
) -> bool:
    """Say whether `proof` leads from `leaf` to `root_hash` (RFC 9162 section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    node, last, current = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if node % 2 or node == last:
            current = node_hash(sibling, current)
            while node and not node % 2:
                node, last = node // 2, last // 2
        else:
            current = node_hash(current, sibling)
        node, last = node // 2, last // 2
    return last == 0 and current == root_hash


def verify_consistency(
    *, first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Say whether the first tree is the beginning of the second (RFC 9162 section 2.1.4.2)."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not proof and first_root == second_root
    path = list(proof)
    if not first & (first - 1):
        path.insert(0, first_root)
    if not path:
        return False
    return _walk_consistency(first - 1, second - 1, path) == (first_root, second_root)


def _walk_consistency(node: int, last: int, path: list[bytes]) -> tuple[bytes, bytes] | None:
    while node % 2:
        node, last = node // 2, last // 2
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if node % 2 or node == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while node and not node % 2:
                node, last = node // 2, last // 2
        else:
            new = node_hash(new, sibling)
        node, last = node // 2, last // 2
    return (old, new) if last == 0 else None


def _split(width: int) -> int:
    """Return the largest power of two below `width`."""
    return 1 << ((width - 1).bit_length() - 1)


def _range_hash(store: NodeStore, start: int, end: int) -> bytes:
    """Hash the leaves from `start` up to `end`; `start` is where a complete subtree begins."""
    width = end - start
    if not width & (width - 1):
        level = width.bit_length() - 1
        return store.get(level, start >> level)
    split = start + _split(width)
    return node_hash(_range_hash(store, start, split), _range_hash(store, split, end))
