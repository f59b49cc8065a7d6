"""The catalogue for harvesters: valid DCAT-AP, whole, a page at a time, and nothing held back."""

from pathlib import Path

import pytest
from rdflib import DCAT, DCTERMS, Graph, URIRef

# The library says so of its own reader of JSON-LD.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
SHAPES = Path(__file__).with_name("dcat_ap.ttl")


def graph(answer):
    return Graph().parse(data=answer.content, format="json-ld")


def complaints(facts):
    import pyshacl

    return pyshacl.validate(facts, shacl_graph=Graph().parse(SHAPES), advanced=False)


def test_catalogue_is_valid_and_names_page_and_files(api, published):
    item = published(title="Giống lúa được hỗ trợ")

    answer = api().get("public/catalogue/", {"site": "stttt"})

    facts = graph(answer)
    valid, _, said = complaints(facts)
    assert valid, said
    assert answer["Content-Type"] == "application/ld+json"
    listed = api().get(f"public/items/{item['id']}/").json()
    page = URIRef(f"http://testserver{listed['url']}")
    assert str(facts.value(page, DCTERMS.title)) == "Giống lúa được hỗ trợ"
    assert str(facts.value(page, DCTERMS.identifier)) == item["reference"]
    assert [str(one) for one in facts.objects(URIRef(f"{page}#page"), DCAT.accessURL)] == [
        str(page)
    ]


def test_shapes_find_what_is_missing():
    bare = Graph().parse(
        data='{"@type": "http://www.w3.org/ns/dcat#Dataset", "@id": "https://a.example/"}',
        format="json-ld",
    )

    assert complaints(bare)[0] is False


def test_catalogue_goes_on_where_a_page_ends(api, published, monkeypatch):
    from api import paging

    monkeypatch.setattr(paging.page_after, "__kwdefaults__", {"cursor": "", "size": 1})
    published(title="Tin cũ")
    published(title="Tin mới")

    first = api().get("public/catalogue/").json()
    _, _, query = first["hydra:next"]["@id"].partition("?")
    second = api().get(f"public/catalogue/?{query}").json()

    titles = [page["dcat:dataset"][0]["dct:title"]["@value"] for page in (first, second)]
    assert titles == ["Tin mới", "Tin cũ"]
    assert "hydra:next" not in second


def test_catalogue_names_only_what_is_online(api, published, at):
    at("approved", title="Chưa đăng")

    assert api().get("public/catalogue/").json()["dcat:dataset"] == []
    assert api().get("public/catalogue/", {"site": "khong-co"}).status_code == 404
