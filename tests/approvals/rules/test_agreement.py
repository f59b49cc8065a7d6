"""Rules, catalogue and pack speak of the same checks, and know no Django."""

import ast
from pathlib import Path

from approvals import reasons, rulepacks, rules
from approvals.reasons.checks import CHECKS
from approvals.rules import RULES

PACK = rulepacks.pack("QB-39-2023")


def test_codes_rules_catalogue_and_pack_agree():
    codes = [rule.code for rule in RULES]

    assert len(codes) == len(set(codes))
    assert set(codes) == {entry.code for entry in CHECKS} == set(PACK.checks)


def test_weights_catalogue_and_pack_agree():
    catalogue = {e.code: (e.severity, e.ground, e.overridable) for e in CHECKS}

    assert catalogue == {
        c.code: (c.severity, c.ground, c.overridable) for c in PACK.checks.values()
    }


def test_modules_are_free_of_django():
    folders = [Path(module.__file__).parent for module in (rules, rulepacks, reasons)]
    imported = {
        name
        for folder in folders
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
        )
    }

    assert not {name for name in imported if name.partition(".")[0] == "django"}
    assert "core.clock" not in imported
