"""The document types that come with the program, and an office's own beside them, as parsed YAML that knows its lines.

Knows nothing of what a type means: `dossier.document_types.DocumentTypes` checks and understands the data.
"""

from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, Protocol

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""In C where libyaml is built in: the types are read at every start."""
_ENDINGS = (".yaml", ".yml")


class _File(Protocol):
    @property
    def name(self) -> str: ...
    def is_file(self) -> bool: ...
    def read_bytes(self) -> bytes: ...


class _Problem(Exception):
    """What is wrong with the text itself, and in which line."""

    def __init__(self, *, problem: str, line: int | None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.at = line


class TypeFile:
    """One file: `data` is None where it is no YAML, and `problem` and `line(())` then say why and where."""

    def __init__(self, name: str, content: bytes | None) -> None:
        self.name = name
        self.data: Any = None
        self.problem: str | None = None
        self._at: int | None = None
        self._root: Node | None = None
        if content is None:
            self.problem = "cannot be opened"
            return
        try:
            self._root, self.data = _parsed(content)
        except _Problem as error:
            self.problem, self._at = error.problem, error.at

    def line(self, path: Sequence[str | int]) -> int | None:
        """Line of the key or item at a path, else of the innermost one around it that is there; from 1."""
        node, line = self._root, self._at
        if node is not None:
            line = node.start_mark.line + 1
        for step in path:
            found = _child(node, step)
            if found is None:
                break
            node, line = found
        return line


def load() -> list[dict[str, Any]]:
    """One mapping a file of ours, in the order of the file names; read anew at every call.

    Raises `ValueError` for a file that is no YAML: it is part of the program, so that is a fault of ours.
    """
    files = load_files()
    broken = next((file for file in files if file.problem is not None), None)
    if broken is not None:
        raise ValueError(broken.name, broken.line(()), broken.problem)
    return [file.data for file in files]


def load_files(office: Path | None = None) -> tuple[TypeFile, ...]:
    """Our files, then those of the folder of an office, by name; a folder that is not there is empty.

    Nothing is raised for a file: whoever uses the types is told with the others what is wrong with it.
    """
    own = [file for file in resources.files(__name__).iterdir() if file.name.endswith(_ENDINGS)]
    files: list[_File] = sorted(own, key=lambda file: file.name)
    if office is not None and office.is_dir():
        files += sorted((file for file in office.iterdir() if file.suffix in _ENDINGS), key=lambda file: file.name)
    return tuple(TypeFile(file.name, _content(file)) for file in files if file.is_file())


def open_files(paths: Sequence[Path]) -> tuple[TypeFile, ...]:
    """The files named, and those of the folders named; raises nothing, as `load_files`."""
    files = [file for path in paths for file in (sorted(path.iterdir()) if path.is_dir() else [path])]
    named = set(paths)
    return tuple(TypeFile(str(file), _content(file)) for file in files if file in named or file.suffix in _ENDINGS)


def _content(file: _File) -> bytes | None:
    """What the file holds; None where it cannot be opened."""
    try:
        return file.read_bytes()
    except OSError:
        return None


def _parsed(content: bytes) -> tuple[Node | None, Any]:
    """The nodes and the data. Raises `_Problem`."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _Problem(problem="not UTF-8", line=content[: error.start].count(b"\n") + 1) from error
    try:
        loader = _LOADER(text)
        root = loader.get_single_node()
        for key in _repeated_keys(root):
            raise _Problem(problem=f"the key {key.value} stands twice", line=key.start_mark.line + 1)
        return root, loader.construct_document(root) if root is not None else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _Problem(problem=error.problem or "no YAML", line=mark.line + 1 if mark else None) from error
    except yaml.reader.ReaderError as error:
        raise _Problem(problem=error.reason, line=text[: error.position].count("\n") + 1) from error
    except (ValueError, RecursionError) as error:
        # A scalar that looks like a date or a number and is none ("2024-13-45"), or lists in lists without end.
        raise _Problem(problem="no YAML", line=None) from error


def _repeated_keys(root: Node | None) -> Iterator[ScalarNode]:
    """Keys that stand twice in a mapping: YAML would let the last one win without a word."""
    waiting, seen = [root], set[int]()
    while waiting:
        node = waiting.pop()
        if node is None or id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, SequenceNode):
            waiting += node.value
        elif isinstance(node, MappingNode):
            keys = set[str]()
            for key, value in node.value:
                if isinstance(key, ScalarNode) and key.value in keys:
                    yield key
                keys.add(str(key.value))
                waiting.append(value)


def _child(node: Node | None, step: str | int) -> tuple[Node, int] | None:
    """What stands under a key or at a place in a row, and its line."""
    if isinstance(node, MappingNode):
        return next(((value, key.start_mark.line + 1) for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        item: Node = node.value[step]
        return item, item.start_mark.line + 1
    return None
