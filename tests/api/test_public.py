"""What anybody reads: published items, sealed records, checkpoints and proofs."""

import io
import zipfile

import pytest


@pytest.fixture
def sealed(published):
    from archive.services.sealing import seal_due
    from core.clock import now

    item = published()
    assert seal_due(now=now())[1] == []
    return item


def test_public_items_are_those_online_newest_first(api, published, at):
    published(title="Tin cũ")
    newer = published(title="Tin mới")
    at("approved", title="Chưa đăng")

    answer = api().get("public/items/").json()

    assert [row["title"] for row in answer["results"]] == ["Tin mới", "Tin cũ"]
    assert answer["results"][0]["id"] == newer["id"]
    assert answer["results"][0]["url"].startswith("/sites/stttt/news/tin-moi-")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "tiep cong dan"}, ["Lịch tiếp công dân"]),
        ({"q": "tiếp công dân"}, ["Lịch tiếp công dân"]),
        ({"q": "không có gì giống"}, []),
        ({"site": "tinh"}, []),
        ({"category": "plans"}, []),
        ({"lang": "en"}, []),
        ({"site": "stttt", "category": "news", "lang": "vi"}, ["Lịch tiếp công dân"]),
    ],
)
def test_public_items_are_searched_and_narrowed(api, published, query, expected):
    published(title="Lịch tiếp công dân")

    answer = api().get("public/items/", query)

    assert [row["title"] for row in answer.json()["results"]] == expected


def test_answers_come_with_counts_of_what_they_have_in_common(api, published):
    published(title="Lịch tiếp công dân")
    published(title="Nội quy tiếp công dân", category="announcements")

    answer = api().get("public/items/", {"q": "tiep cong dan", "type": "news"}).json()
    older = api().get("public/items/", {"q": "tiep cong dan", "until": "2020-01-01"}).json()

    assert (answer["total"], answer["more"], answer["partly"]) == (2, False, False)
    assert answer["facets"]["category"] == [
        {"value": "announcements", "count": 1}, {"value": "news", "count": 1},
    ]  # fmt: skip
    assert (older["results"], older["total"]) == ([], 0)


def test_words_with_the_right_tones_come_first(api, published):
    published(title="Mùa sâm", body="<p>mùa sâm</p>", summary="")
    published(title="Mua sắm công", body="<p>mua sắm</p>", summary="")

    found = api().get("public/items/", {"q": "mua sắm"}).json()["results"]

    assert [row["title"] for row in found] == ["Mua sắm công", "Mùa sâm"]


def test_public_item_is_whole(api, published):
    item = published()

    answer = api().get(f"public/items/{item['id']}/").json()

    assert (answer["body"], answer["content_hash"]) == (item["body"], item["content_hash"])
    assert answer["source"] == item["source"]


def test_item_that_is_not_published_is_not_public(api, at):
    item = at("approved")

    assert api().get(f"public/items/{item['id']}/").status_code == 404


def test_record_of_a_public_item_is_there_for_anybody(api, sealed):
    one = f"archive/records/{sealed['id']}/"

    facts, pdf, package = (api().get(one + name) for name in ("", "record.pdf", "package.zip"))

    names = set(zipfile.ZipFile(io.BytesIO(package.content)).namelist())
    assert facts.json()["content_hash"] == sealed["content_hash"]
    assert pdf.content.startswith(b"%PDF-")
    assert {"record.pdf", "content.json", "decision.json", "verify_record.py"} <= names


def test_record_that_is_not_sealed_yet_is_404(api, published):
    item = published()
    seen = api("contributor").get(f"submissions/{item['id']}/").json()["archive_record"]

    assert seen == {"id": item["id"], "url": f"/verify/{item['id']}", "pdf_url": None}
    assert api("auditor").get(f"archive/records/{item['id']}/").status_code == 404


def test_record_of_a_refused_item_is_for_those_concerned(api, at):
    from archive.services.sealing import seal_due
    from core.clock import now

    item = at("submitted")
    ground = {"code": "QB39.4.5.QUALITY", "explanation": "Chưa đạt."}
    api("dept-editor").post(f"submissions/{item['id']}/reject/", {"grounds": [ground]})
    seal_due(now=now())
    pdf = api("contributor").get(f"submissions/{item['id']}/").json()["archive_record"]["pdf_url"]

    statuses = {
        name: api(name).get(pdf).status_code
        for name in ("auditor", "archivist", "contributor", "commune-writer", "")
    }

    assert statuses == {
        "auditor": 200, "archivist": 200, "contributor": 200, "commune-writer": 404, "": 404,
    }  # fmt: skip


def test_checkpoint_and_proof_verify_without_us(api, sealed):
    from core import checkpoints, merkle

    note = api().get("ledger/checkpoint")
    facts = api().get("ledger/checkpoint", Accept="application/json").json()
    last = api("auditor").get("ledger/entries/", {"subject": sealed["id"]}).json()["results"][0]
    proof = api().get(f"ledger/proof/{last['number']}").json()

    name, key = checkpoints.parse_verifier_key(facts["verifier_key"])
    head = checkpoints.verify(note.content.decode(), public_key=key, name=name)
    assert note["Content-Type"] == "text/plain; charset=utf-8"
    assert note.content.decode() == facts["checkpoint"] == proof["checkpoint"]
    assert proof["entry"] == last["body"]
    assert merkle.verify_inclusion(
        merkle.leaf_hash(proof["entry"].encode()),
        index=proof["leaf_index"],
        size=proof["tree_size"],
        proof=[bytes.fromhex(step) for step in proof["hashes"]],
        root_hash=head.root,
    )


@pytest.mark.parametrize("entry", ["1", str(2**63), str(10**30)])
def test_proof_of_an_entry_that_is_not_covered_is_404(api, province, entry):
    assert api().get(f"ledger/proof/{entry}").status_code == 404


def test_checkpoint_before_the_first_one_is_404(api, province):
    assert api().get("ledger/checkpoint").status_code == 404


@pytest.mark.parametrize(
    ("username", "status"), [("auditor", 200), ("contributor", 403), ("dept-head", 403), ("", 401)]
)
def test_entries_are_for_auditors(api, province, username, status):
    assert api(username).get("ledger/entries/").status_code == status


def test_entries_come_oldest_first_in_pages(api, at, monkeypatch):
    monkeypatch.setattr("api.paging.PAGE_SIZE", 2)
    at("reviewed")

    numbers, cursor = [], ""
    while cursor is not None:
        page = api("auditor").get("ledger/entries/", {"cursor": cursor}).json()
        numbers += [row["number"] for row in page["results"]]
        cursor = page["next"]

    assert numbers == sorted(set(numbers))
    assert len(numbers) >= 3
