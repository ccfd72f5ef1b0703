"""What the embedded archive of a data folder holds, through its own protocol: `python -m tests.crash.held DATA`."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from archive.client import HttpArchive
from desktop.embedded_archive import EmbeddedArchive
from dossier.ids import sha256_of
from dossier.snapshots import FieldSnapshot, PageSnapshot
from files.data_folder import DataFolder


def main() -> None:
    """Start the embedded archive of a data folder, list everything, verify every file, stop it."""
    folder = DataFolder(root=Path(sys.argv[1]))
    embedded = EmbeddedArchive(folder.archive, folder.archive_runtime)
    try:
        with HttpArchive(embedded.address.url, embedded.address.token) as client:
            sys.stdout.write(json.dumps(_everything(client), ensure_ascii=False))
    finally:
        embedded.close()


def _everything(client: HttpArchive) -> dict[str, Sequence[object]]:
    """The contents that must be the same however often the work was interrupted; doubles would show."""
    dossiers = client.dossiers()
    snapshots = [row.snapshot for item in dossiers for row in client.dossier(item.id).rows]
    pages = [snapshot for snapshot in snapshots if isinstance(snapshot, PageSnapshot)]
    fields = [snapshot for snapshot in snapshots if isinstance(snapshot, FieldSnapshot)]
    files = {sha256 for page in pages for sha256 in (page.picture, page.source)}
    return {
        "dossiers": sorted([item.code, item.state.value] for item in dossiers),
        "pictures": sorted(page.picture for page in pages),
        "files_intact": sorted(sha256 for sha256 in files if sha256_of(client.fetch(sha256)) == sha256),
        "sources": sorted({page.source for page in pages}),
        "values": sorted([item.value.path, item.value.value, item.value.source.value] for item in fields),
        "others": sorted(snapshot.kind for snapshot in snapshots),
    }


if __name__ == "__main__":
    main()
