"""What the scanner's child process says: one JSON line a message, a page's bytes straight after its line.

No page touches the disk in the clear. Used on both ends of the pipe.
"""

import json
from typing import IO, Any

Message = dict[str, Any]

MAX_PAGE_BYTES = 256 * 1024 * 1024


def write_frame(stream: IO[bytes], message: Message, data: bytes = b"") -> None:
    """Write one message and its bytes, flushed."""
    line = json.dumps({**message, "size": len(data)}, ensure_ascii=False)
    stream.write(line.encode() + b"\n" + data)
    stream.flush()


def read_frame(stream: IO[bytes]) -> tuple[Message, bytes] | None:
    """Read one message and its bytes; None at the end of the stream or when it is cut off."""
    line = stream.readline()
    if not line.endswith(b"\n"):
        return None
    message: Message = json.loads(line)
    size = int(message.pop("size"))
    if not 0 <= size <= MAX_PAGE_BYTES:
        return None
    data = stream.read(size)
    return (message, data) if len(data) == size else None
