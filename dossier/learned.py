"""What people's values have taught this machine: the agencies it sees and who signs for each.

A reader's guess may be snapped to these; it never invents a name from them. What a machine proposed never teaches.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dossier.ids import RecordId
from dossier.text import fold

AGENCY = "organName"
SIGNER = "signerName"
"""Fields of TT 05/2025; every document type that has them names them so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """Names as people confirmed them. Keys of `signers` are agencies by `agency_key`."""

    agencies: frozenset[str] = frozenset()
    signers: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def signers_of(self, agency: str) -> frozenset[str]:
        """Who has signed for this agency."""
        return self.signers.get(agency_key(agency), frozenset())


NOTHING = Learned()
"""Nothing is known yet."""


def learned_from(values: Iterable[tuple[RecordId, str, str]]) -> Learned:
    """From (record, path, value) of what people put. Who signed for nobody known is not learned."""
    agencies: dict[RecordId, str] = {}
    names: dict[RecordId, str] = {}
    for record, path, value in values:
        if value and path in (AGENCY, SIGNER):
            (agencies if path == AGENCY else names)[record] = value
    signers: dict[str, set[str]] = {}
    for record in agencies.keys() & names.keys():
        signers.setdefault(agency_key(agencies[record]), set()).add(names[record])
    return Learned(
        agencies=frozenset(agencies.values()), signers={key: frozenset(found) for key, found in signers.items()}
    )


def agency_key(agency: str) -> str:
    """An agency's name for looking it up: without marks, case, spaces and signs."""
    return "".join(filter(str.isalnum, fold(agency)))
