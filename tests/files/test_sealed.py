"""Sealed files: what was put comes back or is said to be damaged; an unfinished one is never seen."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossier.errors import FileDamaged, NotFound
from dossier.ids import Sha256, sha256_of
from files.errors import Damaged, DiskFull, IoFailed, Missing
from files.sealed import SealedStore
from storage.sealed_files import CachedFiles

KEY = bytes(range(32))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "files"


@pytest.fixture
def store(root: Path) -> SealedStore:
    return SealedStore(root, KEY)


def kept(root: Path) -> list[Path]:
    return sorted(path for path in root.glob("??/??/*") if path.is_file())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(data=st.binary(max_size=2000))
def test_what_was_put_comes_back(store: SealedStore, data: bytes) -> None:
    sha256 = store.put(data)
    assert sha256 == sha256_of(data)
    assert store.has(sha256)
    assert store.get(sha256) == data


def test_the_same_bytes_are_one_file_and_are_not_written_again(store: SealedStore, root: Path) -> None:
    store.put(b"page")
    (path,) = kept(root)
    before = path.read_bytes()
    store.put(b"page")
    assert kept(root) == [path]
    assert path.read_bytes() == before


def test_neither_name_nor_content_tells_what_it_is(store: SealedStore, root: Path) -> None:
    sha256 = store.put(b"scan " * 100)
    (path,) = kept(root)
    assert sha256 not in str(path)
    assert b"scan " not in path.read_bytes()
    other = SealedStore(root.parent / "other", bytes(32))
    other.put(b"scan " * 100)
    assert kept(root.parent / "other")[0].name != path.name


def test_two_stores_of_one_key_seal_with_fresh_nonces(store: SealedStore, root: Path) -> None:
    store.put(b"page")
    SealedStore(root.parent / "twin", KEY).put(b"page")
    (one,), (two,) = kept(root), kept(root.parent / "twin")
    assert one.name == two.name
    assert one.read_bytes() != two.read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_only_the_owner_may_read(store: SealedStore, root: Path) -> None:
    store.put(b"page")
    for path in [root, *root.rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(where=st.integers(min_value=0, max_value=10**6), bit=st.integers(min_value=0, max_value=7))
def test_a_flipped_bit_is_damage_wherever_it_is(store: SealedStore, root: Path, where: int, bit: int) -> None:
    sha256 = store.put(b"the picture of a page")
    (path,) = kept(root)
    whole = path.read_bytes()
    harmed = bytearray(whole)
    harmed[where % len(harmed)] ^= 1 << bit
    path.write_bytes(harmed)
    with pytest.raises(Damaged):
        store.get(sha256)
    path.write_bytes(whole)
    assert store.get(sha256) == b"the picture of a page"


@pytest.mark.parametrize("length", [0, 5, 20, 40])
def test_a_torn_file_is_damage_and_is_mended_by_putting_it_again(store: SealedStore, root: Path, length: int) -> None:
    data = b"the picture of a page"
    sha256 = store.put(data)
    (path,) = kept(root)
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(Damaged):
        store.get(sha256)
    store.put(data)
    assert store.get(sha256) == data


def test_one_file_cannot_stand_in_for_another(store: SealedStore, root: Path) -> None:
    first, second = store.put(b"page one"), store.put(b"page two")
    one, two = kept(root)
    content_one, content_two = one.read_bytes(), two.read_bytes()
    one.write_bytes(content_two)
    two.write_bytes(content_one)
    for sha256 in (first, second):
        with pytest.raises(Damaged):
            store.get(sha256)


def test_another_key_finds_nothing(store: SealedStore, root: Path) -> None:
    sha256 = store.put(b"page")
    stranger = SealedStore(root, bytes(32))
    assert not stranger.has(sha256)
    with pytest.raises(Missing):
        stranger.get(sha256)


@pytest.mark.parametrize(
    ("code", "expected"), [(errno.ENOSPC, DiskFull), (errno.EDQUOT, DiskFull), (errno.EIO, IoFailed)]
)
def test_a_failed_fsync_leaves_nothing_behind(root: Path, code: int, expected: type[Exception]) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(code, "injected")

    failing = SealedStore(root, KEY, sync=fail)
    with pytest.raises(expected):
        failing.put(b"page")
    assert not failing.has(sha256_of(b"page"))
    assert kept(root) == []
    assert list((root / "unfinished").iterdir()) == []


def test_every_file_is_synced_before_its_name_appears(root: Path) -> None:
    seen: list[list[Path]] = []

    def sync(descriptor: int) -> None:
        seen.append(kept(root))
        os.fsync(descriptor)

    SealedStore(root, KEY, sync=sync).put(b"page")
    assert seen == [[]]
    assert len(kept(root)) == 1


def test_what_a_killed_process_left_is_cleared(root: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from files.sealed import SealedStore\n"
        "SealedStore(Path(sys.argv[1]), bytes(range(32)), sync=lambda fd: os.kill(os.getpid(), 9)).put(b'x' * 100_000)"
    )
    checkout = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", script, str(root)], cwd=checkout, check=False)
    assert done.returncode != 0
    store = SealedStore(root, KEY)
    assert len(list((root / "unfinished").iterdir())) == 1
    assert kept(root) == []
    assert store.clear_unfinished() == 1
    assert list((root / "unfinished").iterdir()) == []


def test_the_core_hears_its_own_errors(store: SealedStore, root: Path) -> None:
    files = CachedFiles(store)
    sha256 = files.put(b"page")
    assert files.get(sha256) == b"page"
    assert files.has(sha256)
    assert not files.has(Sha256("not a hash"))
    with pytest.raises(NotFound):
        files.get(sha256_of(b"absent"))
    kept(root)[0].write_bytes(b"")
    with pytest.raises(FileDamaged) as caught:
        files.get(sha256)
    assert caught.value.facts == {"sha256": sha256}
