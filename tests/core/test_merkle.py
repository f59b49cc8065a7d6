"""The Merkle tree against published vectors and a naive recursive twin."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import merkle

# The eight inputs and their roots, published with the Certificate Transparency reference code.
INPUTS = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
L1 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
L4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
N11 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
N12 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
N13 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
N20 = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
N21 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"


def tree_of(entries):
    store, size = merkle.MemoryNodes(), 0
    for entry in entries:
        size = merkle.append(store, size, merkle.leaf_hash(entry))
    return store


def naive_root(entries):
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    k = naive_split(len(entries))
    return hashlib.sha256(b"\x01" + naive_root(entries[:k]) + naive_root(entries[k:])).digest()


def naive_split(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def naive_path(m, entries):
    if len(entries) == 1:
        return []
    k = naive_split(len(entries))
    if m < k:
        return [*naive_path(m, entries[:k]), naive_root(entries[k:])]
    return [*naive_path(m - k, entries[k:]), naive_root(entries[:k])]


def naive_subproof(m, entries, *, whole):
    if m == len(entries):
        return [] if whole else [naive_root(entries)]
    k = naive_split(len(entries))
    if m <= k:
        return [*naive_subproof(m, entries[:k], whole=whole), naive_root(entries[k:])]
    return [*naive_subproof(m - k, entries[k:], whole=False), naive_root(entries[:k])]


@pytest.mark.parametrize("size", range(9))
def test_root_of_the_published_inputs_is_the_published_root(size):
    store = tree_of(INPUTS)

    assert merkle.root(store, size).hex() == ROOTS[size]


@pytest.mark.parametrize(
    ("index", "size", "path"),
    [
        (0, 1, []),
        (0, 8, [L1, N11, N21]),
        (5, 8, [L4, N13, N20]),
        (2, 3, [ROOTS[2]]),
        (1, 5, [ROOTS[1], N11, L4]),
    ],
)
def test_inclusion_proof_of_the_published_inputs_is_the_published_path(index, size, path):
    store = tree_of(INPUTS)

    assert [step.hex() for step in merkle.inclusion_proof(store, index, size)] == path


@pytest.mark.parametrize(
    ("first", "second", "path"),
    [(1, 1, []), (1, 8, [L1, N11, N21]), (6, 8, [N12, N13, N20]), (2, 5, [N11, L4])],
)
def test_consistency_proof_of_the_published_inputs_is_the_published_path(first, second, path):
    store = tree_of(INPUTS)

    assert [step.hex() for step in merkle.consistency_proof(store, first, second)] == path


@given(st.lists(st.binary(max_size=4), min_size=1, max_size=70), st.data())
def test_tree_of_any_entries_equals_the_naive_tree(entries, data):
    size = data.draw(st.integers(1, len(entries)))
    index = data.draw(st.integers(0, size - 1))
    first = data.draw(st.integers(1, size))
    store = tree_of(entries)

    assert merkle.root(store, size) == naive_root(entries[:size])
    assert merkle.inclusion_proof(store, index, size) == naive_path(index, entries[:size])
    assert merkle.consistency_proof(store, first, size) == naive_subproof(
        first, entries[:size], whole=True
    )


@given(st.integers(1, 70), st.data())
def test_honest_proofs_of_any_tree_verify(size, data):
    entries = [str(number).encode() for number in range(size)]
    index = data.draw(st.integers(0, size - 1))
    first = data.draw(st.integers(1, size))
    store = tree_of(entries)

    assert merkle.verify_inclusion(
        merkle.leaf_hash(entries[index]),
        index=index,
        size=size,
        proof=merkle.inclusion_proof(store, index, size),
        root_hash=merkle.root(store, size),
    )
    assert merkle.verify_consistency(
        first=first,
        second=size,
        first_root=merkle.root(store, first),
        second_root=merkle.root(store, size),
        proof=merkle.consistency_proof(store, first, size),
    )


@given(st.integers(2, 70), st.data())
def test_inclusion_proof_with_any_single_fault_is_refused(size, data):
    entries = [str(number).encode() for number in range(size)]
    index = data.draw(st.integers(0, size - 1))
    store = tree_of(entries)
    proof, root = merkle.inclusion_proof(store, index, size), merkle.root(store, size)
    step = data.draw(st.integers(0, len(proof) - 1))
    bent = [bytes(32) if at == step else node for at, node in enumerate(proof)]
    leaf = merkle.leaf_hash(entries[index])

    verdicts = [
        merkle.verify_inclusion(leaf, index=index, size=size, proof=bent, root_hash=root),
        merkle.verify_inclusion(leaf, index=index, size=size, proof=proof[:-1], root_hash=root),
        merkle.verify_inclusion(leaf, index=index, size=size, proof=[*proof, root], root_hash=root),
        merkle.verify_inclusion(
            leaf, index=(index + 1) % size, size=size, proof=proof, root_hash=root
        ),
        merkle.verify_inclusion(leaf, index=size, size=size, proof=proof, root_hash=root),
        merkle.verify_inclusion(
            merkle.leaf_hash(b"another"), index=index, size=size, proof=proof, root_hash=root
        ),
    ]

    assert verdicts == [False] * 6


@given(st.integers(2, 70), st.data())
def test_consistency_of_a_rewritten_history_is_refused(size, data):
    first = data.draw(st.integers(1, size - 1))
    changed = data.draw(st.integers(0, first - 1))
    honest = [str(number).encode() for number in range(size)]
    rewritten = [b"x" if at == changed else entry for at, entry in enumerate(honest)]
    old, new = tree_of(honest), tree_of(rewritten)

    assert not merkle.verify_consistency(
        first=first,
        second=size,
        first_root=merkle.root(old, first),
        second_root=merkle.root(new, size),
        proof=merkle.consistency_proof(new, first, size),
    )


@pytest.mark.parametrize(("first", "second"), [(0, 3), (4, 3), (-1, 3)])
def test_consistency_of_impossible_sizes_is_refused(first, second):
    store = tree_of(INPUTS)

    with pytest.raises(ValueError, match="first"):
        merkle.consistency_proof(store, first, second)
    assert not merkle.verify_consistency(
        first=first, second=second, first_root=b"", second_root=b"", proof=[]
    )


def test_consistency_without_a_proof_is_refused_when_one_is_needed():
    store = tree_of(INPUTS)

    assert not merkle.verify_consistency(
        first=3,
        second=8,
        first_root=merkle.root(store, 3),
        second_root=merkle.root(store, 8),
        proof=[],
    )


@pytest.mark.parametrize(("index", "size"), [(3, 3), (-1, 3), (0, 0)])
def test_inclusion_proof_of_an_impossible_leaf_is_refused(index, size):
    with pytest.raises(ValueError, match="index"):
        merkle.inclusion_proof(tree_of(INPUTS), index, size)


def test_root_of_a_negative_size_is_refused():
    with pytest.raises(ValueError, match="negative"):
        merkle.root(tree_of(INPUTS), -1)


class Counting(merkle.MemoryNodes):
    def __init__(self):
        super().__init__()
        self.reads = self.writes = 0

    def get(self, level, index):
        self.reads += 1
        return super().get(level, index)

    def put(self, level, index, node_hash):
        self.writes += 1
        super().put(level, index, node_hash)


def test_work_on_a_tree_of_many_leaves_stays_small():
    store, size = Counting(), 0
    for number in range(5_000):
        size = merkle.append(store, size, merkle.leaf_hash(str(number).encode()))

    assert store.writes < 2 * size
    store.reads = 0
    merkle.inclusion_proof(store, 1_234, size)
    merkle.consistency_proof(store, 4_097, size)
    merkle.root(store, size)
    assert store.reads < 6 * size.bit_length()
