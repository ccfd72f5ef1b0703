"""`sohoa` without a command: the window."""

import argparse

from desktop.commands.output import Exit, Output
from desktop.environment import Environment


def run(options: argparse.Namespace, environment: Environment, output: Output) -> Exit:  # noqa: ARG001 - every command is called alike
    """Open the window and stay until it is closed."""
    from desktop.window import open_window

    return Exit(open_window(environment))
