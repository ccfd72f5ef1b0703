"""Vietnamese is complete: every word of the screens, and Qt's own, comes from vi.ts."""

import ast
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLineEdit
from pytestqt.qtbot import QtBot

from ui import translation
from ui.translation import CONTEXT, parse, tr

CHECKOUT = Path(__file__).resolve().parent.parent.parent
VI = files("resources").joinpath("translations", "vi.ts").read_text("utf-8")


def calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted((CHECKOUT / "ui").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr":
                yield f"{path.relative_to(CHECKOUT)}:{node.lineno}", node


def is_literal(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant)


def literals() -> set[tuple[str, str]]:
    found = set()
    for _, call in calls():
        values = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
        found.add((str(values[0]), str(values[1]) if len(values) > 1 else ""))
    return found


def test_every_word_is_asked_for_as_a_literal() -> None:
    """An f-string would never match a translation."""
    odd = [
        where
        for where, call in calls()
        if not call.args or not all(isinstance(item, ast.Constant) for item in call.args)
    ]
    assert odd == []


def test_no_other_way_to_translate_is_used() -> None:
    """QObject.tr() takes the class as context, which changes with inheritance."""
    odd = [
        str(path)
        for path in (CHECKOUT / "ui").rglob("*.py")
        if re.search(r"\bself\.tr\(|QCoreApplication\.translate\(", path.read_text("utf-8"))
        and path.name != "translation.py"
    ]
    assert odd == []


def test_every_word_has_its_vietnamese_and_nothing_is_left_over() -> None:
    known = {(source, note) for context, source, note in parse(VI) if context == CONTEXT}
    assert literals() - known == set()
    assert known - literals() == set()
    assert 'type="unfinished"' not in VI


def test_blanks_are_the_same_in_both_languages() -> None:
    blank = re.compile(r"\{\w+\}")
    differing = [
        source
        for (context, source, _), words in parse(VI).items()
        if context == CONTEXT and sorted(blank.findall(source)) != sorted(blank.findall(words))
    ]
    assert differing == []


def test_the_fixed_words_are_as_decided() -> None:
    words = {source: text for (context, source, _), text in parse(VI).items() if context == CONTEXT}
    fixed = {
        "Today's work": "Việc hôm nay",
        "Scan and take in files": "Quét và nạp tệp",
        "Keying": "Nhập liệu",
        "Checking": "Kiểm tra",
        "Sync": "Đồng bộ",
        "Trusted": "Tin cậy",
        "To review": "Cần xem lại",
        "Empty yet": "Chưa có",
        "Online": "Có mạng",
        "Offline": "Mất mạng",
        "Need attention": "Cần xử lý",
        "Confirm, next field": "Xác nhận, sang ô kế",
        "Complete keying": "Hoàn thành nhập liệu",
        "Archive on this machine, not yet sent to the province": "Kho trên máy này, chưa gửi lên tỉnh",
    }
    assert {source: words[source] for source in fixed} == fixed


@pytest.fixture
def vietnamese(qtbot: QtBot) -> Iterator[None]:
    application = QApplication.instance()
    translator = translation.load("vi")
    assert application is not None
    assert translator is not None
    application.installTranslator(translator)
    yield
    application.removeTranslator(translator)


@pytest.mark.usefixtures("vietnamese")
def test_qt_speaks_vietnamese_too(qtbot: QtBot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert [button.text() for button in box.buttons()] == ["Hủy"]
    line = QLineEdit()
    qtbot.addWidget(line)
    menu = line.createStandardContextMenu()
    words = [action.text().partition("\t")[0] for action in menu.actions() if not action.isSeparator()]
    menu.deleteLater()
    english = {"&Undo", "&Redo", "Cu&t", "&Copy", "&Paste", "Delete", "Select All"}
    assert not english & set(words)


@pytest.mark.usefixtures("vietnamese")
def test_unknown_words_stay_as_they_are() -> None:
    assert tr("Keying") == "Nhập liệu"
    assert translation.load("en") is None
