"""Errors and findings in words, for screens. The sentences are data (resources/wording), for every surface alike."""

from dataclasses import dataclass

from dossier.errors import SohoaError
from dossier.rules.findings import Finding
from resources.wording import Sentence, Wording


@dataclass(frozen=True, slots=True)
class Words:
    """Sentences of this run's language as screens say them."""

    wording: Wording

    def error(self, error: SohoaError) -> str:
        """What happened, what is safe, what to do."""
        return _joined(self.wording.error(error.code, error.facts))

    def parts(self, error: SohoaError) -> Sentence:
        """The same three sentences, apart."""
        return self.wording.error(error.code, error.facts)

    def code(self, code: str) -> str:
        """The same for a bare code, as kept with a page or a rejected operation."""
        return _joined(self.wording.error(code, {}))

    def finding(self, finding: Finding) -> str:
        """What a rule finds odd."""
        return self.wording.finding(finding.code, finding.facts)

    def state(self, value: str) -> str:
        """The name of a station of the line."""
        return self.wording.term("state", value)


def _joined(sentence: Sentence) -> str:
    return " ".join(part for part in (sentence.what, sentence.safe, sentence.do) if part)
