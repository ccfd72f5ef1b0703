"""A page of which a picture is damaged or missing comes in as far as it can be seen, and says that it is not whole."""

import base64
import errno
import io
import subprocess
import sys
import textwrap
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Name
from PIL import Image

from dossier.reading import PagePicture
from files.processes import Finished
from ocr.pictures import poppler
from ocr.pictures.damage import has_damaged_image
from ocr.pictures.limits import Limits
from ocr.pictures.opening import open_pictures
from tests.support.drawn_pages import PdfPage, letter

BESIDE_OTHERS = "q 500 0 0 600 40 40 cm /Im Do Q 0 0 50 50 re f"
ALONE = "q 595 0 0 842 0 0 cm /Im Do Q"
Damage = Callable[[PdfPage], None]


def put(page: PdfPage, data: bytes, kind: Name | None = None) -> None:
    """Other bytes in the place of the stored image's."""
    parameters = page.stream.get(Name.DecodeParms)
    page.stream.write(data, filter=kind or Name(str(page.stream.Filter)))
    if parameters is not None:
        page.stream.DecodeParms = parameters


def cut(page: PdfPage) -> None:
    put(page, page.stored[: len(page.stored) // 2])


def rubbish(page: PdfPage) -> None:
    put(page, b"x" * 1000)


def gone(page: PdfPage) -> None:
    del page.page.Resources.XObject["/Im"]


def no_picture(page: PdfPage) -> None:
    page.page.Resources.XObject.Im = page.pdf.make_indirect(pikepdf.Dictionary())


def deflated(change: Callable[[bytes], bytes]) -> Damage:
    def damage(page: PdfPage) -> None:
        page.stream.Width, page.stream.Height = letter().size
        put(page, change(zlib.compress(letter().convert("RGB").tobytes())), Name.FlateDecode)

    return damage


def jpeg_2000(change: Callable[[bytes], bytes]) -> Damage:
    def damage(page: PdfPage) -> None:
        packed = io.BytesIO()
        letter().convert("RGB").save(packed, "JPEG2000")
        put(page, change(packed.getvalue()), Name.JPXDecode)

    return damage


def half(data: bytes) -> bytes:
    return data[: len(data) // 2]


def broken(data: bytes) -> bytes:
    return data[:500] + b"\x00" * 200 + data[700:]


def same(data: bytes) -> bytes:
    return data


def made(page: PdfPage, path: Path, content: str) -> PagePicture:
    page.save(str(path), content)
    (picture,) = open_pictures(path, Limits())
    assert isinstance(picture, PagePicture)
    return picture


@pytest.mark.parametrize("content", [BESIDE_OTHERS, ALONE])
@pytest.mark.parametrize(
    "damage",
    [cut, rubbish, gone, no_picture, deflated(half), deflated(broken), jpeg_2000(half)],
    ids=["cut", "rubbish", "gone", "no_picture", "deflate_cut", "deflate_broken", "jpeg_2000_cut"],
)
def test_a_damaged_or_missing_picture_is_told(tmp_path: Path, damage: Damage, content: str) -> None:
    page = PdfPage(letter())
    damage(page)
    page.save(str(tmp_path / "a.pdf"), content)
    (item,) = open_pictures(tmp_path / "a.pdf", Limits())
    # A page that was that one picture, of which nothing is left, fails as a page.
    assert item.incomplete if isinstance(item, PagePicture) else content == ALONE


@pytest.mark.parametrize("content", [BESIDE_OTHERS, ALONE])
@pytest.mark.parametrize("damage", [None, deflated(same), jpeg_2000(same)], ids=["jpeg", "deflate", "jpeg_2000"])
def test_a_sound_page_is_whole(tmp_path: Path, damage: Damage | None, content: str) -> None:
    page = PdfPage(letter())
    if damage is not None:
        damage(page)
    assert not made(page, tmp_path / "a.pdf", content).incomplete


@pytest.mark.parametrize("content", [BESIDE_OTHERS, ALONE])
def test_a_fax_page_is_told_where_lines_are_lost(tmp_path: Path, content: str) -> None:
    sound, page = PdfPage(letter().convert("1")), PdfPage(letter().convert("1"))
    cut(page)
    assert made(page, tmp_path / "a.pdf", content).incomplete
    assert not made(sound, tmp_path / "b.pdf", content).incomplete


def test_a_damaged_picture_in_a_form_is_told_and_one_that_is_not_drawn_is_not(tmp_path: Path) -> None:
    page = PdfPage(letter())
    cut(page)
    form = page.pdf.make_stream(ALONE.encode())
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, [0, 0, 595, 842]
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=page.stream))
    page.resources.XObject.Fm = form
    assert made(page, tmp_path / "a.pdf", "/Fm Do 0 0 50 50 re f").incomplete
    assert not made(page, tmp_path / "b.pdf", "0 0 50 50 re f").incomplete


def tiling(page: PdfPage, content: bytes = b"q 99 0 0 99 0 0 cm /Im Do Q") -> None:
    """The page's own image as a tile, which the page does not draw otherwise."""
    held = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=page.stream), Pattern=pikepdf.Dictionary())
    tile = page.pdf.make_stream(content, Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1)
    tile.BBox, tile.XStep, tile.YStep, tile.Resources = [0, 0, 99, 99], 99, 99, held
    page.resources.Pattern = pikepdf.Dictionary(P=tile, Shaded=pikepdf.Dictionary(PatternType=2))


