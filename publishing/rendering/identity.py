"""A site's own colours as a style sheet: the shared tokens with the accent in the red's place."""

from core.colours import BLACK, WHITE, Colour, contrast, mixed, parse, until_readable, written

DARK_CARD: Colour = (27, 32, 41)
CREAM: Colour = (255, 233, 189)
DARK_READABLE = 7.0


def identity_css(accent: str) -> str:
    """Return the style of a site's accent in light and dark; refuses what is no colour."""
    colour = parse(accent)
    deep = mixed(colour, BLACK, 0.18)
    light = {
        "--red": colour,
        "--red-deep": deep,
        "--red-wash": mixed(colour, WHITE, 0.94),
        "--link-hover": colour,
    }
    soft = until_readable(colour, WHITE, DARK_CARD, ratio=DARK_READABLE)
    dark = {
        "--red": soft,
        "--red-deep": until_readable(mixed(colour, BLACK, 0.4), BLACK, CREAM, ratio=DARK_READABLE),
        "--red-wash": mixed(DARK_CARD, colour, 0.12),
        "--link-hover": soft,
    }
    head = [written(one) for one in (mixed(colour, BLACK, 0.08), _raised(colour), deep)]
    return (
        f":root{{{_values(light)}}}\n"
        f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{_values(dark)}}}}}\n"
        f":root[data-theme=dark]{{{_values(dark)}}}\n"
        f".masthead{{background:linear-gradient(100deg,{head[0]},{head[1]} 55%,{head[2]})}}\n"
        f".find button:hover{{background:{written(colour)}}}\n"
    )


def _raised(colour: Colour) -> Colour:
    """Return a lighter kin on which the head's cream letters still read."""
    lighter = mixed(colour, WHITE, 0.08)
    return lighter if contrast(lighter, CREAM) >= 4.5 else colour  # noqa: PLR2004  WCAG 2.2


def _values(names: dict[str, Colour]) -> str:
    return ";".join(f"{name}:{written(colour)}" for name, colour in names.items())
