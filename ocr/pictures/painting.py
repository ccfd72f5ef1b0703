"""What paints a PDF page: finds the one image that alone does, if one does.

The page picture is the embedded stream only where that stream alone paints the page. So everything this
walk does not know to be invisible counts as painting, and the page is rendered. Old text layers (Tr 3) paint nothing.
"""

import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Matrix, Name

from ocr.pictures.boxes import Box, covers, same_box, unit_square
from ocr.pictures.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable

_DEEPEST_FORM = 8
_INVISIBLE_TEXT = 3
_BLACK = {"g": (0.0,), "rg": (0.0, 0.0, 0.0)}
# Operators that paint nothing by themselves (ISO 32000-1, annex A).
_HARMLESS = frozenset(
    {
        *("w", "J", "j", "M", "d", "ri", "i", "CS", "SC", "SCN", "G", "RG", "K"),
        *("BT", "ET", "Tc", "Tw", "Tz", "TL", "Ts", "Td", "TD", "Tm", "T*"),
        *("MP", "DP", "BMC", "EMC", "BX", "EX"),
        *("m", "l", "c", "v", "y", "h"),
    }
)

_Operands = Any
"""What stands before an operator: pikepdf's list of PDF objects, which no public type names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaintedImage:
    """The sole image of a page."""

    stream: pikepdf.Object
    turn: int
    """Clockwise degrees by which the page shows the stored image turned, /Rotate included."""
    width_points: float
    height_points: float
    """Size of the stored image's width and height on paper."""
    black: bool
    """Whether a stencil would be painted black."""


class _NotSole(Exception):
    """Something else paints too."""


@dataclass(frozen=True, slots=True)
class _State:
    ctm: Matrix
    text_mode: int = 0
    font_is_type3: bool = False
    clipped: bool = False
    black: bool = True


@dataclass(frozen=True, slots=True)
class _Found:
    stream: pikepdf.Object
    state: _State


def sole_image(page: pikepdf.Page, page_box: Box, limits: Limits) -> PaintedImage | None:
    """The image that alone paints the page, covering it within 2 % a side and not mirrored, or None.

    Streams beyond the limits are not searched. Raises what pikepdf raises on a damaged page.
    """
    if _shows_annotations(page):
        return None
    walk = _Walk(page_box, limits)
    try:
        walk.run(page.obj, page.obj.get(Name.Contents), page.resources, _State(Matrix()), 0)
    except (_NotSole, pikepdf.PdfParsingError, TypeError, ValueError):
        return None
    if walk.found is None:
        return None
    return _as_painted(walk.found, page_box, int(page.obj.get(Name.Rotate, 0)))


def _as_painted(found: _Found, page_box: Box, rotate: int) -> PaintedImage | None:
    """The found image if it lies straight on the page and covers it."""
    m = found.state.ctm
    straight = abs(m.b) + abs(m.c) < 1e-3 * (abs(m.a) + abs(m.d))
    crossed = abs(m.a) + abs(m.d) < 1e-3 * (abs(m.b) + abs(m.c))
    mirrored = m.a * m.d - m.b * m.c <= 0
    if mirrored or not (straight or crossed) or not same_box(unit_square(m), page_box):
        return None
    if straight:
        turn = 0 if m.a > 0 else 180
        width, height = abs(m.a), abs(m.d)
    else:
        turn = 90 if m.c > 0 else 270
        width, height = abs(m.b), abs(m.c)
    return PaintedImage(
        stream=found.stream,
        turn=(turn + rotate) % 360,
        width_points=width,
        height_points=height,
        black=found.state.black,
    )


class SearchBudget:
    """How much content may still be searched. It is paid before anything unpacks: 1 MB of deflate may hide 1 GB."""

    def __init__(self, limits: Limits) -> None:
        self._packed_left, self._unpacked_left = limits.stream_bytes, limits.operators_bytes

    def pays(self, content: Any) -> bool:
        """Take a content, a stream or an array of streams, off; False when it is too much."""
        parts = content.as_list() if isinstance(content, pikepdf.Array) else [] if content is None else [content]
        for part in parts:
            packed = part.read_raw_bytes()
            self._packed_left -= len(packed)
            if self._packed_left < 0:
                return False
            self._unpacked_left -= _unpacked_size(part, packed, self._unpacked_left)
            if self._unpacked_left < 0:
                return False
        return True


