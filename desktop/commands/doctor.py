"""`sohoa doctor`: is everything here that the work needs."""

import argparse
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

from desktop.commands.output import Exit, Output
from desktop.environment import Environment
from desktop.installation import Installation
from desktop.reading_tools import LiveReaders, check_pictures, live_readers
from desktop.scanning.sane_scanner import SaneScanner
from dossier.errors import ArchiveError, EngineMissing, LanguageMissing, MachineError, ScannerError, ToolMissing
from files.data_folder import free_bytes
from files.keys import Protection

IN_PROCESS = " in process"
"""How the label of a second reader ends that is no program of its own."""

ENOUGH_BYTES = 2 * 1024**3
"""Below this the clerk is warned: about 20,000 pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing looked at. `needed`: without it this machine cannot do the work."""

    name: str
    ok: bool
    detail: str
    needed: bool = True


def run(options: argparse.Namespace, environment: Environment, output: Output) -> Exit:  # noqa: ARG001 - every command is called alike
    """Run the command; exit code 3 when something needed is not here."""
    checks = [*_machine(output), *_installation(environment, output), _scanner(output)]
    good = all(check.ok for check in checks if check.needed)
    output.document(
        {
            "ok": good,
            "checks": [
                {"name": check.name, "ok": check.ok, "needed": check.needed, "detail": check.detail} for check in checks
            ],
        }
    )
    for check in checks:
        mark = "✓" if check.ok else ("✗" if check.needed else "–")
        output.line(f"{mark} {output.text('check_' + check.name)}: {check.detail}")
    return Exit.DONE if good else Exit.MACHINE_CANNOT


def _machine(output: Output) -> Iterator[Check]:
    try:
        readers = live_readers()
    except EngineMissing as error:
        yield Check(name="engine", ok=False, detail=output.message(error))
    except LanguageMissing as error:
        yield Check(name="engine", ok=True, detail=_version("tesseract", "--version"))
        yield Check(name="language", ok=False, detail=output.message(error))
    else:
        yield from _readers(readers, output)
    try:
        check_pictures()
    except ToolMissing as error:
        yield Check(name="pdf", ok=False, detail=output.message(error))
    else:
        yield Check(name="pdf", ok=True, detail=_version("pdftoppm", "-v"))


def _readers(readers: LiveReaders, output: Output) -> Iterator[Check]:
    """Either reader alone works; without the second nothing is certain by agreement."""
    yield Check(name="engine", ok=True, detail=readers.first)
    yield Check(name="language", ok=True, detail="vie")
    if readers.second is None:
        yield Check(name="second_reader", ok=False, needed=False, detail=output.text("no_second_reader"))
    else:
        key = "second_in_process" if readers.second.endswith(IN_PROCESS) else "second_program"
        detail = output.text(key, name=readers.second.removesuffix(IN_PROCESS))
        yield Check(name="second_reader", ok=True, needed=False, detail=detail)
    model = output.text("language_model_here") if readers.language_model else output.text("no_language_model")
    yield Check(name="language_model", ok=readers.language_model, needed=False, detail=model)


def _version(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return (done.stdout or done.stderr).splitlines()[0] if (done.stdout or done.stderr) else command[0]


def _installation(environment: Environment, output: Output) -> Iterator[Check]:
    free = free_bytes(environment.data_dir)
    gigabytes = f"{free / 1024**3:.1f} GB"
    yield Check(name="disk", ok=free > ENOUGH_BYTES, detail=f"{environment.data_dir}: {gigabytes}")
    try:
        with Installation(environment) as installation:
            key = installation.key
            protected = key.protection is not Protection.UNPROTECTED_FILE
            detail = output.text(f"protection_{key.protection.value}", place=key.place)
            yield Check(name="key", ok=True, detail=detail)
            yield Check(name="protection", ok=protected, needed=False, detail=detail)
            yield Check(name="cache", ok=True, detail=str(installation.folder.database))
            yield _archive(installation, output)
    except MachineError as error:
        yield Check(name="cache", ok=False, detail=output.message(error))


def _archive(installation: Installation, output: Output) -> Check:
    try:
        with installation.archive() as (_client, identity):
            key = "archive_is_embedded" if identity.embedded else "archive_is_remote"
            detail = output.text(key, url=installation.environment.archive_url or installation.enrolment.url or "")
            return Check(name="archive", ok=True, needed=False, detail=detail)
    except ArchiveError as error:
        return Check(name="archive", ok=False, needed=False, detail=output.message(error))


def _scanner(output: Output) -> Check:
    try:
        devices = SaneScanner().devices()
    except ScannerError as error:
        return Check(name="scanner", ok=False, needed=False, detail=output.message(error))
    names = ", ".join(device.label for device in devices) or output.text("no_scanner")
    return Check(name="scanner", ok=bool(devices), needed=False, detail=names)
