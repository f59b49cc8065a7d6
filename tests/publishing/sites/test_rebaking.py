"""Sites follow their identity a few pages at a time, through crashes and second changes."""

import pytest

from approvals.selectors.sites import identity_of
from approvals.services import sites
from core.clock import now
from core.models import Site
from publishing.services import rebaking

pytestmark = pytest.mark.django_db


@pytest.fixture
def renamed(actor):
    def rename(name):
        identity = identity_of(Site.objects.get(code="stttt"))
        sites.change("stttt", sites.replace(identity, name=name), by=actor("admin"), now=now())

    return rename


def test_a_crash_goes_on_where_it_stopped_and_a_second_change_begins_anew(
    submission_at, settings, renamed, monkeypatch, bake
):
    items = [submission_at("published", title=f"Tin số {n}") for n in range(3)]
    renamed("Tên thứ hai")
    rebaking.bake_some(now=now(), at_once=2)
    rebaking.bake_some(now=now(), at_once=2)
    site = Site.objects.get(code="stttt")
    assert rebaking.progress_of(site).done == 2

    def crash(_publication):
        raise RuntimeError("power")

    with monkeypatch.context() as patch:
        patch.setattr(rebaking, "bring_up_to_date_page", crash)
        with pytest.raises(RuntimeError):
            rebaking.bake_some(now=now(), at_once=2)
    assert rebaking.progress_of(site).done == 2

    renamed("Tên thứ ba")
    assert rebaking.progress_of(Site.objects.get(code="stttt")).running
    bake(at_once=2)

    for item in items:
        page = settings.PORTAL_ROOT / "stttt" / item.publication.address / "index.html"
        assert "Tên thứ ba" in page.read_text("utf-8")
    assert rebaking.bake_some(now=now()) == []
