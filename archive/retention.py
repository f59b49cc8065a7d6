"""How long each kind of record is kept: dated data, no database."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

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


def period_of(document_type: str, *, outcome: str, on: date = date.max) -> Period:
    """Return the retention class of a record by its type, how it ended and the day it was settled.

    The table in force on that day counts; what was settled before the first table falls under it.
    """
    tables = _tables()
    periods = next((rows for since, rows in reversed(tables) if since <= on), tables[0][1])
    kept = periods.get(document_type, periods["default"])
    if outcome == "rejected":
        return periods["refused"]
    return kept


def shortest_years() -> int:
    """Return the shortest period of all tables: nothing younger can be due."""
    kept = [p.years for _, rows in _tables() for p in rows.values() if p.years is not None]
    return min(kept)


@cache
def _tables() -> list[tuple[date, dict[str, Period]]]:
    data = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    found = [(table["valid_from"], _periods(table)) for table in data["tables"]]
    return sorted(found, key=lambda row: row[0])


def _periods(data: dict[str, Any]) -> dict[str, Period]:
    rows = {"default": data["default"], "refused": data["refused"], **data["types"]}
    return {
        code: Period(code, None if row.get("forever") else row["years"], row["basis"])
        for code, row in rows.items()
    }
