"""Address of the signing folder."""

from django.urls import path

from archive.web import folder

urlpatterns = [path("", folder.signing_folder, name="signing-folder")]
