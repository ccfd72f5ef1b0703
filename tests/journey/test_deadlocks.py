"""Qt works on several threads within locks of its own: none of them may wait for the interpreter while another thread
that has it waits for that lock.
"""

import subprocess
import sys

TRANSLATING = """
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

DISCONNECTING = """
import io, sys
from PIL import Image
from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal
from PySide6.QtWidgets import QApplication
from ui.widgets.pictures import _decode

class Sender(QObject):
    said = Signal(int)

class Listener:
    def hear(self, number): ...

def written(kind):
    file = io.BytesIO()
    Image.new("L", (40, 60), 255).save(file, kind)
    return file.getvalue()

application = QApplication([])
sys.setswitchinterval(1e-6)
pages = [written(kind) for kind in ("jpeg", "png", "tiff")]
senders, decoded, pool = [Sender() for _ in range(400)], [], QThreadPool()
pool.setMaxThreadCount(3)
for number in range(1500):
    pool.start(lambda page=pages[number % 3]: _decode(page, lambda image: decoded.append(image.final)))

def come_and_go():
    for sender in senders:
        sender.said.connect(Listener().hear)
    if sum(decoded) == 1500:
        application.quit()

looking = QTimer()
looking.timeout.connect(come_and_go)
looking.start(0)
application.exec()
"""


def test_pictures_are_decoded_while_the_words_are_vietnamese() -> None:
    """A translator written in Python stood still here for ever: one thread in Qt's lock, the other in Python's."""
    done = subprocess.run([sys.executable, "-c", TRANSLATING], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_pictures_are_decoded_while_listeners_come_and_go() -> None:
    """Qt looked for the kind of a picture in a lock that two threads wanted, one of them with the interpreter."""
    done = subprocess.run(
        [sys.executable, "-c", DISCONNECTING], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
