"""What signatures look like on paper: the agency's seal red, the person's name blue."""

import base64
from functools import cache

from django.utils.html import escape

from archive.printing.pdf import write_plain

SIZE = 34  # mm; Decree 30/2020, Appendix I, box 8: the seal's real size
CSS = f"""
@page {{ size: {SIZE}mm {SIZE}mm; margin: 0; }}
html {{ font-family: Tinos; color: #d00000; }}
body {{ margin: 0; }}
img {{ width: {SIZE}mm; height: {SIZE}mm; image-rendering: crisp-edges; }}
.seal {{ box-sizing: border-box; width: {SIZE}mm; height: {SIZE}mm; border: 0.9mm solid #d00000;
  border-radius: 50%; text-align: center; padding: 6mm 3mm 0; font-size: 6.6pt; line-height: 1.15;
  overflow: hidden; }}
.mark {{ font-weight: bold; font-size: 9pt; }}
p {{ margin: 0 0 1mm; }}
"""


WIDTH, HEIGHT = 45, 18  # mm: between the signer's title and name (box 7c), blue
PERSON_CSS = f"""
@page {{ size: {WIDTH}mm {HEIGHT}mm; margin: 0; }}
html {{ font-family: Tinos; color: #0033a0; }}
body {{ margin: 0; }}
img {{ width: {WIDTH}mm; height: {HEIGHT}mm; object-fit: contain; image-rendering: crisp-edges; }}
.hand {{ box-sizing: border-box; width: {WIDTH}mm; height: {HEIGHT}mm; overflow: hidden;
  text-align: center; line-height: 1.15; }}
.name {{ font-size: 15pt; font-style: italic; margin: 3mm 0 1mm; white-space: nowrap; }}
.worth {{ font-size: 6.5pt; margin: 0; }}
"""


@cache
def person_stamp(name: str, *, demo: bool, image: bytes | None = None) -> bytes:
    """Return a person's signature as a PDF of one page: the picture given, or the name in blue."""
    if image is not None:
        source = base64.b64encode(image).decode()
        return write_plain(f'<img src="data:image/png;base64,{source}" alt="">', PERSON_CSS)
    worth = "DEMO – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ" if demo else "Chữ ký số của cá nhân"
    body = f"<p class=name>{escape(name)}</p><p class=worth>{worth}</p>"
    return write_plain(f"<div class=hand>{body}</div>", PERSON_CSS)


@cache
def seal_stamp(agency: str, *, demo: bool, image: bytes | None = None) -> bytes:
    """Return the seal as a PDF of one page: the given picture (PNG), or the agency's name in red.

    The demo's says that it is worth nothing.
    """
    if image is not None:
        source = base64.b64encode(image).decode()
        return write_plain(f'<img src="data:image/png;base64,{source}" alt="">', CSS)
    lines = ["<p class=mark>DEMO</p>"] if demo else ["<p class=mark>CON DẤU SỐ</p>"]
    lines.append(f"<p>{escape(agency)}</p>")
    if demo:
        lines.append("<p><b>KHÔNG CÓ<br>GIÁ TRỊ PHÁP LÝ</b></p>")
    return write_plain(f"<div class=seal>{''.join(lines)}</div>", CSS)
