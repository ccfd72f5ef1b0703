"""What may be in the repository: the lock, licences, sizes, and nothing of one machine or of the shared data."""

import hashlib
import re
import subprocess
from importlib.metadata import distributions
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
LOCK = (CHECKOUT / "requirements.lock").read_text("utf-8")
ALLOWED_SAMPLE_BYTES = 8 * 1024 * 1024

# Put together from halves so that this file does not name them itself.
PATHS_OF_ONE_MACHINE = ("/ro" + "ot/", "/tm" + "p/w/", "/op" + "t/", "/wo" + "rk/", "/ho" + "me/")
REGISTRY_HOSTS = ("pypi." + "org", "python" + "hosted", "debian" + ".org", "npmjs" + ".")


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    """Files that git knows or would add."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True).stdout.decode().split("\0")
    return [path for name in names if name and (path := CHECKOUT / name).is_file()]


def _locked() -> list[str]:
    return re.split(r"\n(?=[a-z0-9])", LOCK.strip())


def test_every_locked_package_is_pinned_and_hashed() -> None:
    packages = _locked()
    assert len(packages) > 50
    assert [
        entry.splitlines()[0]
        for entry in packages
        if not re.match(r"[a-z0-9.-]+==[^ ]+ .*--hash=sha256:", entry, re.DOTALL)
    ] == []


def test_the_lock_names_no_address_and_no_path() -> None:
    unwanted = [line for line in LOCK.splitlines() if "://" in line or line.startswith("-") or "find-links" in line]
    assert unwanted == []
    assert [path for path in PATHS_OF_ONE_MACHINE if path in LOCK] == []


def test_the_lock_serves_windows_and_linux() -> None:
    by_name = {entry.partition("==")[0]: entry.splitlines()[0] for entry in _locked()}
    assert "sys_platform == 'win32'" in by_name["pywin32-ctypes"]
    assert "sys_platform == 'linux'" in by_name["python-sane"]
    assert ";" not in by_name["sqlcipher3"]
    assert by_name["pyside6-essentials"].startswith("pyside6-essentials==6.11.")


def test_a_lock_with_addresses_is_never_added(tracked: list[Path]) -> None:
    assert "uv.lock" not in {path.name for path in tracked}
    assert "/uv.lock" in (CHECKOUT / ".gitignore").read_text("utf-8").splitlines()


def _is_gpl_only(licence: str) -> bool:
    """Whether a licence as a package states it is GPL or AGPL with no other to choose; the lesser GPL may be used."""
    gpl = re.search(r"(?<!L)\bA?GPL|GNU (Affero )?General Public", licence)
    return gpl is not None and " OR " not in licence


@pytest.mark.parametrize(
    ("licence", "gpl_only"),
    [
        ("GPL-3.0-or-later", True),
        ("AGPLv3", True),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", True),
        ("License :: OSI Approved :: GNU Affero General Public License v3", True),
        ("License :: OSI Approved :: GNU Lesser General Public License v2 or later (LGPLv2+)", False),
        ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", False),
        ("MIT", False),
    ],
)
def test_a_licence_is_told_from_its_words(licence: str, gpl_only: bool) -> None:
    assert _is_gpl_only(licence) is gpl_only


def test_no_installed_library_is_gpl() -> None:
    offending = []
    for dist in distributions():
        stated = [*(dist.metadata.get_all("License-Expression") or []), *(dist.metadata.get_all("Classifier") or [])]
        # Some packages put the whole text into this field: its first line is the name.
        stated += [text.strip().partition("\n")[0] for text in dist.metadata.get_all("License") or []]
        offending += [f"{dist.name}: {licence}" for licence in stated if _is_gpl_only(licence)]
    assert offending == []


def test_ours_is_apache() -> None:
    text = (CHECKOUT / "LICENSE").read_text("utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_ci_runs_what_a_developer_runs() -> None:
    assert "make test" in (CHECKOUT / ".ci" / "run").read_text("utf-8")


def test_every_debian_package_has_its_reason() -> None:
    lines = (CHECKOUT / "setup" / "debian-packages.txt").read_text("utf-8").splitlines()
    entries = [line.split(maxsplit=1) for line in lines if line.strip() and not line.startswith("#")]
    assert {entry[0] for entry in entries} >= {"tesseract-ocr", "tesseract-ocr-vie", "poppler-utils"}
    assert [entry for entry in entries if len(entry) < 2] == []
    assert len({entry[0] for entry in entries}) == len(entries)


def test_no_file_names_one_machine_or_a_registry(tracked: list[Path]) -> None:
    found = []
    for path in tracked:
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found += [
            f"{path.relative_to(CHECKOUT)}: {word}" for word in (*PATHS_OF_ONE_MACHINE, *REGISTRY_HOSTS) if word in text
        ]
    assert found == []


def test_samples_are_small() -> None:
    sizes = {path: path.stat().st_size for path in (CHECKOUT / "resources").rglob("*") if path.is_file()}
    assert sum(sizes.values()) < ALLOWED_SAMPLE_BYTES, sorted(sizes.items(), key=lambda item: -item[1])[:5]


def test_nothing_of_the_shared_data_is_copied(tracked: list[Path], shared_data: Path) -> None:
    by_size: dict[int, list[Path]] = {}
    for path in shared_data.rglob("*"):
        if path.is_file() and path.stat().st_size > 0:
            by_size.setdefault(path.stat().st_size, []).append(path)
    copies = []
    for path in tracked:
        same_size = by_size.get(path.stat().st_size, [])
        if same_size and _digest(path) in {_digest(other) for other in same_size}:
            copies.append(str(path.relative_to(CHECKOUT)))
    assert copies == []


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