TILED = "/Pattern cs /Shaded scn /P scn 0 0 500 500 re f"


def soft_mask(page: PdfPage) -> None:
    """The page's own image as a soft mask, through which the page paints."""
    look = page.pdf.make_stream(b"q 500 0 0 500 0 0 cm /Im Do Q", Type=Name.XObject, Subtype=Name.Form)
    look.BBox, look.Resources = [0, 0, 595, 842], pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=page.stream))
    look.Group = pikepdf.Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
    state = pikepdf.Dictionary(SMask=pikepdf.Dictionary(S=Name.Luminosity, G=look))
    page.resources.ExtGState = pikepdf.Dictionary(G=state, N=pikepdf.Dictionary(SMask=Name("/None")))


@pytest.mark.parametrize(
    ("place", "content"),
    [(tiling, TILED), (soft_mask, "/N gs /G gs 0 0 500 500 re f")],
    ids=["tiling pattern", "soft mask"],
)
@pytest.mark.parametrize("damage", [None, cut], ids=["sound", "cut"])
def test_a_picture_that_is_painted_with_is_looked_at(
    tmp_path: Path, damage: Damage | None, place: Damage, content: str
) -> None:
    page = PdfPage(letter())
    if damage is not None:
        damage(page)
    place(page)
    assert made(page, tmp_path / "a.pdf", content).incomplete is (damage is not None)
    assert not made(page, tmp_path / "b.pdf", "0 0 500 500 re f").incomplete, "nothing paints with it"


def test_a_pattern_that_paints_with_itself_is_searched_once() -> None:
    page = PdfPage(letter())
    tiling(page, b"/Pattern cs /P scn 0 0 9 9 re f")
    tile = page.resources.Pattern.P
    tile.Resources.Pattern.P = tile
    page.page.Contents = page.pdf.make_stream(TILED.encode())
    assert used(lambda: has_damaged_image(page.page, Limits())) < 1


def test_a_page_of_thousands_of_patterns_is_not_searched_to_its_end() -> None:
    page = PdfPage(letter())
    cut(page)
    tiling(page)
    for place in range(20_000):
        page.resources.Pattern[f"/A{place}"] = page.pdf.make_stream(b"", Type=Name.Pattern, PatternType=1)
    every = " ".join(f"/A{place} scn" for place in range(20_000))
    page.page.Contents = page.pdf.make_stream(f"{every} {TILED}".encode())
    assert used(lambda: has_damaged_image(page.page, Limits())) < 5


def test_the_files_at_hand_are_whole(shared_data: Path) -> None:
    for path in sorted((shared_data / "pdf").glob("*.pdf")):
        pictures = [item for item in open_pictures(path, Limits()) if isinstance(item, PagePicture)]
        assert pictures
        assert not any(picture.incomplete for picture in pictures), path.name