class _Walk:
    """Follows the operators of a page and of the forms it draws; keeps the one image it meets."""

    def __init__(self, page_box: Box, limits: Limits) -> None:
        self.found: _Found | None = None
        self._page_box = page_box
        self._budget = SearchBudget(limits)
        self._state = _State(Matrix())
        self._resources: pikepdf.Object = pikepdf.Dictionary()
        self._depth = 0
        self._path: list[Box | None] = []
        self._clip_pending = False
        self._handlers: dict[str, Callable[[_Operands], None]] = {
            "cm": self._on_matrix,
            "Tr": self._on_text_mode,
            "Tf": self._on_font,
            "gs": self._on_graphics_state,
            "re": self._on_rectangle,
            "W": self._on_clip,
            "W*": self._on_clip,
            "n": self._on_path_end,
            "BDC": self._on_marked_content,
            "Do": self._on_object,
        }

    def run(self, stream: pikepdf.Object, content: Any, resources: pikepdf.Object, state: _State, depth: int) -> None:
        """Walk one content stream, of a page or form, with `content` as its bytes; raises `_NotSole`."""
        if depth > _DEEPEST_FORM:
            raise _NotSole
        if not self._budget.pays(content):
            raise _NotSole
        outer = (self._state, self._resources, self._depth)
        self._state, self._resources, self._depth = state, resources, depth
        stack: list[_State] = []
        for instruction in pikepdf.parse_content_stream(stream):
            name = str(instruction.operator)
            if name == "q":
                stack.append(self._state)
            elif name == "Q":
                self._state = stack.pop() if stack else self._state
            else:
                self._step(name, instruction.operands)
        self._state, self._resources, self._depth = outer

    def _step(self, name: str, operands: _Operands) -> None:
        if name in self._handlers:
            self._handlers[name](operands)
        elif name in {"Tj", "TJ", "'", '"'}:
            if self._state.text_mode != _INVISIBLE_TEXT or self._state.font_is_type3:
                raise _NotSole
        elif name in {"g", "rg", "k", "cs", "sc", "scn"}:
            self._on_fill_colour(name, operands)
        elif name not in _HARMLESS:
            # Fills, strokes, shadings, inline images, and what we do not know.
            raise _NotSole
        elif name in {"l", "c", "v", "y"}:
            self._path.append(None)

    def _on_matrix(self, operands: _Operands) -> None:
        self._state = replace(self._state, ctm=Matrix(*(float(value) for value in operands)) @ self._state.ctm)

    def _on_text_mode(self, operands: _Operands) -> None:
        self._state = replace(self._state, text_mode=int(operands[0]))

    def _on_font(self, operands: _Operands) -> None:
        # A Type 3 font is drawn whatever the text mode says (ISO 32000-1, 9.3.6).
        font = _member(self._resources, Name.Font, operands[0])
        self._state = replace(self._state, font_is_type3=font is not None and font.get(Name.Subtype) == Name.Type3)

    def _on_graphics_state(self, operands: _Operands) -> None:
        values = _member(self._resources, Name.ExtGState, operands[0])
        if values is None:
            return
        masked = values.get(Name.SMask, Name("/None")) != Name("/None")
        blended = str(values.get(Name.BM, Name.Normal)) not in {"/Normal", "/Compatible"}
        if masked or blended or float(values.get(Name.ca, 1)) < 1 or Name.Font in values:
            raise _NotSole

    def _on_rectangle(self, operands: _Operands) -> None:
        x, y, width, height = (float(value) for value in operands)
        self._path.append(unit_square(Matrix(width, 0, 0, height, x, y) @ self._state.ctm))

    def _on_clip(self, _: _Operands) -> None:
        self._clip_pending = True

    def _on_path_end(self, _: _Operands) -> None:
        if self._clip_pending:
            whole = len(self._path) == 1 and self._path[0] is not None and covers(self._path[0], self._page_box)
            self._state = replace(self._state, clipped=self._state.clipped or not whole)
        self._path, self._clip_pending = [], False

    def _on_fill_colour(self, name: str, operands: _Operands) -> None:
        if name == "k":
            black = float(operands[3]) == 1
        else:
            black = name in _BLACK and tuple(float(value) for value in operands) == _BLACK[name]
        self._state = replace(self._state, black=black)

    def _on_marked_content(self, operands: _Operands) -> None:
        # Optional content may be switched off; whether it is shown is the renderer's business.
        if operands and operands[0] == Name.OC:
            raise _NotSole

    def _on_object(self, operands: _Operands) -> None:
        target = _member(self._resources, Name.XObject, operands[0])
        if target is None:
            return
        if Name.OC in target:
            raise _NotSole
        if target.get(Name.Subtype) == Name.Form:
            self._on_form(target)
        elif target.get(Name.Subtype) == Name.Image:
            if self.found is not None or self._state.clipped:
                raise _NotSole
            self.found = _Found(target, self._state)

    def _on_form(self, form: pikepdf.Object) -> None:
        ctm = Matrix(form.get(Name.Matrix, pikepdf.Array([1, 0, 0, 1, 0, 0]))) @ self._state.ctm
        left, bottom, right, top = (float(value) for value in form.BBox.as_list())
        shown = unit_square(Matrix(right - left, 0, 0, top - bottom, left, bottom) @ ctm)
        clipped = self._state.clipped or not covers(shown, self._page_box)
        inside = replace(self._state, ctm=ctm, clipped=clipped)
        self.run(form, form, form.get(Name.Resources, self._resources), inside, self._depth + 1)


def _member(resources: pikepdf.Object, kind: Name, name: Any) -> Any:
    return resources.get(kind, pikepdf.Dictionary()).get(str(name))


def filters_of(stream: pikepdf.Object) -> list[str]:
    """Names of a stream's packings, the outermost first."""
    filters = stream.get(Name.Filter, pikepdf.Array())
    return [str(name) for name in filters.as_list()] if isinstance(filters, pikepdf.Array) else [str(filters)]


def _unpacked_size(stream: pikepdf.Object, packed: bytes, most: int) -> int:
    """Bytes of a content stream, counted no further than just above `most`; other packings than deflate pass it."""
    names = filters_of(stream)
    if not names:
        return len(packed)
    if names != ["/FlateDecode"]:
        return most + 1
    try:
        return len(zlib.decompressobj().decompress(packed, most + 1))
    except zlib.error:
        return most + 1


def _shows_annotations(page: pikepdf.Page) -> bool:
    """Whether a mark laid over the page can be seen: a note, a highlight, a form field, a signature's picture."""
    hidden, no_view = 2, 32
    for mark in page.obj.get(Name.Annots, pikepdf.Array()).as_list():
        if not isinstance(mark, pikepdf.Dictionary) or mark.get(Name.Subtype) == Name.Popup:
            continue
        if int(mark.get(Name.F, 0)) & (hidden | no_view):
            continue
        if mark.get(Name.Subtype) == Name.Link and Name.AP not in mark:
            continue
        left, bottom, right, top = (
            float(value) for value in mark.get(Name.Rect, pikepdf.Array([0, 0, 0, 0])).as_list()
        )
        if left != right and bottom != top:
            return True
    return False
