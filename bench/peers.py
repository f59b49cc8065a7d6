"""Wagtail beside us: an environment of its own, one page with the same text, the same server."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from subprocess import DEVNULL
from typing import Self

from core.platform.processes import free_port, is_free, wait_until

PACKAGES = ("wagtail", "granian==2.*")
# Kept between runs: installing takes longer than measuring.
ENVIRONMENT = Path(os.environ.get("BENCH_WAGTAIL", f"{tempfile.gettempdir()}/duyet-bench-wagtail"))
SETTINGS = """
from pathlib import Path
BASE = Path(__file__).parent
SECRET_KEY = "only-for-measuring"
DEBUG = False
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = [
    "shown", "wagtail.users", "wagtail.images", "wagtail.documents", "wagtail.search",
    "wagtail.admin", "wagtail", "modelcluster", "taggit", "django.contrib.auth",
    "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
]
ROOT_URLCONF = "shown.urls"
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
    "OPTIONS": {"context_processors": [
        "django.template.context_processors.request",
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
    ]},
}]
DATABASES = {"default": {
    "ENGINE": "django.db.backends.sqlite3", "NAME": BASE / "db.sqlite3", "CONN_MAX_AGE": None,
}}
STATIC_URL = "/static/"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
WAGTAIL_SITE_NAME = "bench"
WAGTAILADMIN_BASE_URL = "http://localhost"
WSGI_APPLICATION = "shown.wsgi.application"
"""
MODELS = """
from wagtail.fields import RichTextField
from wagtail.models import Page

class Article(Page):
    body = RichTextField()
"""
URLS = """
from django.urls import include, path
from wagtail import urls
urlpatterns = [path("", include(urls))]
"""
WSGI = """
import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
"""
TEMPLATE = """{% load wagtailcore_tags %}<!doctype html><html lang="vi"><head><meta charset="utf-8">
<title>{{ page.title }}</title></head><body><h1>{{ page.title }}</h1>{{ page.body|richtext }}
</body></html>"""
FILL = """
import sys, django
django.setup()
from django.core.management import call_command
call_command("makemigrations", "shown", "-v0")
call_command("migrate", "-v0")
from shown.models import Article
from wagtail.models import Page, Site
root = Page.get_first_root_node()
home = Page.objects.filter(depth=2).first()
page = Article(title=sys.argv[1], slug="bai", body=sys.stdin.read())
home.add_child(instance=page)
page.save_revision().publish()
site = Site.objects.get(is_default_site=True)
site.hostname = "127.0.0.1"
site.save()
print(page.url_path)
"""


class Wagtail:
    """Wagtail serving one article; `problem` says why where it could not be installed."""

    def __init__(self, title: str, body: str) -> None:
        self.title, self.body = title, body
        self.port, self.problem = free_port(), ""
        self.folder = Path(tempfile.mkdtemp(prefix="duyet-bench-site-"))
        self.version, self.path = "", "/bai/"
        self.server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.problem = _install()
        if not self.problem:
            self._prepare()
            self._serve()
        return self

    def __exit__(self, *_error: object) -> None:
        if self.server:
            self.server.terminate()
            self.server.wait(timeout=20)
        shutil.rmtree(self.folder)

    def _prepare(self) -> None:
        files = {
            "settings.py": SETTINGS, "shown/__init__.py": "", "shown/models.py": MODELS,
            "shown/urls.py": URLS, "shown/wsgi.py": WSGI,
            "shown/templates/shown/article.html": TEMPLATE, "fill.py": FILL,
        }  # fmt: skip
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        command = [ENVIRONMENT / "bin/python", "fill.py", self.title]
        done = subprocess.run(
            command, cwd=self.folder, env=_environment(), input=self.body.encode(),
            capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr.decode()
        asked = [ENVIRONMENT / "bin/python", "-c", "import wagtail; print(wagtail.__version__)"]
        said = subprocess.run(asked, capture_output=True, text=True, check=True)
        self.version = said.stdout.strip()

    def _serve(self) -> None:
        command = [
            *(ENVIRONMENT / "bin/granian", "--interface", "wsgi", "shown.wsgi:application"),
            *("--host", "127.0.0.1", "--port", str(self.port), "--no-ws"),
            *("--workers", "2", "--blocking-threads", "4"),
        ]
        self.server = subprocess.Popen(
            command, cwd=self.folder, env=_environment(), stdout=DEVNULL, stderr=DEVNULL
        )
        assert wait_until(lambda: not is_free(self.port), seconds=60), command


def _environment() -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "settings", "LANG": "C.UTF-8"}


def _install() -> str:
    """Make the environment where it is missing; return why that failed, or nothing."""
    if (ENVIRONMENT / "bin/granian").exists():
        return ""
    for command in (
        ["uv", "venv", "--quiet", "--clear", str(ENVIRONMENT)],
        ["uv", "pip", "install", "--quiet", "--python", str(ENVIRONMENT / "bin/python"), *PACKAGES],
    ):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            shutil.rmtree(ENVIRONMENT, ignore_errors=True)
            return (done.stderr.strip().splitlines() or ["no answer"])[-1]
    return ""