def test_a_wrong_checksum_is_no_loss(tmp_path: Path) -> None:
    page = PdfPage(letter())
    deflated(lambda data: data[:-4] + b"\x00\x00\x00\x00")(page)
    assert not made(page, tmp_path / "a.pdf", BESIDE_OTHERS).incomplete
    deflated(lambda data: data[:-4])(page)
    assert not made(page, tmp_path / "b.pdf", BESIDE_OTHERS).incomplete


@pytest.mark.parametrize(
    ("wrap", "names"),
    [
        (zlib.compress, [Name.FlateDecode, Name.DCTDecode]),
        (lambda data: base64.a85encode(data) + b"~>", [Name.ASCII85Decode, Name.DCTDecode]),
        (
            lambda data: zlib.compress(base64.a85encode(data) + b"~>"),
            [Name.FlateDecode, Name.ASCII85Decode, Name.DCTDecode],
        ),
        (lambda data: b"\r\n\x00" + data, [Name.DCTDecode]),
    ],
    ids=["deflate", "ascii85", "both", "bytes_before"],
)
def test_a_cut_jpeg_is_told_whatever_is_around_it(
    tmp_path: Path, wrap: Callable[[bytes], bytes], names: list[Name]
) -> None:
    page = PdfPage(letter())
    page.stream.write(wrap(page.stored), filter=pikepdf.Array(names))
    assert not made(page, tmp_path / "a.pdf", BESIDE_OTHERS).incomplete
    page.stream.write(wrap(half(page.stored)), filter=pikepdf.Array(names))
    assert made(page, tmp_path / "b.pdf", BESIDE_OTHERS).incomplete


@pytest.mark.parametrize("change", [half, same])
def test_a_cut_mask_of_a_sound_picture_is_told(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    page, grey = PdfPage(letter()), letter().convert("L")
    mask = page.pdf.make_stream(change(zlib.compress(grey.tobytes())), Filter=Name.FlateDecode, BitsPerComponent=8)
    mask.Type, mask.Subtype, mask.ColorSpace = Name.XObject, Name.Image, Name.DeviceGray
    mask.Width, mask.Height = grey.size
    page.stream.SMask = mask
    assert made(page, tmp_path / "a.pdf", BESIDE_OTHERS).incomplete == (change is half)


@pytest.mark.parametrize(("flags", "told"), [(0, True), (2, False)], ids=["shown", "hidden"])
@pytest.mark.parametrize("states", [False, True])
def test_a_damaged_picture_in_a_stamp_is_told(tmp_path: Path, flags: int, told: bool, states: bool) -> None:
    page = PdfPage(letter())
    cut(page)
    look = page.pdf.make_stream(b"q 100 0 0 100 0 0 cm /Im Do Q", Type=Name.XObject, Subtype=Name.Form)
    look.BBox, look.Resources = [0, 0, 100, 100], pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=page.stream))
    mark = pikepdf.Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[50, 50, 150, 150], F=flags)
    mark.AP = pikepdf.Dictionary(N=pikepdf.Dictionary(On=look) if states else look)
    mark.AS = Name.On
    page.page.Annots = pikepdf.Array([page.pdf.make_indirect(mark)])
    assert made(page, tmp_path / "a.pdf", "0 0 50 50 re f").incomplete == told


def test_a_picture_that_cannot_be_looked_at_does_not_hide_the_next(tmp_path: Path) -> None:
    page = PdfPage(letter())
    cut(page)
    odd = page.pdf.make_stream(b"x", Type=Name.XObject, Subtype=Name.Image, Width=Name.Wide, Height=1)
    page.resources.XObject.Odd = odd
    assert made(page, tmp_path / "a.pdf", "q 1 0 0 1 -9 -9 cm /Odd Do Q " + BESIDE_OTHERS).incomplete


