"""A site's own style and logo, named by their content beside the portal's shared assets."""

from functools import lru_cache
from types import MappingProxyType

from approvals.services import files
from core.models import Site
from publishing.portal_assets import PortalAssets, fingerprinted, portal_assets
from publishing.rendering.identity import identity_css

ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}


def site_style(site: Site) -> str:
    """Return the published name of the site's own style; empty where it has no colour."""
    return fingerprinted("site.css", _style(site.accent)) if site.accent else ""


def site_logo(site: Site) -> str:
    """Return the published name of the site's logo; empty where it has none."""
    ending = ENDINGS.get(site.logo_type, "")
    return f"logo.{site.logo[:10]}.{ending}" if site.logo and ending else ""


def site_assets(site: Site) -> PortalAssets:
    """Return the shared assets and the site's own; StorageFailed when the logo cannot be read."""
    shared = portal_assets()
    own = {}
    if name := site_style(site):
        own[name] = _style(site.accent)
    if name := site_logo(site):
        own[name] = files.read(site.logo)
    if not own:
        return shared
    return PortalAssets(shared.names, MappingProxyType({**shared.files, **own}))


@lru_cache(maxsize=256)
def _style(accent: str) -> bytes:
    return identity_css(accent).encode()
