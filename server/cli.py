"""`sohoa-archive`: serve, and enter users and devices.

Standard output carries what was asked for and nothing else (with --json one JSON document); sentences for people go to
standard error. Exit codes: 0 done, 1 failed, 2 wrong use, 3 this machine cannot.
"""

import argparse
import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from dossier.errors import BugError, ListenFailed, MachineError, SohoaError, UseError
from dossier.ids import DeviceId, OfficeId, UserId
from dossier.states import Role
from dossier.text import clean
from files.errors import FilesError
from resources.wording import LANGUAGES, load
from server.composition import administering, default_data_folder, serving
from storage.sealed_files import as_core_error


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    said = _parser().parse_args(arguments)
    try:
        said.run(said)
    except SohoaError as error:
        return _failed(error, said)
    except FilesError as error:
        return _failed(as_core_error(error), said)
    except Exception as error:
        logging.getLogger("server").exception("bug")
        return _failed(BugError(kind=type(error).__name__), said)
    return 0


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--data", type=Path, default=None, metavar="DIR")
    common.add_argument("--json", action="store_true")
    common.add_argument("--lang", choices=LANGUAGES, default="vi")
    parser = argparse.ArgumentParser(prog="sohoa-archive", description="The central archive of Sohoa.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    serving_ = commands.add_parser("serve", parents=[common], help="run the archive")
    serving_.add_argument("--host", default="127.0.0.1")
    serving_.add_argument("--port", type=_port, default=0, help="0: any free one")
    serving_.add_argument("--runtime", type=Path, metavar="FILE", help="embedded: address and token go into this file")
    serving_.set_defaults(run=_serve)
    users = commands.add_parser("user", help="users").add_subparsers(required=True, metavar="COMMAND")
    user = users.add_parser("add", parents=[common], help="enter a user")
    user.add_argument("name", type=_name)
    user.add_argument("--role", type=Role, choices=list(Role), action="append", required=True)
    user.add_argument("--office", type=_name, required=True, metavar="CODE")
    user.set_defaults(run=_add_user)
    devices = commands.add_parser("device", help="devices").add_subparsers(required=True, metavar="COMMAND")
    device = devices.add_parser("add", parents=[common], help="enrol a device; prints its token, once")
    device.add_argument("--user", type=_name, required=True, metavar="NAME")
    device.set_defaults(run=_add_device)
    revoked = devices.add_parser("revoke", parents=[common], help="refuse a device from now on")
    revoked.add_argument("device", type=_name)
    revoked.set_defaults(run=_revoke_device)
    return parser


def _serve(said: argparse.Namespace) -> None:
    from server.app import create_app
    from server.serving import ArchiveServer, RuntimeFile, listen, serve, url_of

    embedded = said.runtime is not None
    with serving(said.data or default_data_folder(), embedded=embedded) as service:
        try:
            listening = listen(said.host, said.port)
        except OSError as error:
            raise ListenFailed(host=said.host, port=said.port) from error
        url, port = url_of(listening), listening.getsockname()[1]
        token = service.accounts.serve_local_user(service.clock.now()) if embedded else None
        runtime = RuntimeFile(said.runtime) if embedded else None

        def ready() -> None:
            if runtime is not None and token is not None:
                runtime.write(url=url, port=port, archive=service.meta.archive, token=token)
            _print(said, {"url": url, "port": port, "archive": service.meta.archive}, url)

        try:
            serve(ArchiveServer(create_app(service), ready), listening, with_parent=embedded)
        finally:
            if runtime is not None:
                runtime.remove()
            listening.close()


def _add_user(said: argparse.Namespace) -> None:
    name, office = UserId(said.name), OfficeId(said.office)
    with administering(said.data or default_data_folder()) as service:
        service.accounts.add_user(name, said.role, office, service.clock.now())
    roles = sorted(role.value for role in set(said.role))
    _print(said, {"user": name, "office": office, "roles": roles}, name)


def _add_device(said: argparse.Namespace) -> None:
    with administering(said.data or default_data_folder()) as service:
        device, token = service.accounts.add_device(UserId(said.user), service.clock.now())
    _print(said, {"device": device, "user": said.user, "token": token}, token)


def _revoke_device(said: argparse.Namespace) -> None:
    with administering(said.data or default_data_folder()) as service:
        service.accounts.revoke_device(DeviceId(said.device))
    _print(said, {"device": said.device, "revoked": True}, said.device)


def _print(said: argparse.Namespace, document: dict[str, object], line: str) -> None:
    sys.stdout.write((json.dumps(document, ensure_ascii=False) if said.json else line) + "\n")
    sys.stdout.flush()


def _failed(error: SohoaError, said: argparse.Namespace) -> int:
    """The one border where an error becomes a sentence and an exit code."""
    sentence = load(said.lang).error(error.code, error.facts)
    message = " ".join(part for part in (sentence.what, sentence.safe, sentence.do) if part)
    sys.stderr.write(message + "\n")
    if said.json:
        sys.stdout.write(json.dumps({"error": {"code": error.code, "message": message}}, ensure_ascii=False) + "\n")
    if isinstance(error, MachineError):
        return 3
    return 2 if isinstance(error, UseError) else 1


def _name(text: str) -> str:
    name = clean(text)
    if not name or len(name) > 200 or not name.isprintable():
        raise ValueError(text)
    return name


def _port(text: str) -> int:
    if not text.isdigit() or int(text) > 65535:
        raise ValueError(text)
    return int(text)
