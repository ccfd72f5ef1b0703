"""Qt asks for translations on its own threads and within its own locks: that must never wait for the interpreter."""

import subprocess
import sys

SCRIPT = """
import sys
from PySide6.QtCore import QThreadPool, QTimer
from PySide6.QtWidgets import QApplication
from tests.support.papers import draw_decision
from ui import translation
from ui.widgets.pictures import _decode

application = QApplication([])
words = translation.load("vi")
application.installTranslator(words)
sys.setswitchinterval(1e-6)
page, decoded, pool = draw_decision(), [], QThreadPool()
pool.setMaxThreadCount(2)
for _ in range(60):
    pool.start(lambda: _decode(page, decoded.append))
looking = QTimer()
looking.timeout.connect(lambda: sum(image.final for image in decoded) == 60 and application.quit())
looking.start(5)
application.exec()
"""


def test_pictures_are_decoded_while_the_words_are_vietnamese() -> None:
    """A translator written in Python stood still here for ever: one thread in Qt's lock, the other in Python's."""
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
