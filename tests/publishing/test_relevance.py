"""The fixed questions find the items that answer them, however they are typed."""

import pytest

from bench import items, relevance

pytestmark = pytest.mark.django_db


@pytest.fixture
def judged(province):
    for remembered in (items.actor, items.site):
        remembered.cache_clear()
    yield relevance.judge(relevance.load())
    for remembered in (items.actor, items.site):
        remembered.cache_clear()


def test_recall_of_every_kind_of_question(judged):
    missed = [(one.asked, one.first[:3]) for one in judged if one.recall < 1]
    recalls = {kind: recall for kind, (recall, _) in relevance.means(judged).items()}

    assert {kind for kind, recall in recalls.items() if recall < 0.95} == set(), missed
    assert relevance.means(judged)["all"][1] >= 0.9, missed
