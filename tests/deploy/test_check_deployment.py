"""The check of the deployment files finds what it is there to find."""

import pytest

from scripts import check_deployment

GOOD = check_deployment.COMPOSE.read_text(encoding="utf-8")


def findings(monkeypatch, tmp_path, text):
    path = tmp_path / "docker-compose.yml"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(check_deployment, "COMPOSE", path)
    return list(check_deployment.compose_findings())


def test_our_files_have_no_findings():
    assert check_deployment.main() == 0


@pytest.mark.parametrize(
    ("before", "after", "finding"),
    [
        ("    healthcheck:", "    healtcheck:", "does not start with"),
        ("read_only: true\n    user: postgres", "user: postgres", "postgres lacks read_only"),
        ("POSTGRES_PASSWORD:?}", "POSTGRES_PASSWORD:-postgres}", "must be required"),
        ("${PUBLIC_URL:?}", "${PUBLIC_ADDRESS:?}", "PUBLIC_ADDRESS is missing"),
        ("image: postgres:18-bookworm", "image: postgres:17-bookworm", "must be PostgreSQL 18"),
        ("axllent/mailpit:v1.27", "axllent/mailpit", "mail lacks an image with a tag"),
    ],
)
def test_compose_file_with_a_fault_has_a_finding(monkeypatch, tmp_path, before, after, finding):
    assert before in GOOD

    found = findings(monkeypatch, tmp_path, GOOD.replace(before, after))

    assert any(finding in line for line in found), found
