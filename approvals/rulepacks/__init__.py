"""Rule packs: grounds, checks, categories and clocks as dated data, one TOML file a pack."""

from approvals.rulepacks.loader import (
    BrokenRulePack,
    NoRulePack,
    load_packs,
    pack,
    pack_in_force,
    parse_pack,
)
from approvals.rulepacks.model import Category, CheckEntry, PostingClock, RulePack

__all__ = [
    "BrokenRulePack",
    "Category",
    "CheckEntry",
    "NoRulePack",
    "PostingClock",
    "RulePack",
    "load_packs",
    "pack",
    "pack_in_force",
    "parse_pack",
]
