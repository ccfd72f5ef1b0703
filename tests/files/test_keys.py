"""The data key: kept outside the data folder, found again, and never replaced by a new one where data lies."""

import json
import os
from pathlib import Path

import pytest

from files import durable
from files.errors import Damaged, KeyMissing, WrongKey
from files.keys import KEYRING_NAME, DataKey, KeyPlaces, Protection, open_data_key, read_key_file
from files.passwords import Cost, unwrap, wrap
from files.system_keyring import SystemKeyring

QUICK = Cost(passes=1, memory_kib=64, lanes=1)


class DictVault:
    """A keyring in memory; `broken` keeps nothing and knows nothing."""

    def __init__(self, *, broken: bool = False) -> None:
        self.secrets: dict[str, bytes] = {}
        self.broken = broken

    def read(self, name: str) -> bytes | None:
        return None if self.broken else self.secrets.get(name)

    def keep(self, name: str, secret: bytes) -> bool:
        if not self.broken:
            self.secrets[name] = secret
        return not self.broken


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    durable.make_folder(folder)
    return folder


@pytest.fixture
def places(tmp_path: Path) -> KeyPlaces:
    return KeyPlaces(key_file=None, config_folder=tmp_path / "config", vault=None)


def opened(folder: Path, places: KeyPlaces, *, holds_data: bool = True) -> DataKey:
    return open_data_key(folder, places, holds_data=holds_data)


def test_without_anything_else_the_key_is_a_private_file_outside_the_folder(folder: Path, places: KeyPlaces) -> None:
    key = opened(folder, places, holds_data=False)
    assert key.protection is Protection.UNPROTECTED_FILE
    assert Path(key.place).parent == places.config_folder
    if os.name != "nt":
        assert Path(key.place).stat().st_mode & 0o777 == 0o600
    assert opened(folder, places) == key


def test_a_key_file_of_the_administrator_comes_first(folder: Path, places: KeyPlaces, tmp_path: Path) -> None:
    path = tmp_path / "other-disk" / "sohoa.key"
    named = KeyPlaces(key_file=path, config_folder=places.config_folder, vault=DictVault())
    key = opened(folder, named, holds_data=False)
    assert (key.protection, key.place) == (Protection.KEY_FILE, str(path))
    assert opened(folder, named).secret == key.secret == read_key_file(path)
    assert not places.config_folder.exists()


def test_an_existing_key_file_is_used_as_it_is(folder: Path, places: KeyPlaces, tmp_path: Path) -> None:
    path = tmp_path / "raw.key"
    path.write_bytes(bytes(range(32)))
    named = KeyPlaces(key_file=path, config_folder=places.config_folder, vault=None)
    assert opened(folder, named, holds_data=False).secret == bytes(range(32))


def test_a_keyring_is_used_where_it_works_and_passed_over_where_not(folder: Path, tmp_path: Path) -> None:
    vault = DictVault()
    with_vault = KeyPlaces(key_file=None, config_folder=tmp_path / "config", vault=vault)
    key = opened(folder, with_vault, holds_data=False)
    assert key.protection is Protection.KEYRING
    assert opened(folder, with_vault) == key
    second = tmp_path / "second"
    durable.make_folder(second)
    broken = KeyPlaces(key_file=None, config_folder=tmp_path / "config", vault=DictVault(broken=True))
    assert opened(second, broken, holds_data=False).protection is Protection.UNPROTECTED_FILE
    assert opened(second, broken).protection is Protection.UNPROTECTED_FILE


def test_the_folder_never_holds_the_key(folder: Path, places: KeyPlaces) -> None:
    key = opened(folder, places, holds_data=False)
    for path in folder.rglob("*"):
        raw = path.read_bytes()
        assert key.secret not in raw
        assert key.secret.hex().encode() not in raw
    assert key.secret.hex() not in repr(key)
    assert str(key.secret) not in repr(key)


