"""Sentences for people: errors, findings and the short texts of the command line, in Vietnamese and English.

Knows codes and facts, never the classes that carry them. In a sentence `{fact}` is a blank, `{fact|kind}` a blank whose
fact is put into words by the table `terms`, and `[...]` is left out when a fact inside it is not known.
A person never meets an exception from here: an unknown code or an unknown fact gives a general sentence with the code.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict

LANGUAGES = ("vi", "en")

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe loader in C where libyaml is built in: the sentences are read at every start."""

_BLANK = re.compile(r"\{(\w+)(?:\|(\w+))?\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")


class Sentence(BaseModel):
    """What happened, what is safe, what to do; `safe` and `do` may be empty."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    what: str
    safe: str
    do: str


class Sentences(BaseModel):
    """One language, as its YAML file has it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    unknown_error: Sentence
    unknown_finding: str
    errors: Mapping[str, Sentence]
    findings: Mapping[str, str]
    texts: Mapping[str, str]
    terms: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Wording:
    """The sentences of one language. Immutable; any thread."""

    language: str
    sentences: Sentences

    def error(self, code: str, facts: Mapping[str, object]) -> Sentence:
        """The three sentences of an error."""
        unknown = self.sentences.unknown_error
        found = self.sentences.errors.get(code, unknown)
        return Sentence(
            what=self._sentence(found.what, unknown.what, code, facts),
            safe=self._sentence(found.safe, unknown.safe, code, facts),
            do=self._sentence(found.do, unknown.do, code, facts),
        )

    def finding(self, code: str, facts: Mapping[str, object]) -> str:
        """The sentence of a finding."""
        unknown = self.sentences.unknown_finding
        return self._sentence(self.sentences.findings.get(code, unknown), unknown, code, facts)

    def text(self, key: str, facts: Mapping[str, object]) -> str:
        """A short text of the command line; "state_keyed" names a term. The key itself where there is none."""
        template = self.sentences.texts.get(key)
        filled = self._fill(template, facts) if template is not None else None
        if filled is not None:
            return filled
        kind, _, value = key.partition("_")
        return self.sentences.terms.get(kind, {}).get(value, key)

    def term(self, kind: str, value: object) -> str:
        """The word for a value of a closed list (a state, a mark); the value itself where there is none."""
        return self.sentences.terms.get(kind, {}).get(str(value), str(value))

    def _sentence(self, template: str, unknown: str, code: str, facts: Mapping[str, object]) -> str:
        """The template filled, else the general sentence with the code."""
        filled = self._fill(template, facts) if template is not unknown else None
        return filled if filled is not None else unknown.replace("{code}", code or "?")

    def _fill(self, template: str, facts: Mapping[str, object]) -> str | None:
        """The sentence with its blanks filled, or None where a fact that it needs is not known."""
        known = {name for name, value in facts.items() if value is not None and value != ""}

        def keep(optional: re.Match[str]) -> str:
            return optional[1] if blanks(optional[1]) <= known else ""

        kept = _OPTIONAL.sub(keep, template)
        if not blanks(kept) <= known:
            return None
        return _BLANK.sub(lambda blank: self.term(blank[2] or "", facts[blank[1]]), kept)


def blanks(template: str) -> set[str]:
    """Names of the facts that a sentence has blanks for."""
    return {name for name, _ in _BLANK.findall(template)}


def load(language: str) -> Wording:
    """Read a language from the package; `ValueError` for any but `LANGUAGES`. Composition roots do it once."""
    if language not in LANGUAGES:
        raise ValueError(language)
    text = (files(__package__) / f"{language}.yaml").read_text(encoding="utf-8")
    return Wording(language=language, sentences=Sentences.model_validate(_parsed(text)))


def _parsed(text: str) -> object:
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 - one of the two safe loaders, see above
