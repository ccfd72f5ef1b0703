"""Worker processes of our own: what they do may crash, hang or eat memory, and costs one page only.

`WorkerPageReader` and `WorkerPictureSource` are what a composition root builds. A shared executor loses every page when
one worker dies and cannot end a hung one, hence one pipe a worker and a process that is simply replaced.
"""

from ocr.workers.process import Bounds
from ocr.workers.reader import WorkerPageReader, standard_readers
from ocr.workers.source import WorkerPictureSource

__all__ = ["Bounds", "WorkerPageReader", "WorkerPictureSource", "standard_readers"]