def drawn(page: PdfPage, streams: list[pikepdf.Stream]) -> pikepdf.Page:
    """The page, which draws these off its edge."""
    page.resources.XObject = pikepdf.Dictionary({f"/X{place}": stream for place, stream in enumerate(streams)})
    page.page.Contents = page.pdf.make_stream("".join(f"/X{place} Do " for place in range(len(streams))).encode())
    return page.page


def an_image(page: PdfPage, size: int, data: bytes, **more: object) -> pikepdf.Stream:
    kind = {"Type": Name.XObject, "Subtype": Name.Image, "Width": size, "Height": size, "ColorSpace": Name.DeviceRGB}
    return page.pdf.make_stream(data, **(kind | {"Filter": Name.FlateDecode, "BitsPerComponent": 8} | more))


def used(call: Callable[[], bool]) -> float:
    start = time.process_time()
    assert not call()
    return time.process_time() - start


def test_a_page_full_of_bombs_is_done_in_seconds() -> None:
    page = PdfPage(letter())
    white = zlib.compress(bytes(8484 * 8484 * 3), 9)
    bombs = [an_image(page, 8484, white) for _ in range(40)]
    assert used(lambda: has_damaged_image(drawn(page, bombs), Limits())) < 5


def test_a_jpeg_that_paints_itself_over_and_over_is_not_looked_at() -> None:
    page, packed = PdfPage(letter()), io.BytesIO()
    Image.new("L", (4000, 4000)).save(packed, "JPEG", progressive=True)
    data = packed.getvalue()
    last = data.rindex(b"\xff\xda")
    bomb = data[:last] + data[last:-2] * 500  # and no end: looked at, it would count as cut off
    streams = [an_image(page, 4000, bomb, Filter=Name.DCTDecode) for _ in range(40)]
    assert used(lambda: has_damaged_image(drawn(page, streams), Limits())) < 5


def test_numbers_that_cannot_be_are_not_counted_with() -> None:
    page = PdfPage(letter())
    profile = pikepdf.Array([Name.ICCBased, page.pdf.make_stream(b"", N=10**9)])
    bits = an_image(page, 10, zlib.compress(bytes(300)), BitsPerComponent=10**9)
    numbers = an_image(page, 10, zlib.compress(bytes(300)), ColorSpace=profile)
    assert not has_damaged_image(drawn(page, [bits, numbers]), Limits())


def test_a_page_of_thousands_of_empty_forms_is_not_searched_to_its_end() -> None:
    page = PdfPage(letter())
    forms = [page.pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form) for _ in range(20_000)]
    cut(page)
    assert used(lambda: has_damaged_image(drawn(page, [*forms, page.stream]), Limits())) < 5


@pytest.mark.parametrize(
    "complaint",
    [
        "Syntax Error (9): CCITTFax row is wrong length (3)",
        "Syntax Error: Invalid CCITTFax code",
        "Syntax Error (1): Illegal character <7a> in ASCIIHex stream",
    ],
)
def test_a_complaint_of_a_stream_is_heard(complaint: str) -> None:
    assert poppler.misses_picture(Finished(code=0, output=b"", complaint=complaint))


@pytest.mark.skipif(sys.platform != "linux", reason="counts descriptors in /proc")
def test_a_machine_that_is_full_does_not_make_a_sound_page_a_broken_one(tmp_path: Path) -> None:
    PdfPage(letter()).save(str(tmp_path / "a.pdf"), BESIDE_OTHERS)
    code = """
        import os, resource, sys
        from pathlib import Path
        from PIL import Image
        from ocr.pictures.limits import Limits
        from ocr.pictures.opening import open_pictures
        Image.init()
        pages = open_pictures(Path(sys.argv[1]), Limits())
        # As many descriptors as are open, and no more: poppler's pipes cannot be made.
        resource.setrlimit(resource.RLIMIT_NOFILE, (len(os.listdir("/proc/self/fd")), 4096))
        (item,) = pages
        print(type(item).__name__, item.facts)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), str(tmp_path / "a.pdf")],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == f"OpeningNotStarted {{'source': 'a.pdf', 'page': 1, 'errno': {errno.EMFILE}}}"
