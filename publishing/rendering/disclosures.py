"""The public scorecard of information duties, and the list of what must be public."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext, override

from publishing.rendering import addresses
from publishing.rendering.engine import fill
from publishing.rendering.frame import frame
from publishing.rendering.metadata import page_meta
from publishing.rendering.shapes import VIETNAMESE, Alternate, Language, SiteView

SCORECARD = "disclosure/"
LIST = "disclosures"


@dataclass(frozen=True)
class ScoreLine:
    """A kind of information on the public scorecard; what is `made` the platform makes itself."""

    number: int
    name: str
    basis: str
    standing: str
    online: int
    late: int
    newest_at: datetime | None
    address: str = ""
    made: bool = False


@dataclass(frozen=True)
class AgencyScore:
    """An agency on the province's scorecard."""

    name: str
    href: str
    met: int
    owed: int


@dataclass(frozen=True)
class Scorecard:
    """How one site stands, and on the portal how all of them do."""

    met: int
    owed: int
    lines: tuple[ScoreLine, ...]
    agencies: tuple[AgencyScore, ...]
    as_of: date
    pack: str
    state: str = ""


@dataclass(frozen=True)
class Register:
    """One page of a list: its columns, rows of (shown, address, column), how it is narrowed."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[str, str, str], ...], ...]
    kinds: tuple[tuple[str, str], ...]
    category: str = ""
    year: str = ""
    issuer: str = ""
    next_href: str = ""
    downloads: tuple[tuple[str, str], ...] = ()


def render_scorecard(site: SiteView, card: Scorecard, *, language: Language = VIETNAMESE) -> str:
    """Return the public scorecard of a site."""
    with override(language):
        title = gettext("Thông tin công khai")
    home = addresses.home_address(language, main=site.language)
    meta = page_meta(
        site,
        title=title,
        address=home + SCORECARD,
        language=language,
        alternates=_alternates(site),
        date=card.as_of.isoformat(),
    )
    around = frame(site, meta, current="disclosure")
    return fill("scorecard.html", **around, card=card, list_address=LIST)


def render_register(site: SiteView, register: Register, *, language: Language = VIETNAMESE) -> str:
    """Return a page of the list of what must be public; it answers at `<site>/disclosures`."""
    meta = page_meta(site, title=register.heading, address=LIST, language=language, indexed=False)
    around = frame(site, meta, root="./", current="disclosure", current_is="true")
    return fill("disclosures.html", **around, register=register)


def _alternates(site: SiteView) -> Sequence[Alternate]:
    return tuple(
        Alternate(one, addresses.home_address(one, main=site.language) + SCORECARD)
        for one in site.languages
    )
