"""`sohoa` without a command: the window."""

import argparse
import os
import sys

from desktop.commands.output import Exit, Output
from desktop.environment import Environment
from dossier.errors import DisplayMissing

DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
"""Where Qt looks for somewhere to draw; the last one names a platform that needs no display."""


def run(options: argparse.Namespace, environment: Environment, output: Output) -> Exit:  # noqa: ARG001 - every command is called alike
    """Open the window and stay until it is closed."""
    if sys.platform == "linux" and not any(os.environ.get(name) for name in DISPLAYS):
        raise DisplayMissing()  # Qt itself would abort the process
    from desktop.window import open_window

    return Exit(open_window(environment))
