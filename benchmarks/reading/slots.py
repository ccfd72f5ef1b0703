"""Slots of the head called handwritten: those that are, and those that are not."""

from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.reading.ours import Read
from dossier.reading import Writing


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotTally:
    """Counts of slots by how they are filled and what they were called."""

    handwritten: int = 0
    caught: int = 0
    """Handwritten and called so; a slot that was not found is not caught."""
    printed: int = 0
    false: int = 0
    """Printed and called handwritten."""
    stamped: int = 0
    stamps_told: int = 0
    """Stamped and called stamped."""
    missed: tuple[str, ...] = ()
    """What was called wrongly, by name."""

    @property
    def caught_share(self) -> float:
        """Of the handwritten ones."""
        return self.caught / max(1, self.handwritten)

    @property
    def false_share(self) -> float:
        """Of the printed ones."""
        return self.false / max(1, self.printed)


def tally_slots(reads: Iterable[Read]) -> SlotTally:
    """Count the slots of the papers' truth; a kind of slot occurs once in a head."""
    pairs = []
    for read in reads:
        called = {slot.kind: slot.writing for reading in reversed(read.readings) for slot in reading.slots}
        pairs += [(read.paper, kind, truth, called.get(kind)) for kind, truth in read.paper.slots.items()]
    hand = [pair for pair in pairs if pair[2] is Writing.HANDWRITTEN]
    print_ = [pair for pair in pairs if pair[2] is Writing.PRINTED]
    stamp = [pair for pair in pairs if pair[2] is Writing.STAMPED]
    wrong = [pair for pair in hand if pair[3] is not Writing.HANDWRITTEN]
    wrong += [pair for pair in print_ if pair[3] is Writing.HANDWRITTEN]
    return SlotTally(
        handwritten=len(hand),
        caught=sum(pair[3] is Writing.HANDWRITTEN for pair in hand),
        printed=len(print_),
        false=sum(pair[3] is Writing.HANDWRITTEN for pair in print_),
        stamped=len(stamp),
        stamps_told=sum(pair[3] is Writing.STAMPED for pair in stamp),
        missed=tuple(f"{paper.name} {kind}: {truth} called {said or 'nothing'}" for paper, kind, truth, said in wrong),
    )
