"""SANE's own `test` backend as the scanner of the tests: ten pages in its feeder, faults on demand."""

import shutil
from pathlib import Path


def write_sane_config(folder: Path) -> Path:
    """A SANE configuration that knows the test backend only; returns the folder for SANE_CONFIG_DIR."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dll.conf").write_text("test\n", encoding="ascii")
    shutil.copy("/etc/sane.d/test.conf", folder / "test.conf")
    return folder
