"""The page on document types describes every key there is, its example is a type, and the schema file is current."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from dossier.document_types import DocumentType, DocumentTypes

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "document-types.md").read_text(encoding="utf-8")
SCHEMA: dict[str, Any] = DocumentType.model_json_schema()
SECTIONS = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
PARTS: dict[str, Any] = {**SCHEMA["$defs"], "DocumentType": SCHEMA}


@pytest.mark.parametrize("part", sorted(PARTS))
def test_every_key_and_every_word_of_a_closed_list_is_described(part: str) -> None:
    keys = list(PARTS[part].get("properties", {})) + PARTS[part].get("enum", [])
    assert keys
    described = set(re.findall(r"`(\w+)", SECTIONS[part]))
    assert [key for key in keys if key not in described] == []


def test_the_page_describes_nothing_that_is_not_there() -> None:
    assert set(SECTIONS) == set(PARTS)


def test_the_example_is_a_type_and_shows_every_key() -> None:
    example = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[0]
    data = yaml.safe_load(example)
    assert DocumentTypes.from_data([data]).newest()
    used = set(re.findall(r"(\w+):", example))
    keys = {key for part in PARTS.values() for key in part.get("properties", {})}
    assert keys - used == {"begins", "direction", "lines", "records"}


def test_the_rules_of_years_on_the_page_are_rules() -> None:
    for rules in re.findall(r"`years_after: (\[.*?\])`", PAGE):
        for rule in yaml.safe_load(rules):
            assert set(rule) <= set(PARTS["YearsAfter"]["properties"])


def test_the_schema_for_editors_is_current() -> None:
    """To renew it: write `DocumentType.model_json_schema()` to the file as below."""
    kept = (DOCS / "document-types.schema.json").read_text(encoding="utf-8")
    assert kept == json.dumps(SCHEMA, ensure_ascii=False, indent=1) + "\n"
