"""What the renderer is told of a site: its identity, categories and menu; frozen, no query."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Language = str
VIETNAMESE = "vi"


@dataclass(frozen=True)
class CategoryView:
    """One information duty of the site, in its order on the menu.

    Items of a `tabular` one have fields of their own: their list can be read as a table.
    """

    code: str
    name: str
    name_en: str = ""
    tabular: bool = False

    def name_in(self, language: Language) -> str:
        """Return the name in `language`; Vietnamese where no translation was given."""
        return _either(self.name, self.name_en, language)


@dataclass(frozen=True)
class MenuEntry:
    """A link of the site's own menu: an address within the site's root, or an absolute one.

    `category` is set where the link leads to one: its list stands in every language.
    """

    label: str
    address: str
    label_en: str = ""
    category: str = ""

    @property
    def outside(self) -> bool:
        """Tell whether the address stands by itself."""
        return self.address.startswith(("https://", "http://", "/"))

    def label_in(self, language: Language) -> str:
        """Return the label in `language`; Vietnamese where no translation was given."""
        return _either(self.label, self.label_en, language)


@dataclass(frozen=True)
class SiteView:
    """The identity every page of a site carries (header, footer, metadata).

    `base_url` is the public address of the site's root ("https://stttt.tinh.gov.vn/"), or "" while
    it is not known: then pages carry no canonical address, and feeds use `/sites/<code>/`.
    `below` are categories with lists of their own that the menu does not name.
    `components` are the sites below this one, by addresses that work anywhere. `assets` maps
    logical names to published file names (`publishing.portal_assets`). `categories` are those the
    site shows; `hidden` have lists too, and no place in menus. `style` and `logo` are the site's
    own, as file names among the assets or as absolute addresses.
    """

    code: str
    name: str
    unit_name: str
    name_en: str = ""
    unit_name_en: str = ""
    parent_unit_name: str = ""
    responsible_person: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    language: Language = VIETNAMESE
    languages: tuple[Language, ...] = (VIETNAMESE,)
    categories: tuple[CategoryView, ...] = ()
    below: tuple[CategoryView, ...] = ()
    hidden: tuple[CategoryView, ...] = ()
    menu: tuple[MenuEntry, ...] = ()
    components: tuple[MenuEntry, ...] = ()
    base_url: str = ""
    style: str = ""
    logo: str = ""
    assets: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def public_root(self) -> str:
        """Return where the site's root answers from anywhere."""
        return self.base_url.rstrip("/") + "/" if self.base_url else f"/sites/{self.code}/"

    @property
    def listed(self) -> tuple[CategoryView, ...]:
        """Return every category that has a list, shown in menus or not."""
        return (*self.categories, *self.hidden)

    def name_in(self, language: Language) -> str:
        """Return the site's name in `language`."""
        return _either(self.name, self.name_en, language)

    def unit_in(self, language: Language) -> str:
        """Return the full name of the agency in `language`."""
        return _either(self.unit_name, self.unit_name_en, language)

    def category(self, code: str) -> CategoryView:
        """Return the category with `code`; one that the site does not list goes by its code."""
        known = {category.code: category for category in (*self.listed, *self.below)}
        return known.get(code) or CategoryView(code=code, name=code)


def _either(vietnamese: str, english: str, language: Language) -> str:
    return vietnamese if language == VIETNAMESE or not english else english
