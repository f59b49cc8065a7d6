"""Which host a site may have: dated rules of the acts, read from data, and a proposal beside them.

They stand apart from the packs that verdicts name: a host is no part of any item's verdict.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "domains"
# Names that never reach the public network (RFC 6761): for trials, whatever the acts say.
TRIAL = ("localhost", "test", "example", "invalid")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_TYPES = re.compile(
    r"^(ủy ban nhân dân|uỷ ban nhân dân|ubnd|tỉnh|thành phố|xã|phường|đặc khu|thị trấn)\s+"
)
PROVINCE, DEPARTMENT = "province", "department"


@dataclass(frozen=True)
class DomainRules:
    """What one act says about hosts: how many labels a name has at each level of agencies."""

    code: str
    valid_from: date
    suffix: str
    labels: dict[str, int]
    article_vi: str
    article_en: str

    @property
    def article(self) -> dict[str, str]:
        """The article in both languages, as wordings take it."""
        return {"vi": self.article_vi, "en": self.article_en}


@dataclass(frozen=True)
class Asked:
    """A host that somebody wants, and for whom: the level and name of the agency, the portal."""

    host: str
    level: str = DEPARTMENT
    unit_name: str = ""
    short_name: str = ""
    portal_host: str = ""


@dataclass(frozen=True)
class Finding:
    """What is wrong with a host: a code of the catalogue and what its wording needs."""

    code: str
    params: dict[str, Any]


@cache
def all_rules() -> tuple[DomainRules, ...]:
    """Return the rules of every act, oldest first."""
    texts = (tomllib.loads(path.read_text("utf-8")) for path in _FOLDER.glob("*.toml"))
    return tuple(sorted((DomainRules(**text) for text in texts), key=lambda one: one.valid_from))


def rules_on(day: date) -> DomainRules | None:
    """Return the rules of that day: of the act that began last."""
    begun = [one for one in all_rules() if one.valid_from <= day]
    return begun[-1] if begun else None


def is_trial(host: str) -> bool:
    """Tell whether the host can never be public."""
    return host.rpartition(".")[2] in TRIAL


def findings(asked: Asked, *, on: date) -> tuple[Finding, ...]:
    """Return everything that the rules of the day say against a host; nothing for trials."""
    rules = rules_on(on)
    labels = asked.host.split(".")
    if any(ord(letter) > 127 for letter in asked.host) or "xn--" in asked.host:  # noqa: PLR2004
        return (_finding("HOST_NOT_ASCII", asked, rules),)
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):  # noqa: PLR2004
        return () if asked.host in TRIAL else (_finding("HOST_SHAPE", asked, rules),)
    if rules is None or is_trial(asked.host):
        return ()
    return tuple(_against(asked, labels, rules))


def _against(asked: Asked, labels: list[str], rules: DomainRules) -> Iterator[Finding]:
    if not asked.host.endswith(f".{rules.suffix}"):
        yield _finding("HOST_NOT_GOV", asked, rules)
        return
    wanted = rules.labels.get(asked.level)
    if wanted is None:
        yield _finding("HOST_LEVEL_GONE", asked, rules)
    elif len(labels) != wanted:
        yield _finding("HOST_LEVEL", asked, rules, found=len(labels), wanted=wanted)
    above = "" if asked.level == PROVINCE or is_trial(asked.portal_host) else asked.portal_host
    if above and not asked.host.endswith(f".{above}"):
        yield _finding("HOST_NOT_UNDER_PORTAL", asked, rules, portal=above)


def proposal(asked: Asked, rules: DomainRules | None) -> str:
    """Return a host that the rules allow, made from the agency's name without diacritics."""
    suffix = rules.suffix if rules else "gov.vn"
    name = _letters(asked.short_name) if asked.level == DEPARTMENT else ""
    name = name or _letters(_proper(asked.unit_name)) or _letters(asked.host.partition(".")[0])
    if asked.level == PROVINCE:
        return f"{name}.{suffix}"
    above = asked.portal_host if asked.portal_host and not is_trial(asked.portal_host) else ""
    return f"{name}.{above}" if above else f"{name}.tentinh.{suffix}"


def _finding(code: str, asked: Asked, rules: DomainRules | None, **params: Any) -> Finding:
    article = rules.article if rules else {"vi": "", "en": ""}
    said = {"host": asked.host, "proposal": proposal(asked, rules), "article": article, **params}
    return Finding(code, said)


def _proper(name: str) -> str:
    rest = unicodedata.normalize("NFC", name).lower().strip()
    while found := _TYPES.match(rest):
        rest = rest[found.end() :]
    return rest


def _letters(name: str) -> str:
    plain = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]", "", plain)
