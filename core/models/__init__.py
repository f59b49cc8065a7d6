"""The rows every other app stands on."""

from core.models.calendar import CalendarChange, CalendarDay, OfficeHours
from core.models.ledger import (
    LedgerCheckpoint,
    LedgerCosignature,
    LedgerEntry,
    LedgerLeaf,
    LedgerNode,
)
from core.models.people import RoleAssignment, Site, Unit, User
from core.models.requests import ApiToken, Heartbeat, IdempotentAnswer
from core.models.sites import HostAlias, SiteVersion
from core.models.texts import FreeText, Notice

__all__ = [
    "ApiToken",
    "CalendarChange",
    "CalendarDay",
    "FreeText",
    "Heartbeat",
    "HostAlias",
    "IdempotentAnswer",
    "LedgerCheckpoint",
    "LedgerCosignature",
    "LedgerEntry",
    "LedgerLeaf",
    "LedgerNode",
    "Notice",
    "OfficeHours",
    "RoleAssignment",
    "Site",
    "SiteVersion",
    "Unit",
    "User",
]
