"""What stands at an address after its item was taken down."""

from django.utils.translation import gettext, override

from publishing.rendering.engine import fill
from publishing.rendering.frame import frame
from publishing.rendering.metadata import page_meta
from publishing.rendering.shapes import SiteView, TakedownNotice


def render_takedown(site: SiteView, notice: TakedownNotice) -> str:
    """Return the notice of its kind: gone, redirect or withdrawn; the text itself is not on it.

    Only a withdrawal repeats the title: what is gone must not be named by what it said.
    """
    withdrawn = notice.kind == "withdrawn"
    with override(notice.language):
        title = notice.title if withdrawn else _title(notice)
    meta = page_meta(
        site,
        title=title,
        address=notice.address,
        language=notice.language,
        indexed=False,
    )
    values = frame(site, meta)
    target = notice.target
    if target and "://" not in target:
        target = values["root"] + target
    return fill("takedown.html", **values, notice=notice, target=target)


def _title(notice: TakedownNotice) -> str:
    if notice.kind == "redirect":
        return gettext("Nội dung đã chuyển sang địa chỉ khác")
    return gettext("Nội dung không còn trên trang")
