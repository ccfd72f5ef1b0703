"""The scanner port over real SANE with its `test` backend, in a real child process."""

import io
from pathlib import Path

import psutil
import pytest
from PIL import Image

from desktop.scanning.sane_scanner import SaneScanner
from dossier.errors import ScannerCoverOpen, ScannerError, ScannerJammed
from dossier.ids import sha256_of
from dossier.ports import ColourMode, ScanSettings
from tests.support.sane import write_sane_config

pytestmark = pytest.mark.process


@pytest.fixture
def scanner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SaneScanner:
    monkeypatch.setenv("SANE_CONFIG_DIR", str(write_sane_config(tmp_path / "sane")))
    return SaneScanner()


def test_attached_scanners_are_named(scanner: SaneScanner) -> None:
    assert "test:0" in {device.name for device in scanner.devices()}


@pytest.mark.parametrize(
    ("mode", "kind", "pixels"), [("colour", "JPEG", "RGB"), ("grey", "JPEG", "L"), ("bilevel", "TIFF", "1")]
)
def test_the_feeder_gives_its_ten_pages_as_picture_files(
    scanner: SaneScanner, mode: str, kind: str, pixels: str
) -> None:
    pages = list(scanner.scan(ScanSettings(device="test:0", dpi=100, mode=ColourMode(mode))))
    assert [page.number for page in pages] == list(range(1, 11))
    for page in pages:
        picture = Image.open(io.BytesIO(page.data))
        assert (picture.format, picture.mode, picture.size) == (kind, pixels, (page.width, page.height))
        assert page.sha256 == sha256_of(page.data)


def test_sheets_that_look_alike_are_still_different_pages(scanner: SaneScanner) -> None:
    pages = list(scanner.scan(ScanSettings(device="test:0", dpi=75)))
    assert len({page.sha256 for page in pages}) == 10


def test_the_flatbed_gives_one_page(scanner: SaneScanner) -> None:
    assert len(list(scanner.scan(ScanSettings(device="test:0", dpi=75, feeder=False)))) == 1


@pytest.mark.parametrize(
    ("status", "error"),
    [
        ("SANE_STATUS_JAMMED", ScannerJammed),
        ("SANE_STATUS_COVER_OPEN", ScannerCoverOpen),
        ("SANE_STATUS_IO_ERROR", ScannerError),
    ],
)
def test_a_fault_is_named(scanner: SaneScanner, status: str, error: type[ScannerError]) -> None:
    settings = ScanSettings(device="test:0", dpi=75, options=(("read-return-value", status),))
    with pytest.raises(error):
        list(scanner.scan(settings))


def test_an_unknown_device_is_a_scanner_error(scanner: SaneScanner) -> None:
    with pytest.raises(ScannerError):
        list(scanner.scan(ScanSettings(device="nowhere:0")))


def drivers() -> list[psutil.Process]:
    """The driver's process; other tests of this run may have left a resource tracker or a display to it."""
    return [child for child in psutil.Process().children() if "scanning" in " ".join(child.cmdline())]


def test_a_driver_that_dies_costs_its_child_only(scanner: SaneScanner) -> None:
    pages = scanner.scan(ScanSettings(device="test:0", dpi=300))
    assert next(pages).number == 1
    for child in drivers():
        child.kill()
    with pytest.raises(ScannerError):
        list(pages)
    assert len(list(scanner.scan(ScanSettings(device="test:0", dpi=75)))) == 10


def test_leaving_in_the_middle_ends_the_driver(scanner: SaneScanner) -> None:
    pages = scanner.scan(ScanSettings(device="test:0", dpi=300))
    next(pages)
    pages.close()
    assert drivers() == []
