"""Boxes on a PDF page, in its points, origin at the bottom left."""

from pikepdf import Matrix

_EDGE_TOLERANCE = 0.02

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""


def unit_square(m: Matrix) -> Box:
    """Bounds of the unit square under a matrix."""
    xs = [m.e, m.e + m.a, m.e + m.c, m.e + m.a + m.c]
    ys = [m.f, m.f + m.b, m.f + m.d, m.f + m.b + m.d]
    return min(xs), min(ys), max(xs), max(ys)


def _slack(box: Box) -> Box:
    across, down = (box[2] - box[0]) * _EDGE_TOLERANCE, (box[3] - box[1]) * _EDGE_TOLERANCE
    return across, down, across, down


def same_box(one: Box, other: Box) -> bool:
    """Whether they are one within 2 % a side: scanners cut a page a little wider or narrower than its picture."""
    return all(abs(a - b) <= slack for a, b, slack in zip(one, other, _slack(other), strict=True))


def covers(outer: Box, inner: Box) -> bool:
    """Whether nothing of the inner one is cut off but 2 % a side."""
    left, bottom, right, top = _slack(inner)
    return (
        outer[0] <= inner[0] + left
        and outer[1] <= inner[1] + bottom
        and outer[2] >= inner[2] - right
        and outer[3] >= inner[3] - top
    )
