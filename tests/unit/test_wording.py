"""Every error and every finding has its sentences in both languages, and no person ever meets a hole in one."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier import errors
from dossier.rules.findings import FindingCode
from dossier.states import Delivery, Mark, State
from resources.wording import LANGUAGES, Sentence, Wording, blanks, load

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKOUT = Path(__file__).resolve().parents[2]
DESKTOP = CHECKOUT / "desktop"

WORDINGS = {language: load(language) for language in LANGUAGES}

FACTS: dict[str, object] = {
    "archive": "https://kho.example",
    "source": "a {0} [b].pdf",
    "page": 3,
    "device": "Epson",
    "pages": 7,
    "mark": "MẬT",
    "engine": "tesseract",
    "language": "vie",
    "tool": "pdftoppm",
    "path": "/d",
    "pid": 12,
    "dossier": "H49.1",
    "holder": "Lan",
    "until": "10:30",
    "type": "khai_sinh",
    "version": 2,
    "where": "fields.0",
    "problem": "missing",
    "current": "read",
    "target": "keyed",
    "state": "checked_1",
    "count": 4,
    "thing": "record",
    "id": "x",
    "reason": "r",
    "w": -1,
    "h": 5,
    "field": "so",
    "length": 12,
    "at_most": 11,
    "value": "05/07/1998",
    "earliest": 1945,
    "other": "06/07/1998",
    "words": "mồng năm",
    "province": "003",
    "in_id": 1969,
    "year": 1970,
    "kind": "Quyết định",
    "years": 12,
    "at_least": 18,
    "smallest": "1",
    "largest": "100",
    "sum": "7",
    "now": "0351234567",
    "generation": "NĐ 118/2021",
    "line": 9,
    "file": "nha_van_hoa.yaml",
    "blobs": 1,
    "operations": 2,
    "rows": 3,
    "dossiers": 4,
    "documents": 5,
    "url": "https://kho",
    "place": "/k",
}
"""A value for every fact that any sentence has a blank for."""


def error_codes() -> set[str]:
    """The codes of all error classes there are."""

    def below(kind: type[errors.SohoaError]) -> Iterator[str]:
        yield kind.code
        for sub in kind.__subclasses__():
            if sub.__module__ == errors.__name__:
                yield from below(sub)

    return set(below(errors.SohoaError))


def templates(wording: Wording) -> dict[str, str]:
    """Every template of a language by a name that says where it stands."""
    sentences = wording.sentences
    found = {f"errors.{code}.{part}": text for code, item in sentences.errors.items() for part, text in item}
    found |= {f"unknown.{part}": text for part, text in sentences.unknown_error}
    found |= {f"findings.{code}": text for code, text in sentences.findings.items()}
    found |= {f"texts.{key}": text for key, text in sentences.texts.items()}
    found |= {f"terms.{kind}.{value}": text for kind, table in sentences.terms.items() for value, text in table.items()}
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_exactly_the_errors_there_are_have_sentences(language: str) -> None:
    assert set(WORDINGS[language].sentences.errors) == error_codes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_exactly_the_findings_there_are_have_a_sentence(language: str) -> None:
    assert set(WORDINGS[language].sentences.findings) == set(FindingCode)


@pytest.mark.parametrize("language", LANGUAGES)
def test_states_marks_and_deliveries_have_words(language: str) -> None:
    terms = WORDINGS[language].sentences.terms
    assert set(terms["state"]) == set(State)
    assert set(terms["mark"]) == set(Mark)
    assert set(terms["delivery"]) == set(Delivery)


def test_both_languages_say_the_same_things_with_the_same_blanks() -> None:
    vietnamese, english = (templates(WORDINGS[language]) for language in ("vi", "en"))
    assert vietnamese.keys() == english.keys()
    assert {name: blanks(text) for name, text in vietnamese.items()} == {
        name: blanks(text) for name, text in english.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_nfc_and_written_in_full(language: str) -> None:
    for name, text in templates(WORDINGS[language]).items():
        assert unicodedata.is_normalized("NFC", text), name
        assert "  " not in text, name
        assert text == text.strip(), name
        assert text, name
        if name.startswith(("errors.", "findings.")):
            assert text.endswith("."), name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(error_codes()))
@pytest.mark.parametrize("facts", [FACTS, {}, dict.fromkeys(FACTS)], ids=["all", "none", "unknown"])
def test_an_error_reads_well_with_all_facts_and_with_none(language: str, code: str, facts: dict[str, object]) -> None:
    sentence = WORDINGS[language].error(code, facts)
    unknown = WORDINGS[language].error("no_such_code", {})
    for part, template in WORDINGS[language].sentences.errors[code]:
        text = getattr(sentence, part)
        without_file_name = text.replace(str(FACTS["source"]), "a.pdf")
        assert not re.search(r"[{}\[\]]|  | [.,;:]|“”|\(\)|None", without_file_name), text
        assert text[0].isupper()
        assert part != "what" or text != unknown.what
        if facts is FACTS:
            assert all(str(FACTS[name]) in text or f"{{{name}|" in template for name in blanks(template))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(FindingCode))
def test_a_finding_reads_well(language: str, code: str) -> None:
    text = WORDINGS[language].finding(code, FACTS)
    assert not re.search(r"[{}\[\]]|  | [.,;:]|“”|\(\)|None", text), text
    assert text != WORDINGS[language].finding("no_such_code", {})


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_code_gives_a_general_sentence_with_the_code(language: str) -> None:
    wording = WORDINGS[language]
    sentence = wording.error("no_such_code", {"a": 1})
    assert "no_such_code" in sentence.what
    assert sentence.safe
    assert sentence.do
    assert "no_such_code" in wording.finding("no_such_code", {})
    assert wording.text("no_such_key", {}) == "no_such_key"
    assert wording.term("state", "no_such_state") == "no_such_state"


def test_a_missing_fact_gives_the_general_sentence_for_that_part_alone() -> None:
    known = WORDINGS["vi"].sentences
    broken = known.model_copy(
        update={"errors": {"disk_full": Sentence(what="Thiếu {nothing}.", safe="Còn nguyên.", do="Làm lại.")}}
    )
    sentence = Wording("vi", broken).error("disk_full", {})
    assert "disk_full" in sentence.what
    assert "{" not in sentence.what
    assert (sentence.safe, sentence.do) == ("Còn nguyên.", "Làm lại.")
    assert "too_long" in WORDINGS["vi"].finding("too_long", {"length": 3})


@given(code=st.text(), facts=st.dictionaries(st.text(), st.none() | st.integers() | st.text()))
def test_nothing_a_program_says_makes_the_wording_fail(code: str, facts: dict[str, object]) -> None:
    wording = WORDINGS["vi"]
    assert wording.error(code, facts).what
    assert wording.finding(code, facts)
    wording.text(code, facts)


@given(value=st.text(min_size=1))
def test_a_fact_is_shown_as_it_is_whatever_signs_it_has(value: str) -> None:
    assert value in WORDINGS["vi"].error("source_damaged", {"source": value}).what


def test_facts_of_a_closed_list_are_put_into_words() -> None:
    sentence = WORDINGS["vi"].error("move_not_allowed", {"current": "read", "target": "accepted"})
    assert "đã nhận dạng" in sentence.what
    assert "đã nghiệm thu" in sentence.what
    assert WORDINGS["en"].text("state_keyed", {}) == "keyed"


def test_only_the_two_languages_can_be_loaded() -> None:
    with pytest.raises(ValueError, match="fr"):
        load("fr")


@pytest.mark.skipif(not DESKTOP.is_dir(), reason="the desktop is not in this checkout")
def test_every_text_the_command_line_asks_for_exists() -> None:
    asked = {
        key
        for path in DESKTOP.rglob("*.py")
        for key in re.findall(r"output\.text\(\s*\"(\w+)\"", path.read_text(encoding="utf-8"))
    }
    assert asked
    assert asked <= WORDINGS["vi"].sentences.texts.keys()
