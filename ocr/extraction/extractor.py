"""The extractor: recognises the type of a document and proposes a value for each field its rules find."""

from collections.abc import Sequence

from dossier.document_types import DocumentTypes
from dossier.learned import NOTHING, Learned
from dossier.reading import Extraction, PageReading
from ocr.extraction.closed_lists import ClosedLists
from ocr.extraction.confidence import Certainty
from ocr.extraction.cutting import cut_documents
from ocr.extraction.families import FamilyNames
from ocr.extraction.judging import Judge
from ocr.extraction.pages import pages_of
from ocr.extraction.recognition import recognise
from ocr.extraction.records import Records
from resources.catalogues import load_lists, names_of
from resources.language import entries


class RuleExtractor:
    """`dossier.ports.Extractor` by the rules of the document types; keeps nothing between documents."""

    def __init__(
        self, types: DocumentTypes, certainty: Certainty | None = None, lists: ClosedLists | None = None
    ) -> None:
        """`lists` are the catalogues of usual values; those that come with the program where none are given."""
        self._types = types
        self._judge = Judge(
            certainty=certainty or Certainty.shipped(),
            families=FamilyNames(entries("family_names")),
            lists=lists or ClosedLists(names_of(load_lists())),
        )

    def extract(self, readings: Sequence[PageReading], learned: Learned = NOTHING) -> Extraction:
        """Type, generation and candidates of one document: one record on all its pages, or those its type tells apart.

        Names that are almost one of the `learned` become it. Pages held for a secrecy mark are not looked at.
        Any thread; raises nothing for any words.
        """
        known = recognise(pages_of(readings), self._types.newest())
        if known is None:
            return Extraction(type_id=None, type_confidence=0.0)
        records = Records(known.pages, known.kind, known.generation, self._judge, learned)
        return Extraction(
            type_id=known.kind.id,
            type_confidence=known.sure,
            records=records.found(len(readings)),
            generation=known.generation,
        )

    def cut_documents(self, readings: Sequence[PageReading]) -> list[range]:
        """The pages of a batch put together into documents, in order; see `ocr.extraction.cutting`."""
        return cut_documents(readings, self._types.newest())
