"""The data folder's own temporary folder.

What passes through it may be secret, so it lies beside the data, for the owner only, and is emptied at every start.
"""

import shutil
from pathlib import Path

from files import durable


def clean_temporary(folder: Path) -> Path:
    """Make the folder private and empty. Only the process that holds the data folder's lock may call it."""
    with durable.translated(folder):
        if folder.is_symlink():
            folder.unlink()
        if folder.exists():
            shutil.rmtree(folder)
    durable.make_folder(folder)
    return folder
