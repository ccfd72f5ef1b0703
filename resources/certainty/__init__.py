"""Weights and thresholds of certainty, as data: what benchmarks/calibrate.py has measured."""

from importlib.resources import files
from typing import Any

import yaml


def load() -> Any:
    """The parsed YAML; its shape is checked by whoever uses it."""
    return yaml.safe_load(files(__name__).joinpath("certainty.yaml").read_text(encoding="utf-8"))
