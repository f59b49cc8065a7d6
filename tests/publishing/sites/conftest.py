"""Who keeps sites, and the form of a site as the desk sends it."""

import io

import pytest


@pytest.fixture(autouse=True)
def static_root(settings, tmp_path):
    """Give the static files' middleware an empty folder."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()


@pytest.fixture
def keeper(person, province):
    """Let the department's contributor administer the department's site alone."""
    from core.models import RoleAssignment, Unit

    RoleAssignment.objects.create(
        user=person("contributor"),
        role="site_administrator",
        unit=Unit.objects.get(code="stttt"),
    )


@pytest.fixture
def bake():
    """Return a worker's rounds until nothing is due."""
    from core.clock import now
    from publishing.services.rebaking import bake_some, due

    def rounds(at_once=60):
        count = 0
        while due():
            bake_some(now=now(), at_once=at_once)
            count += 1
            assert count < 100
        return count

    return rounds


def form_of(client, code):
    """Return what the edit form of a site would send unchanged."""
    page = client.get(f"/desk/office/sites/{code}/edit/")
    form, menu = page.context["form"], page.context["menu"]
    said = {}
    for field in [*form, *(one for row in menu for one in row), *menu.management_form]:
        value = field.value()
        if value is True:
            said[field.html_name] = "on"
        elif value is not None and value is not False:
            said[field.html_name] = getattr(value, "code", value)
    said["version"] = page.context["site"].version
    return said


def picture(kind="PNG", size=(900, 300)):
    """Return the bytes of a small picture with a comment that nobody should get."""
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Comment", "bí mật của máy ảnh")
    out = io.BytesIO()
    Image.new("RGB", size, "#1f5f8b").save(out, kind, pnginfo=info)
    return out.getvalue()
