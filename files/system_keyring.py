"""The operating system's keyring, asked with a time limit.

A keyring may open a dialogue and wait for a person; a program without a screen must not hang on it. So it is asked in a
thread of its own that is left behind when it does not answer. Backends that keep nothing or keep it readable (priority
not above zero) are passed over.
"""

import threading
from collections.abc import Callable

import keyring
from keyring.errors import KeyringError

_SERVICE = "sohoa"


class SystemKeyring:
    """`files.keys.KeyVault` over the `keyring` library. Any thread."""

    def __init__(self, seconds: float = 5.0) -> None:
        self._seconds = seconds

    def read(self, name: str) -> bytes | None:
        """The secret, or None when there is none, the keyring is unusable or does not answer in time."""
        found = self._ask(lambda: keyring.get_password(_SERVICE, name))
        try:
            return bytes.fromhex(found) if found else None
        except ValueError:
            return None

    def keep(self, name: str, secret: bytes) -> bool:
        """Keep a secret and read it back; False when that does not succeed in time."""

        def write() -> str | None:
            keyring.set_password(_SERVICE, name, secret.hex())
            return keyring.get_password(_SERVICE, name)

        return self._ask(write) == secret.hex()

    def _ask(self, question: Callable[[], str | None]) -> str | None:
        answers: list[str | None] = []

        def work() -> None:
            try:
                if keyring.get_keyring().priority > 0:
                    answers.append(question())
            except (KeyringError, RuntimeError, OSError):
                # No backend, a locked one or a refused dialogue: as good as no keyring.
                answers.append(None)

        thread = threading.Thread(target=work, name="keyring", daemon=True)
        thread.start()
        thread.join(self._seconds)
        return answers[0] if answers else None
