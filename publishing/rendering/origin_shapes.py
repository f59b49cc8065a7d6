"""Where an item comes from: the same item on other sites, and what became of its issuer."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Companion:
    """The same item on another site, at an address that works from anywhere."""

    site_name: str
    href: str
    site_name_en: str = ""


@dataclass(frozen=True)
class Origin:
    """`source` is where the item was first; `also_on` are the other sites that carry it.

    `issuer` is the agency as it was called then, `issuer_now` what it is now; both empty where
    nothing has changed. `issuer_ended`: the agency is no more, and the other took its work over.
    """

    source: Companion | None = None
    also_on: tuple[Companion, ...] = ()
    issuer: str = ""
    issuer_now: str = ""
    issuer_ended: bool = False


NOWHERE_ELSE = Origin()
