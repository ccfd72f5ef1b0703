"""The three looks (Giao diện: Sáng, Tối, Độ tương phản cao) as plain colours, and the palettes made of them.

Set by us rather than by the desktop's colour scheme, so that every machine and every test shows the same.
"""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtGui import QColor, QPalette


class Theme(StrEnum):
    """A look that a user can choose."""

    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """The colours of one look. Text on its ground has a contrast of 4.5, borders and zones 3 (WCAG 2.2, tested)."""

    window: str
    surface: str
    surface_alt: str
    line: str
    """Hair line between things; decoration only."""
    border: str
    """Edge of a control."""
    text: str
    muted: str
    accent: str
    on_accent: str
    accent_soft: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    canvas: str
    """Behind the page picture."""
    zone: str
    """Around the active field on the page, which is paper-white in every look."""
    header: str
    on_header: str
    on_header_muted: str


LIGHT = Colours(
    window="#eef1f4",
    surface="#ffffff",
    surface_alt="#f6f8fa",
    line="#d5dce3",
    border="#7b8794",
    text="#17212b",
    muted="#4a5765",
    accent="#0b5cad",
    on_accent="#ffffff",
    accent_soft="#e1eefb",
    ok="#17693a",
    ok_soft="#e2f3e8",
    warn="#8a4f00",
    warn_soft="#fff0d2",
    bad="#a3231c",
    bad_soft="#fde8e5",
    canvas="#b6c0ca",
    zone="#b45f00",
    header="#123a63",
    on_header="#ffffff",
    on_header_muted="#c5d8ec",
)

DARK = Colours(
    window="#171c22",
    surface="#20272f",
    surface_alt="#1b2129",
    line="#35404c",
    border="#7f8d9c",
    text="#e8edf2",
    muted="#a9b6c3",
    accent="#74b7f7",
    on_accent="#0b1622",
    accent_soft="#1f3b58",
    ok="#84d6a0",
    ok_soft="#1c3a28",
    warn="#f2c266",
    warn_soft="#42330f",
    bad="#ffa49b",
    bad_soft="#4a211d",
    canvas="#0f1317",
    zone="#b45f00",
    header="#0e2136",
    on_header="#ffffff",
    on_header_muted="#b3c8de",
)

HIGH_CONTRAST = Colours(
    window="#000000",
    surface="#000000",
    surface_alt="#000000",
    line="#ffffff",
    border="#ffffff",
    text="#ffffff",
    muted="#ffffff",
    accent="#ffe100",
    on_accent="#000000",
    accent_soft="#333000",
    ok="#7dffa1",
    ok_soft="#002a10",
    warn="#ffe100",
    warn_soft="#2e2900",
    bad="#ffb0a8",
    bad_soft="#3a0600",
    canvas="#000000",
    zone="#b00000",
    header="#000000",
    on_header="#ffffff",
    on_header_muted="#ffffff",
)

_ALL = {Theme.LIGHT: LIGHT, Theme.DARK: DARK, Theme.HIGH_CONTRAST: HIGH_CONTRAST}


def colours_of(theme: Theme) -> Colours:
    """The colours of a look."""
    return _ALL[theme]


def palette_of(colours: Colours) -> QPalette:
    """The Qt palette of these colours, for everything the style sheet does not paint."""
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: colours.window,
        QPalette.ColorRole.WindowText: colours.text,
        QPalette.ColorRole.Base: colours.surface,
        QPalette.ColorRole.AlternateBase: colours.surface_alt,
        QPalette.ColorRole.Text: colours.text,
        QPalette.ColorRole.PlaceholderText: colours.muted,
        QPalette.ColorRole.Button: colours.surface,
        QPalette.ColorRole.ButtonText: colours.text,
        QPalette.ColorRole.Highlight: colours.accent,
        QPalette.ColorRole.HighlightedText: colours.on_accent,
        QPalette.ColorRole.ToolTipBase: colours.surface,
        QPalette.ColorRole.ToolTipText: colours.text,
        QPalette.ColorRole.Link: colours.accent,
        QPalette.ColorRole.Mid: colours.border,
        QPalette.ColorRole.Accent: colours.accent,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.muted))
    return palette


def contrast(first: str, second: str) -> float:
    """WCAG 2.2 contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
