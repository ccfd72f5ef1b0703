"""Page pictures for the screen: formats that Qt's own plugins cannot decode become PNG."""

import io

from PIL import Image, UnidentifiedImageError

from dossier.errors import PageDamaged

SHOWN_AS_THEY_ARE = frozenset({"image/jpeg", "image/png", "image/tiff", "image/gif", "image/bmp"})
"""What the image plugins of PySide6-Essentials decode."""


def as_png(data: bytes) -> bytes:
    """The same picture as PNG; raises `PageDamaged`. Any thread but the UI's."""
    buffer = io.BytesIO()
    try:
        with Image.open(io.BytesIO(data)) as picture:
            picture.save(buffer, "PNG", compress_level=1)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise PageDamaged() from error
    return buffer.getvalue()
