"""JPEG 2000 for the screens: PDF files of scans hold it, and Qt does not read it. Must not know pages or caches."""

import io

from PIL import Image
from PySide6.QtGui import QImage

SIGNATURES = (b"\0\0\0\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51")
"""A file, and the bare codestream."""


def opened(data: bytes, budget: int, width: int | None = None) -> QImage | None:
    """The picture in grey or colour as it was stored; with `width` one that is at least as wide, made in less time.

    None where it cannot be decoded or would take more than `budget` bytes. Any thread.
    """
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG2000",)) as picture:
            across, down = picture.size
            if across * down * 4 > budget:
                return None
            if width is not None:
                picture.reduce = max(0, (across // width).bit_length() - 1)  # type: ignore[method-assign,assignment]
            grey = picture.mode in {"1", "L", "I;16"}
            plain = picture.convert("L" if grey else "RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    form = QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_RGB888
    return QImage(plain.tobytes(), *plain.size, plain.width * (1 if grey else 3), form).copy()
