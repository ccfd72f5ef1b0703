"""From the words of a document's pages to its type and field candidates, by rules that the document types state.

Pure: no pictures, no files, no clock. What is looked for, and where, stands in the YAML of the types; here stand only
the layout of Vietnamese office papers and the forms in which kinds of values are written.
"""

from ocr.extraction.extractor import RuleExtractor

__all__ = ["RuleExtractor"]
