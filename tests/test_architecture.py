"""Rules of the house that import-linter cannot see: what the core may use, and who speaks to the operating system."""

import ast
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
SETTINGS = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))
PACKAGES: list[str] = SETTINGS["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]

MAY_BE_USED_BY_THE_CORE = sys.stdlib_module_names | {"dossier", "pydantic", "stdnum"}
OPERATING_SYSTEM_MODULES = {
    "ctypes",
    "fcntl",
    "grp",
    "msvcrt",
    "pwd",
    "resource",
    "signal",
    "termios",
    "winreg",
    "_winapi",
}
OPERATING_SYSTEM_CALLS = {
    "fdatasync",
    "fork",
    "fsync",
    "geteuid",
    "getuid",
    "kill",
    "killpg",
    "setpgid",
    "setsid",
    "waitpid",
}


def _modules(package: str) -> list[Path]:
    return sorted((CHECKOUT / package).rglob("*.py"))


def _imported(source: str) -> Iterator[str]:
    """Top-level names a module imports from elsewhere, wherever in it the import stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module is not None:
            yield node.module.partition(".")[0]


def _operating_system_uses(source: str) -> list[str]:
    used = [name for name in _imported(source) if name in OPERATING_SYSTEM_MODULES]
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(value=ast.Name(id="os"), attr=attr) if attr in OPERATING_SYSTEM_CALLS:
                used.append(f"os.{attr}")
            case ast.ImportFrom(module="os", names=names):
                used += [f"os.{alias.name}" for alias in names if alias.name in OPERATING_SYSTEM_CALLS]
            case _:
                pass
    return used


@pytest.mark.parametrize("module", _modules("dossier"), ids=lambda path: str(path.relative_to(CHECKOUT)))
def test_the_core_uses_the_standard_library_pydantic_and_stdnum_only(module: Path) -> None:
    assert set(_imported(module.read_text("utf-8"))) <= MAY_BE_USED_BY_THE_CORE


@pytest.mark.parametrize("package", [name for name in PACKAGES if name != "files"])
def test_only_files_speaks_to_the_operating_system(package: str) -> None:
    used = {
        str(path.relative_to(CHECKOUT)): _operating_system_uses(path.read_text("utf-8")) for path in _modules(package)
    }
    assert {path: names for path, names in used.items() if names} == {}


def test_the_walkers_see_every_form_of_import_and_call() -> None:
    source = "import os, fcntl\nfrom os import fsync\ndef f():\n    import numpy.linalg\n    os.kill(1, 2)\n"
    source += "from . import x\n"
    assert set(_imported(source)) == {"os", "fcntl", "numpy"}
    assert sorted(_operating_system_uses(source)) == ["fcntl", "os.fsync", "os.kill"]


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_says_what_it_is_for(package: str) -> None:
    assert ast.get_docstring(ast.parse((CHECKOUT / package / "__init__.py").read_text("utf-8")))
