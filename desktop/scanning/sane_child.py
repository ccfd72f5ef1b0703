"""The child process that holds the SANE driver: `python -m desktop.scanning.sane_child`, request on standard input.

Drivers crash, hang and are not thread-safe, so nothing else lives here. Answers go to standard output as frames; a
driver's own printing goes to standard error. Ends after one request, or with its parent.
"""

import datetime as dt
import io
import json
import os
import sys
import threading
import uuid
from typing import IO, Any

from PIL import Image, TiffImagePlugin

from desktop.scanning.frames import write_frame

MODES = {"colour": ("Color", "24bit Color"), "grey": ("Gray", "True Gray"), "bilevel": ("Lineart", "Binary", "Gray")}
FEEDERS = ("Automatic Document Feeder", "ADF", "ADF Front")
DUPLEX_FEEDERS = ("ADF Duplex", "Automatic Document Feeder Duplex")
FLATBEDS = ("Flatbed",)

STATUS_CODES = {
    "Document feeder out of documents": "scanner_empty",
    "Document feeder jammed": "scanner_jammed",
    "Scanner cover is open": "scanner_cover_open",
    "Device busy": "scanner_busy",
}
"""SANE's status strings (sane_strstatus) and our codes; any other is `scanner_failed`."""

_EXIF_DATE_TIME = 306
_EXIF_PAGE_NAME = 285
_EXIF_IMAGE_UNIQUE_ID = 0xA420


def main() -> None:
    """Answer the one request on standard input."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a driver prints must not land between frames
    request = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_parent, name="parent watch", daemon=True).start()
    import sane

    sane.init()
    try:
        if request["do"] == "devices":
            devices = [
                {"name": name, "label": f"{vendor} {model}"} for name, vendor, model, _kind in sane.get_devices()
            ]
            write_frame(out, {"devices": devices})
        else:
            _scan(sane, request, out)
    except Exception as error:  # noqa: BLE001 - the one border of this process: every driver error becomes a frame
        write_frame(out, {"error": STATUS_CODES.get(str(error), "scanner_failed"), "detail": str(error)})
    finally:
        sane.exit()


def _end_with_parent() -> None:
    """The parent holds the other end of standard input; when it is gone, however it went, so is this process."""
    sys.stdin.buffer.read()
    os._exit(0)


def _scan(sane: Any, request: dict[str, Any], out: IO[bytes]) -> None:
    device = sane.open(request["device"])
    try:
        _configure(device, request)
        count = 0
        for image in _images(device, request["feeder"]):
            count += 1
            data, mime = encode(image, request["dpi"], bilevel=request["mode"] == "bilevel")
            size = {"width": image.width, "height": image.height}
            write_frame(out, {"page": count, "mime": mime, "dpi": request["dpi"], **size}, data)
            if count == request["at_most"]:
                device.cancel()
                break
        write_frame(out, {"end": count})
    finally:
        device.close()


def _images(device: Any, feeder: bool) -> Any:
    if feeder:
        return device.multi_scan()
    device.start()
    return iter([device.snap()])


def _configure(device: Any, request: dict[str, Any]) -> None:
    feeders = (*DUPLEX_FEEDERS, *FEEDERS) if request["duplex"] else FEEDERS
    _choose(device, "source", feeders if request["feeder"] else FLATBEDS)
    _choose(device, "mode", MODES[request["mode"]])
    device.resolution = float(request["dpi"])
    for name, corner in (("tl_x", 0), ("tl_y", 0), ("br_x", 1), ("br_y", 1)):
        if name in device.opt and device.opt[name].constraint:
            setattr(device, name, device.opt[name].constraint[corner])
    for name, value in request["options"]:
        key = name.replace("-", "_")
        current = getattr(device, key)
        setattr(device, key, type(current)(value) if isinstance(current, (int, float)) else value)


def _choose(device: Any, name: str, wanted: tuple[str, ...]) -> None:
    """Set an option to the first wanted value that the driver offers; drivers without the option are left alone."""
    option = device.opt.get(name)
    offered = option.constraint if option is not None and option.is_active() else None
    choice = next((value for value in wanted if offered and value in offered), None)
    if choice is not None:
        setattr(device, name, choice)


def encode(image: Image.Image, dpi: int, *, bilevel: bool) -> tuple[bytes, str]:
    """The page picture file: JPEG quality 90, or G4 TIFF for black and white.

    Time and a unique id are written into the file (TIFF 306, 285; EXIF ImageUniqueID), as scanners do: two sheets
    that look alike to the last pixel are still two pages.
    """
    now = dt.datetime.now(dt.UTC).strftime("%Y:%m:%d %H:%M:%S")
    unique = uuid.uuid4().hex
    buffer = io.BytesIO()
    if bilevel:
        tags = TiffImagePlugin.ImageFileDirectory_v2()
        tags[_EXIF_DATE_TIME] = now
        tags[_EXIF_PAGE_NAME] = unique
        image.convert("1").save(buffer, "TIFF", compression="group4", dpi=(dpi, dpi), tiffinfo=tags)
        return buffer.getvalue(), "image/tiff"
    exif = Image.Exif()
    exif[_EXIF_DATE_TIME] = now
    exif[_EXIF_IMAGE_UNIQUE_ID] = unique
    image.save(buffer, "JPEG", quality=90, dpi=(dpi, dpi), exif=exif)
    return buffer.getvalue(), "image/jpeg"


if __name__ == "__main__":
    main()
