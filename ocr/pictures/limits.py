"""How much of a foreign file is accepted, so that a small file cannot take the machine."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of one source file. A colour page of A1 at 300 dpi has 70 million pixels, a bilevel A0 140 million."""

    file_bytes: int = 500_000_000
    pages: int = 2000
    colour_pixels: int = 100_000_000
    bilevel_pixels: int = 200_000_000
    rendered_pixels: int = 72_000_000
    """Above it a page is rendered at fewer dots an inch, down to `least_dpi`."""
    least_dpi: int = 150
    render_seconds: float = 15.0
    """For one page; a hostile file is done within 20 s."""
    stream_bytes: int = 2_000_000
    """A packed content stream above it is not searched for a sole image; the page is rendered."""
