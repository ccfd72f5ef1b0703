"""How much of a foreign file is accepted, so that a small file cannot take the machine."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of one source file. A colour page of A1 at 300 dpi has 70 million pixels, a bilevel A0 140 million.

    Decoded and turned, a colour picture of the greatest size takes 0.6 GB.
    """

    file_bytes: int = 500_000_000
    pages: int = 2000
    colour_pixels: int = 72_000_000
    bilevel_pixels: int = 200_000_000
    streamed_pixels: int = 700_000_000
    """Of a stored image that a page is rendered from: A4 at 2400 dpi has 557 million."""
    rendered_pixels: int = 40_000_000
    """Above it a page is rendered at fewer dots an inch, down to `least_dpi`."""
    least_dpi: int = 150
    render_seconds: int = 15
    """Of processor time for one page; a hostile file is done within 20 s."""
    render_wait: float = 75.0
    """The same by the clock: a machine busy with five times what it can do still renders an honest page."""
    stream_bytes: int = 2_000_000
    """A packed content stream above it is not searched for a sole image; the page is rendered."""
    operators_bytes: int = 2_000_000
    """The same once unpacked; an operator takes a hundred times its bytes in memory."""
