"""Colours as people see them: contrast by WCAG 2.2, lighter and darker kin of a colour."""

import re

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
READABLE = 4.5  # WCAG 2.2, 1.4.3: text of any size

_HEX = re.compile(r"#[0-9a-f]{6}")
_LINEAR_BELOW = 0.04045


def parse(text: str) -> Colour:
    """Return the colour of `#rrggbb`; refuses everything else (ValueError)."""
    if not _HEX.fullmatch(text):
        raise ValueError(f"{text!r} is no colour like #a3161e")
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def written(colour: Colour) -> str:
    """Return the colour as `#rrggbb`."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two colours, from 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(colour: Colour, other: Colour, share: float) -> Colour:
    """Return `colour` with `share` (0 to 1) of the other in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour, other, strict=True))
    return red, green, blue


def until_readable(
    colour: Colour, towards: Colour, on: Colour, *, ratio: float = READABLE
) -> Colour:
    """Return the kin of `colour` nearest to it that reads on `on`, mixed towards another."""
    steps = (mixed(colour, towards, step / 50) for step in range(51))
    return next((one for one in steps if contrast(one, on) >= ratio), towards)


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= _LINEAR_BELOW else ((part + 0.055) / 1.055) ** 2.4
