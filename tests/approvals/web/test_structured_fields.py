"""Fields of structured kinds: they appear with the category, and are decided on like the text."""

import pytest

from approvals.models import Submission
from core.models import Site
from tests.approvals.web.test_composing import NEW, address, form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def typed(province):
    """What a person types into the form of a complete item."""
    site = Site.objects.select_related("unit").get(code="stttt")
    return {
        "site": site.pk,
        "unit": site.unit.pk,
        "title": "Lịch tiếp công dân tháng 12",
        "body": "<p>Từ 7 giờ 30.</p>",
        "document_type": "news",
        "category": "news",
        "language": "vi",
        "author_name": "Trần Thu Trang",
        "source_kind": "own",
        "secrecy_declared": "on",
    }


CONTACT = {
    "category": "contacts",
    "structure": "contact",
    "f_office": "Văn phòng Sở",
    "f_address": "Số 2 đường Hương Giang",
    "f_phone": "0232 3000 222",
    "f_email": "stttt@tinh.example.vn",
}


def test_fields_of_a_chosen_category_appear_without_losing_what_was_typed(typed, client_for):
    page = client_for("contributor").post(NEW, {**typed, "category": "contacts", "refields": ""})

    html = page.content.decode()
    assert 'name="f_office"' in html
    assert 'value="contact"' in html
    assert "Lịch tiếp công dân tháng 12" in html
    assert "Nghị định số 42/2022/NĐ-CP, Điều 4 khoản 1 điểm e" in html
    assert not Submission.objects.exists()


def test_address_of_the_form_may_choose_the_category(typed, client_for):
    page = client_for("contributor").get(f"{NEW}?category=leaders&site=stttt&unit=stttt")

    assert 'name="f_biography"' in page.content.decode()


def test_fields_of_a_kind_are_part_of_the_content_and_its_hash(typed, client_for):
    client = client_for("contributor")

    client.post(NEW, {**typed, **CONTACT, "save": ""})

    item = Submission.objects.get()
    assert item.content["fields"] == {
        "type": "contact",
        "office": "Văn phòng Sở",
        "address": "Số 2 đường Hương Giang",
        "phone": "0232 3000 222",
        "email": "stttt@tinh.example.vn",
    }
    before = item.content_hash
    again = form_of(item, **{**CONTACT, "f_phone": "0232 3000 223"}, save="")
    client.post(address(item), again)
    item.refresh_from_db()
    assert item.content_hash != before
    page = client.get(address(item, "changes/")).content.decode()
    assert "Điện thoại" in page
    assert "223" in page


def test_missing_field_of_the_law_stands_at_its_field_and_keeps_the_item(typed, client_for):
    client = client_for("contributor")

    page = client.post(NEW, {**typed, **CONTACT, "f_email": "", "submit": ""})

    assert page.status_code == 422
    assert Submission.objects.get().state == "draft"
    html = page.content.decode()
    assert "“Liên hệ” phải có: Thư điện tử." in html
    assert 'class="field has-problem field-f_email"' in html


def test_item_without_fields_has_the_content_it_always_had(typed, client_for):
    client_for("contributor").post(NEW, {**typed, "save": ""})

    assert {"fields", "translation_of"}.isdisjoint(Submission.objects.get().content)
