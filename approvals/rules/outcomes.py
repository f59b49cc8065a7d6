"""How the end of a check is stored with a verdict."""

from typing import Any

from approvals.rules import CheckResult


def as_row(result: CheckResult) -> dict[str, Any]:
    """Return a result as plain JSON values; equal results give equal rows."""
    added: dict[str, Any] = {"version": result.version} if result.version else {}
    if result.error:
        added |= {"error": result.error}
    return added | {
        "code": result.code,
        "severity": result.severity,
        "ground": result.ground,
        "overridable": result.overridable,
        "passed": result.passed,
        "violations": [
            {"code": v.code, "field": v.field, "params": v.params} for v in result.violations
        ],
    }
