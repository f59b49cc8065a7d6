"""How long each kind of record is kept: dated data, no database."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent / "retention.toml"


@dataclass(frozen=True)
class Period:
    """A retention class: years after the year of the decision, or for ever."""

    code: str
    years: int | None
    basis: str

    def falls_due(self, decided: date) -> date | None:
        """Return the first day on which the record may be reviewed; None for ever."""
        return None if self.years is None else date(decided.year + self.years + 1, 1, 1)


def period_of(document_type: str, *, outcome: str) -> Period:
    """Return the retention class of a record by its type and how it ended."""
    periods = _periods()
    kept = periods.get(document_type, periods["default"])
    if outcome == "rejected":
        return periods["refused"]
    return kept


@cache
def _periods() -> dict[str, Period]:
    data = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    rows = {"default": data["default"], "refused": data["refused"], **data["types"]}
    return {
        code: Period(code, None if row.get("forever") else row["years"], row["basis"])
        for code, row in rows.items()
    }
