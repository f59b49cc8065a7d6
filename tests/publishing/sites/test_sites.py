"""Sites as administrators set them: versions, looks, hosts, and who may touch which."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from approvals.selectors.sites import identity_of
from approvals.services import sites
from core.clock import now
from core.errors import GuardFailed, Stale
from core.models import HostAlias, LedgerEntry, RoleAssignment, Site, SiteVersion
from tests.publishing.sites.conftest import form_of, picture

pytestmark = pytest.mark.django_db

EDIT = "/desk/office/sites/stttt/edit/"


def text(answer):
    return answer.content.decode()


def home(settings, code="stttt"):
    return (settings.PORTAL_ROOT / code / "index.html").read_text("utf-8")


def test_a_change_is_a_version_with_an_entry_and_the_pages_follow(
    client_for, settings, submission_at, bake
):
    item = submission_at("published")
    page = settings.PORTAL_ROOT / "stttt" / item.publication.address / "index.html"
    before = item.publication.content_hash
    client = client_for("admin")
    said = form_of(client, "stttt") | {
        "name": "Trang Sở Khoa học và Công nghệ",
        "own_accent": "on",
        "accent": "#1f5f8b",
        "logo": SimpleUploadedFile("logo.png", picture()),
    }

    answer = client.post(EDIT, said, follow=True)

    assert "Đã lưu; các trang đang được dựng lại." in text(answer)
    assert "Đang dựng lại: 0 trên 1 tin bài" in text(answer)
    site = Site.objects.get(code="stttt")
    assert (site.version, site.accent, site.logo_type) == (2, "#1f5f8b", "image/png")
    assert list(site.versions.values_list("number", "set_by__username")) == [
        (2, "admin"),
        (1, None),
    ]
    entry = LedgerEntry.objects.get(verb="change_site")
    assert (entry.actor, entry.subject_id) == ("admin", "stttt")
    assert '"changed":["name","accent","logo","logo_type"]' in entry.body

    assert bake() == 2

    _show_the_new_identity(settings, page)
    item.publication.refresh_from_db()
    assert item.publication.content_hash == before
    done = client.get("/desk/office/sites/stttt/")
    assert "Phiên bản 2, mọi trang đã theo." in text(done)
    assert "tên trang, màu nhận diện, biểu trưng" in text(done)


def _show_the_new_identity(settings, page):
    for shown in (home(settings), page.read_text("utf-8")):
        assert "Trang Sở Khoa học và Công nghệ" in shown
        assert 'class="logo" src="' in shown
        assert "assets/site." in shown
    assets = settings.PORTAL_ROOT / "stttt" / "assets"
    logo = next(assets.glob("logo.*.png")).read_bytes()
    assert "bí mật của máy ảnh".encode() not in logo
    assert "--red:#1f5f8b" in next(assets.glob("site.*.css")).read_text("utf-8")


def test_an_earlier_version_comes_back_as_a_new_one(client_for, actor):
    site = Site.objects.get(code="stttt")
    name = site.name
    other = identity_of(site)
    sites.change("stttt", sites.replace(other, name="Tên khác"), by=actor("admin"), now=now())

    client_for("admin").post("/desk/office/sites/stttt/versions/1/restore/")

    site.refresh_from_db()
    assert (site.name, site.version) == (name, 3)
    with pytest.raises(IntegrityError), transaction.atomic():
        SiteVersion.objects.filter(site=site).update(number=9)


def test_what_stands_against_a_site_is_said_at_its_field(client_for):
    client = client_for("admin")
    said = form_of(client, "stttt") | {
        "own_accent": "on",
        "accent": "#ffd874",
        "host": "sở.tinh.gov.vn",
        "menu-0-target": "khong/co/",
        "menu-0-kind": "item",
        "menu-0-label": "Bộ máy",
    }

    answer = client.post(EDIT, said)

    assert answer.status_code == 422
    assert "Chữ trên màu #ffd874 khó đọc: độ tương phản 1.2:1" in text(answer)
    assert "có dấu" in text(answer)
    assert "Đề nghị: sotttt.tentinh.gov.vn" in text(answer)
    assert "Mục “Bộ máy” của trình đơn không dẫn tới đâu" in text(answer)
    assert not SiteVersion.objects.exists()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
        ("logo.png", b"not a picture"),
    ],
)
def test_a_logo_is_a_picture_or_is_refused(client_for, name, data):
    client = client_for("admin")
    said = form_of(client, "stttt") | {"logo": SimpleUploadedFile(name, data)}

    answer = client.post(EDIT, said)

    assert answer.status_code == 422
    assert "không phải là ảnh PNG" in text(answer)


def test_shown_categories_and_the_own_menu(client_for, settings, bake):
    client = client_for("admin")
    said = form_of(client, "stttt")
    for name in [name for name in said if name.startswith("show-")]:
        del said[name]
    said |= {
        "show-plans": "on", "place-plans": "1", "show-news": "on", "place-news": "2",
        "menu-0-target": "plans", "menu-0-kind": "category", "menu-0-ORDER": "2",
        "menu-0-label": "Kế hoạch", "menu-0-label_en": "Plans ahead",
        "menu-1-target": "https://dichvucong.gov.vn/", "menu-1-kind": "outside",
        "menu-1-label": "Dịch vụ công", "menu-1-ORDER": "1",
    }  # fmt: skip

    answer = client.post(EDIT, said)

    assert answer.status_code == 302
    bake()
    site = Site.objects.get(code="stttt")
    assert site.categories == ["plans", "news"]
    page = home(settings)
    menu = page[page.index("<nav") : page.index("</nav>")]
    assert menu.index("https://dichvucong.gov.vn/") < menu.index("plans/")
    assert "guidance/" not in menu
    english = (settings.PORTAL_ROOT / "stttt/en/index.html").read_text("utf-8")
    assert '<a href="../en/plans/">Plans ahead</a>' in english
    assert (settings.PORTAL_ROOT / "stttt/guidance/index.html").exists()


def test_a_preview_shows_it_to_its_maker_alone(client_for, keeper):
    client = client_for("contributor")
    said = form_of(client, "stttt") | {"name": "Tên đang thử", "try": "1"}

    answer = client.post(EDIT, said)

    assert answer.status_code == 200
    assert "Chưa lưu: chỉ mình bạn thấy." in text(answer)
    assert "Tên đang thử" in text(client.get("/preview/sites/stttt/"))
    assert "Tên đang thử" not in text(client_for("admin").get("/preview/sites/stttt/"))
    assert client_for("editor").get("/preview/sites/stttt/").status_code == 404
    assert not SiteVersion.objects.exists()


def test_a_sites_keeper_edits_that_site_alone(client_for, keeper):
    client = client_for("contributor")

    listed = text(client.get("/desk/office/sites/"))
    assert "Sở Thông tin và Truyền thông" in listed
    assert "xã An Bình" not in listed
    for address in ("xa-an-binh/", "xa-an-binh/edit/", "tinh/edit/"):
        assert client.get(f"/desk/office/sites/{address}").status_code == 404
    assert client.get("/desk/office/sites/new/").status_code == 403
    assert client.post("/desk/office/sites/xa-an-binh/versions/1/restore/").status_code == 404
    said = form_of(client, "stttt") | {"name": "Tên mới", "host": "sotttt.tinh.gov.vn"}
    assert client.post(EDIT, said).status_code == 302
    site = Site.objects.get(code="stttt")
    assert (site.name, site.host) == ("Tên mới", "")
    assert client_for("editor").get("/desk/office/sites/").status_code == 404


def test_an_administrator_gives_and_ends_the_care_of_a_site(client_for, person):
    admin = client_for("admin")
    writer = person("contributor")

    admin.post("/desk/office/sites/stttt/keepers/", {"person": writer.pk})
    held = RoleAssignment.objects.get(user=writer, role="site_administrator")
    again = admin.post("/desk/office/sites/stttt/keepers/", {"person": writer.pk})

    assert held.unit.code == "stttt"
    assert again.status_code == 422
    assert client_for("contributor").get(EDIT).status_code == 200
    admin.post(f"/desk/office/sites/stttt/keepers/{held.pk}/end/")
    assert client_for("contributor").get(EDIT).status_code == 404
    verbs = list(LedgerEntry.objects.filter(subject_type="site").values_list("verb", flat=True))
    assert verbs == ["give_site_role", "end_site_role"]


def test_who_was_slower_is_told(actor):
    site = Site.objects.get(code="stttt")
    seen = identity_of(site)
    sites.change("stttt", sites.replace(seen, name="Một"), by=actor("admin"), now=now(), version=1)

    with pytest.raises(Stale):
        sites.change(
            "stttt", sites.replace(seen, name="Hai"), by=actor("admin"), now=now(), version=1
        )


def test_a_new_site_stands_with_its_frame(client_for, settings, bake):
    client = client_for("admin")
    page = client.get("/desk/office/sites/new/")
    said = {
        "code": "so-y-te", "kind": "component", "unit": "stttt", "parent": "tinh", "host": "",
        "hold_seconds": "0", "name": "Trang Sở Y tế", "accent": "#a3161e",
        "menu-TOTAL_FORMS": "0", "menu-INITIAL_FORMS": "0",
    }  # fmt: skip
    for code in page.context["form"].categories:
        said[f"show-{code}"] = "on"

    answer = client.post("/desk/office/sites/new/", said, follow=True)
    twice = client.post("/desk/office/sites/new/", said)

    assert "Đã lập trang" in text(answer)
    assert "Đã có trang với mã này." in text(twice)
    from publishing.services.lists import write_missing_frames

    write_missing_frames()
    assert "Trang Sở Y tế" in home(settings, "so-y-te")
    assert LedgerEntry.objects.filter(verb="create_site", subject_id="so-y-te").count() == 1


def test_an_old_host_leads_to_the_new_one_and_to_nobody_elses(actor, settings, bake):
    from tests.publishing.test_baked import ask

    me = actor("admin")

    def named(code, host):
        identity = identity_of(Site.objects.get(code=code))
        return sites.change(code, sites.replace(identity, host=host), by=me, now=now())

    named("tinh", "tentinh.gov.vn")
    named("xa-an-binh", "anbinh.tentinh.gov.vn")
    named("xa-an-binh", "xaanbinh.tentinh.gov.vn")
    bake()

    old = ask(
        settings.PORTAL_ROOT, "/news/bài/".encode().decode("latin-1"), host="anbinh.tentinh.gov.vn"
    )
    assert old[0] == 301
    assert old[1]["Location"] == "https://xaanbinh.tentinh.gov.vn/news/b%C3%A0i/"
    assert ask(settings.PORTAL_ROOT, "/", host="xaanbinh.tentinh.gov.vn")[0] == 200
    assert ask(settings.PORTAL_ROOT, "/desk/", host="anbinh.tentinh.gov.vn")[0] == 299
    with pytest.raises(GuardFailed) as refusal:
        named("stttt", "anbinh.tentinh.gov.vn")
    assert refusal.value.code == "HOST_TAKEN"

    named("xa-an-binh", "anbinh.tentinh.gov.vn")
    bake()

    assert ask(settings.PORTAL_ROOT, "/", host="anbinh.tentinh.gov.vn")[0] == 200
    back = ask(settings.PORTAL_ROOT, "/", host="xaanbinh.tentinh.gov.vn")
    assert back[1]["Location"] == "https://anbinh.tentinh.gov.vn/"
    assert HostAlias.objects.filter(until=None).count() == 1


def test_the_report_reads_each_host_against_the_rules_of_a_day(client_for):
    Site.objects.filter(code="tinh").update(host="tentinh.gov.vn")
    Site.objects.filter(code="xa-an-binh").update(host="anbinh.huyena.tentinh.gov.vn")

    today = text(client_for("auditor").get("/desk/office/hosts/"))
    before = text(client_for("auditor").get("/desk/office/hosts/?day=2026-06-30"))

    assert "3 trang, 1 không đúng quy định, 1 chưa có tên miền" in today
    assert "là tên miền cấp 5; cơ quan này phải dùng tên miền cấp 4." in today
    assert "Đề nghị: anbinh.tentinh.gov.vn. Căn cứ: Nghị định số 224/2026/NĐ-CP" in today
    assert "3 trang, 0 không đúng quy định" in before
    assert client_for("editor").get("/desk/office/hosts/").status_code == 404
