"""The shape of the catalogue's entries."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wording:
    """One text in both languages; `{name}` marks a parameter."""

    vi: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the text for a language tag; anything but English reads Vietnamese."""
        return self.en if language.lower().startswith("en") else self.vi


@dataclass(frozen=True)
class Reason:
    """Why something was refused or remarked on, and what to do about it."""

    code: str
    message: Wording
    fix: Wording
    severity: str = "block"
    overridable: bool = False
    ground: str = ""
    article: Wording = Wording("", "")


@dataclass(frozen=True)
class Ground:
    """A legal ground for refusing publication."""

    code: str
    wording: Wording
    article: Wording


def refusal(code: str, vi: str, en: str, fix_vi: str, fix_en: str) -> Reason:
    """Build the entry of a plain refusal: what is wrong and what to do, in both languages."""
    return Reason(code, Wording(vi, en), Wording(fix_vi, fix_en))