def test_a_lost_key_is_said_and_never_made_anew(folder: Path, places: KeyPlaces) -> None:
    key = opened(folder, places, holds_data=False)
    Path(key.place).unlink()
    with pytest.raises(KeyMissing) as caught:
        opened(folder, places)
    assert caught.value.facts["key_id"] == key.key_id
    (folder / KEYRING_NAME).unlink()
    with pytest.raises(KeyMissing):
        opened(folder, places)


def test_another_folders_key_is_refused(folder: Path, places: KeyPlaces, tmp_path: Path) -> None:
    opened(folder, places, holds_data=False)
    path = tmp_path / "other.key"
    path.write_bytes(os.urandom(32))
    with pytest.raises(WrongKey):
        opened(folder, KeyPlaces(key_file=path, config_folder=places.config_folder, vault=None))


@pytest.mark.parametrize("content", [b"", b"short", b"zz" * 32, b"ab" * 31])
def test_a_file_that_is_no_key_is_damage(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.key"
    path.write_bytes(content)
    with pytest.raises(Damaged):
        read_key_file(path)


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"key_id": "a", "check": "%%%"}', b"\xff"])
def test_a_harmed_description_is_damage(folder: Path, places: KeyPlaces, content: bytes) -> None:
    opened(folder, places, holds_data=False)
    (folder / KEYRING_NAME).write_bytes(content)
    with pytest.raises(Damaged):
        opened(folder, places)


def test_a_harmed_check_value_is_a_wrong_key(folder: Path, places: KeyPlaces) -> None:
    opened(folder, places, holds_data=False)
    path = folder / KEYRING_NAME
    described = json.loads(path.read_text(encoding="utf-8"))
    described["check"] = ""
    path.write_text(json.dumps(described), encoding="utf-8")
    with pytest.raises(WrongKey):
        opened(folder, places)


def test_keys_for_different_purposes_tell_nothing_of_each_other(folder: Path, places: KeyPlaces) -> None:
    key = opened(folder, places, holds_data=False)
    derived = {key.derive("database"), key.derive("files"), key.secret}
    assert len(derived) == 3
    assert key.derive("database") == opened(folder, places).derive("database")


def test_the_environment_says_where_keys_are(tmp_path: Path) -> None:
    named = KeyPlaces.of_machine({"SOHOA_KEY_FILE": str(tmp_path / "k"), "SOHOA_KEYRING": "0"})
    assert (named.key_file, named.vault) == (tmp_path / "k", None)
    wished = KeyPlaces.of_machine({"SOHOA_KEYRING": "1"})
    assert wished.key_file is None
    assert isinstance(wished.vault, SystemKeyring)


def test_a_keyring_that_keeps_nothing_is_passed_over() -> None:
    """The tests' own keyring is the null backend: it accepts everything and forgets it."""
    vault = SystemKeyring()
    assert vault.keep("name", b"secret") is False
    assert vault.read("name") is None


def test_a_password_opens_what_it_closed_however_it_was_typed() -> None:
    secret = os.urandom(32)
    wrapped = wrap(secret, key_id="k", user="lan", password="mật khẩu", cost=QUICK)
    assert unwrap(wrapped, "mật khẩu") == secret
    assert secret.hex() not in json.dumps(wrapped.as_json())
    with pytest.raises(WrongKey):
        unwrap(wrapped, "mat khau")


def test_a_wrap_belongs_to_its_user_and_key() -> None:
    from dataclasses import replace

    wrapped = wrap(os.urandom(32), key_id="k", user="lan", password="p", cost=QUICK)
    for other in (replace(wrapped, user="minh"), replace(wrapped, key_id="other")):
        with pytest.raises(WrongKey):
            unwrap(other, "p")
    for absurd in (replace(wrapped, memory_kib=1 << 30), replace(wrapped, passes=0), replace(wrapped, salt="%")):
        with pytest.raises((Damaged, WrongKey)):
            unwrap(absurd, "p")


def test_the_default_cost_is_not_cheap() -> None:
    assert (Cost().memory_kib, Cost().passes) >= (65536, 3)
