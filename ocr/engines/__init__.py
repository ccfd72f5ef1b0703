"""Readers behind one small port. Each turns grey pixels into words; none knows files, pages of a PDF or fields."""

from ocr.engines.engine import EngineWord, Layout, OcrEngine
from ocr.engines.tesseract import TesseractEngine

__all__ = ["EngineWord", "Layout", "OcrEngine", "TesseractEngine"]
