"""What the repository promises of itself: sizes, names, fresh documents, one door."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LISTED = subprocess.run(
    ["git", "ls-files", "-co", "--exclude-standard"],
    cwd=ROOT,
    capture_output=True,
    text=True,
    check=True,
)
FILES = [ROOT / name for name in LISTED.stdout.split("\n") if name and (ROOT / name).is_file()]
SOURCES = [
    path
    for path in FILES
    if path.suffix == ".py" and "migrations" not in path.parts and "tests" not in path.parts
]
# One file that runs alone on a stranger's machine may be longer.
LONGER = {"archive/packaging/verify_record.py": 540}
MOST_LINES = 300
MOST_LINES_OF_A_FUNCTION = 40
NAMELESS = {"utils", "helpers", "common", "misc"}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_file_is_longer_than_it_may_be():
    written = [p for p in FILES if p.suffix == ".py" and "migrations" not in p.parts]
    lengths = {name(path): len(path.read_text("utf-8").splitlines()) for path in written}

    assert {n: c for n, c in lengths.items() if c > LONGER.get(n, MOST_LINES)} == {}


def test_no_function_is_longer_than_it_may_be():
    written = [p for p in FILES if p.suffix == ".py" and "migrations" not in p.parts]
    found = [
        f"{name(path)}:{node.lineno} {node.name}"
        for path in written
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > MOST_LINES_OF_A_FUNCTION
    ]

    assert found == []


def test_every_module_says_what_belongs_in_it():
    silent = [
        name(path)
        for path in SOURCES
        if path.read_text("utf-8").strip()
        and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]

    assert silent == []


def test_no_room_without_a_name():
    assert [name(path) for path in FILES if NAMELESS & {path.stem, *path.parts}] == []


def test_nothing_lies_outside_the_rooms():
    rooms = {
        "core", "approvals", "publishing", "archive", "workflows", "api",
        "tests", "bench", "deploy", "docs", "scripts", ".ci",
    }  # fmt: skip
    doors = {
        "README.md", "LICENSE", "Makefile", "Dockerfile", "docker-compose.yml", "manage.py",
        "pyproject.toml", "uv.lock", ".gitignore", ".dockerignore",
    }  # fmt: skip
    beginnings = {name(path).partition("/")[0] for path in FILES}

    assert beginnings - rooms == doors


def test_only_the_door_calls_transitions_and_nobody_sets_a_state():
    pattern = re.compile(r"\.state = |_django_fsm|\.objects\.create\(state=")
    found = {name(path) for path in SOURCES if pattern.search(path.read_text("utf-8"))}

    assert found <= {
        "approvals/services/advance.py", "approvals/diagram.py", "approvals/selectors/allowed.py",
        "approvals/selectors/powers.py",
    }  # fmt: skip


def test_no_unfinished_work_is_left_in_the_code():
    pattern = re.compile(
        r"\b(TODO|FIXME|XXX)\b|raise NotImplementedError|except Exception:|except:"
    )
    found = [name(path) for path in SOURCES if pattern.search(path.read_text("utf-8"))]

    assert found == []


def test_state_diagram_is_fresh():
    from django.utils.translation import override

    from approvals.diagram import document

    with override("vi"):
        assert (ROOT / "docs" / "state-machine.md").read_text("utf-8") == document()


def test_every_decision_record_says_status_context_decision_consequences():
    for path in (ROOT / "docs" / "adr").glob("*.md"):
        text = path.read_text("utf-8")
        assert re.search(r"^Status: ", text, re.MULTILINE), name(path)
        for heading in ("## Context", "## Decision", "## Consequences"):
            assert heading in text, f"{name(path)} has no {heading}"


@pytest.mark.parametrize("document", ["README.md", *(p.name for p in (ROOT / "docs").glob("*.md"))])
def test_links_between_documents_lead_somewhere(document):
    path = ROOT / document if document == "README.md" else ROOT / "docs" / document
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text("utf-8"))

    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.xdist_group("grouped")
def test_tests_that_must_not_meet_are_kept_on_one_worker(request):
    # pytest-xdist marks the groups on the node ids; where that breaks it says nothing.
    if getattr(request.config.option, "loadgroup", False):
        assert request.node.nodeid.endswith("@grouped")


def test_every_decision_of_the_design_has_a_number_of_its_own():
    found = [path.name[:4] for path in FILES if path.parent.name == "adr"]

    assert sorted(found) == sorted(set(found))
