"""What an agency's signature looks like on paper: its seal, red, 34 mm, for the field beside it."""

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
