"""Our packages are flat and bear common names: a foreign distribution could stand in for one of them; this sees it."""

import sys
import tomllib
from importlib.metadata import distribution, packages_distributions
from importlib.util import find_spec
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
SETTINGS = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))
PACKAGES: list[str] = SETTINGS["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]


@pytest.mark.parametrize("name", PACKAGES)
def test_no_other_distribution_owns_the_name_of_our_package(name: str) -> None:
    # An editable install lists no modules, so no owner at all is right as well.
    assert set(packages_distributions().get(name, ["sohoa"])) == {"sohoa"}


@pytest.mark.parametrize("name", [*PACKAGES, "tests"])
def test_the_name_is_found_in_this_checkout(name: str) -> None:
    spec = find_spec(name)
    assert spec is not None
    assert spec.submodule_search_locations is not None
    assert [Path(place).resolve() for place in spec.submodule_search_locations] == [CHECKOUT / name]


def test_the_environment_holds_this_checkout() -> None:
    installed = distribution("sohoa")
    direct = installed.read_text("direct_url.json")
    assert direct is not None
    assert CHECKOUT.as_uri() in direct
    assert installed.version == SETTINGS["project"]["version"]
    assert {script.name for script in installed.entry_points} == {"sohoa", "sohoa-archive"}


def test_every_package_of_the_checkout_is_in_the_wheel() -> None:
    folders = {init.parent.name for init in CHECKOUT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    assert folders == set(PACKAGES)


def test_no_module_is_named_like_one_of_the_standard_library() -> None:
    modules = [path for name in PACKAGES for path in (CHECKOUT / name).rglob("*.py")]
    assert modules
    clashes = [
        path
        for path in modules
        if (path.stem if path.stem != "__init__" else path.parent.name) in sys.stdlib_module_names
    ]
    # Each distribution starts by `python -m name`; __main__ is meant to be the standard name.
    assert [path.relative_to(CHECKOUT) for path in clashes if path.stem != "__main__"] == []
