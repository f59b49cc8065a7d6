"""Rule packs: grounds, checks, categories and clocks as dated data, one TOML file a pack."""

from approvals.rulepacks.loader import (
    NoRulePack,
    acts,
    known_packs,
    load_acts,
    load_packs,
    pack,
    pack_in_force,
    parse_pack,
)
from approvals.rulepacks.model import (
    BrokenRulePack,
    Category,
    CheckEntry,
    Duty,
    Part,
    PostingClock,
    RulePack,
)
from approvals.rulepacks.structures import Act, Basis, Structure, StructureField

__all__ = [
    "Act",
    "Basis",
    "BrokenRulePack",
    "Category",
    "CheckEntry",
    "Duty",
    "NoRulePack",
    "Part",
    "PostingClock",
    "RulePack",
    "Structure",
    "StructureField",
    "acts",
    "known_packs",
    "load_acts",
    "load_packs",
    "pack",
    "pack_in_force",
    "parse_pack",
]
