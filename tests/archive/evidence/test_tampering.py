"""The tamper matrix on the database: whatever a superuser changes, the self-audit names it."""

import pytest

from archive.selectors.evidence import CENSUS, COMPARED, LEDGER
from tests.archive.evidence import scene

pytestmark = pytest.mark.django_db

# table → what is changed in its first row; in the order the primary key gives.
CHANGES = {
    "approvals_absence": "last_day = last_day + 9",
    "approvals_attachment": "sha256 = repeat('0', 64)",
    "approvals_comment": "kind = 'comment'",
    "approvals_decision": "to_state = 'approved'",
    "approvals_endorsement": "actor_id = actor_id + 1",
    "approvals_mandate": "valid_to = '2040-01-01'",
    "approvals_override": "repair_by = repair_by + 90",
    "approvals_owncheck": "expression = 'true'",
    "approvals_revision": "content = content || ' ',"
    " content_hash = encode(sha256(convert_to(content || ' ', 'UTF8')), 'hex')",
    "approvals_route": "name = name || '?'",
    "approvals_routeversion": "stages = '[]'",
    "approvals_submission": "title = title || '?'",
    "approvals_verdict": "results = '[]'",
    "archive_archiverecord": "folder = folder || '0/1'",
    "archive_backup": "dump_hash = repeat('1', 64)",
    "archive_disposal": "standing = 'confirmed', decided_by_id = 1, decided_at = now()",
    "archive_disposalitem": "basis = ''",
    "archive_legalhold": "lifted_at = now()",
    "archive_restoredrill": "passed = false",
    "core_calendarchange": "lines = '[]'",
    "core_calendarday": "kind = 'working'",
    "core_officehours": "closes = '12:00'",
    "core_roleassignment": "role = 'agency_head'",
    "core_site": "unit_id = (SELECT max(id) FROM core_unit)",
    "core_unit": "name = name || '?'",
    "core_user": "is_active = NOT is_active",
    "publishing_publication": "content_hash = repeat('0', 64)",
}


def test_one_changed_row_of_each_table_is_named(submission_at, actor, person):
    scene.live(submission_at=submission_at, actor=actor, person=person)
    missed = {}
    for table, change in CHANGES.items():
        with scene.undone():
            first = scene.one(f"SELECT id FROM {table} ORDER BY id LIMIT 1")
            scene.run(f"UPDATE {table} SET {change} WHERE id = %s", first)
            said = scene.audit()
        if not any(line.startswith(f"{table} {first}:") for line in said):
            missed[table] = said

    assert missed == {}
    assert set(CHANGES) == {*COMPARED, *CENSUS} - {
        "publishing_pin",
        "approvals_carried",
        "approvals_reorganisation",
        "approvals_sourcechange",
        "approvals_succession",
        "core_hostalias",
        "core_siteversion",
        "approvals_decisionground",
        "approvals_document",
        "core_freetext",
    }


OTHER_ATTACKS = {
    "UPDATE approvals_decisionground SET code = 'QB39.4.5.SECRET'": (
        "grounds (approvals_decisionground, core_freetext) not as in the ledger"
    ),
    "UPDATE core_freetext SET text = text || '?'": "remark (core_freetext) not as in the ledger",
    "UPDATE approvals_document SET site_id = (SELECT max(id) FROM core_site)": (
        "document (approvals_document) not as its decisions"
    ),
    "DELETE FROM approvals_verdict": "missing since an earlier audit",
    "DELETE FROM approvals_mandate": "missing with no act in the ledger",
    "DELETE FROM approvals_decision": "approvals_decision: the row of ledger entry",
    "DELETE FROM approvals_submission": "approvals_submission: the row of ledger entry",
    "DELETE FROM approvals_revision": "approvals_revision: the row of ledger entry",
    "DELETE FROM archive_archiverecord": "archive_archiverecord: the row of ledger entry",
    "INSERT INTO core_roleassignment (user_id, role, unit_id)"
    " SELECT max(user_id), 'admin', max(unit_id) FROM core_roleassignment": (
        "added with no act in the ledger"
    ),
    # Two records swapped: the files of one under the name of the other.
    "UPDATE archive_archiverecord x SET files = y.files, folder = y.folder || '/1'"
    " FROM archive_archiverecord y WHERE y.id <> x.id": ("content_hash, files, "),
}


def test_other_attacks_on_rows_are_named(submission_at, actor, person):
    scene.live(submission_at=submission_at, actor=actor, person=person)
    missed = {}
    for change, named in OTHER_ATTACKS.items():
        with scene.undone():
            scene.run(change)
            said = scene.audit()
        if not any(named in line for line in said):
            missed[change] = said

    assert missed == {}


LEDGER_ATTACKS = {
    "change an entry": (
        (
            "ALTER TABLE core_ledgerentry DROP CONSTRAINT ledger_entry_hash_is_of_its_body;"
            "UPDATE core_ledgerentry SET body = replace(body, 'system', '?') WHERE number = {n}"
        ),
        "core_ledgerentry {n}: body differs",
    ),
    "change an entry and its hash": (
        (
            "UPDATE core_ledgerentry SET body = body || ' ',"
            " entry_hash = encode(sha256(convert_to(body || ' ', 'UTF8')), 'hex')"
            " WHERE number = {n}"
        ),
        "core_ledgerleaf 0: differs from entry {n}",
    ),
    "change a column of an entry": (
        "UPDATE core_ledgerentry SET actor = 'nobody' WHERE number = {n}",
        "core_ledgerentry {n}: columns differ",
    ),
    "change a leaf": (
        "UPDATE core_ledgerleaf SET leaf_hash = repeat('0', 64) WHERE index = 3",
        "core_ledgerleaf 3: differs",
    ),
    "change a node": (
        "UPDATE core_ledgernode SET node_hash = repeat('0', 64) WHERE level = 1 AND index = 1",
        "core_ledgernode 1/1: differs",
    ),
    "remove a node": (
        "DELETE FROM core_ledgernode WHERE level = 1 AND index = 1",
        "core_ledgernode: 1 missing on level 1",
    ),
    "change a checkpoint's column": (
        "UPDATE core_ledgercheckpoint SET root = repeat('0', 64) WHERE size = {size}",
        "core_ledgercheckpoint {size}: columns differ",
    ),
    "change a checkpoint's text": (
        (
            "UPDATE core_ledgercheckpoint SET text = replace(text, 'ledger', 'lodger')"
            " WHERE size = {size}"
        ),
        "core_ledgercheckpoint {size}: the checkpoint is of another log",
    ),
    "cut an entry out of the middle": (
        "DELETE FROM core_ledgerleaf WHERE index = 2",
        "core_ledgerleaf 2: missing",
    ),
    "remove an entry under its leaf": (
        "DELETE FROM core_ledgerentry WHERE number = {n}",
        "core_ledgerentry {n}: missing, leaf 0",
    ),
    "swap two entries": (
        (
            "UPDATE core_ledgerleaf SET entry_id = -entry_id WHERE index IN (0, 1);"
            "UPDATE core_ledgerleaf SET entry_id = (SELECT -sum(entry_id) FROM core_ledgerleaf"
            " WHERE index IN (0, 1)) + entry_id WHERE index IN (0, 1)"
        ),
        "core_ledgerleaf 0: differs",
    ),
    "remove the last entries and all about them": (
        (
            "DELETE FROM core_ledgercheckpoint WHERE size > 5;"
            "DELETE FROM core_ledgernode WHERE (index + 1) << level > 5;"
            "DELETE FROM core_ledgerentry WHERE number IN"
            " (SELECT entry_id FROM core_ledgerleaf WHERE index >= 5);"
            "DELETE FROM core_ledgerleaf WHERE index >= 5"
        ),
        "covers {size} leaves, the ledger has 5: entries were removed",
    ),
    "forge a witness's word": (
        (
            "INSERT INTO core_ledgercosignature (checkpoint_id, witness, line, at)"
            " VALUES ({size}, 'w', '— w AAAA', now())"
        ),
        "w is no witness in LEDGER_WITNESSES",
    ),
    "leave an entry out of the tree": (
        (
            "INSERT INTO core_ledgerentry SELECT -1, at, actor, verb, subject_type, subject_id,"
            " content_hash, body, entry_hash FROM core_ledgerentry LIMIT 1"
        ),
        "core_ledgerentry -1: has no leaf",
    ),
}


def test_each_attack_on_the_ledger_is_named(submission_at, actor, person):
    scene.live(submission_at=submission_at, actor=actor, person=person)
    facts = {
        "n": scene.one("SELECT entry_id FROM core_ledgerleaf WHERE index = 0"),
        "size": scene.one("SELECT max(size) FROM core_ledgercheckpoint"),
    }
    missed = {}
    for name, (change, named) in LEDGER_ATTACKS.items():
        with scene.undone():
            scene.run(change.format(**facts))
            said = scene.audit()
        if not any(named.format(**facts) in line for line in said):
            missed[name] = said

    assert missed == {}
    assert set(LEDGER) == {word for change, _ in LEDGER_ATTACKS.values() for word in change.split()
                           if word.startswith("core_ledger")}  # fmt: skip
