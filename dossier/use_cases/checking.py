"""Check: a second person approves what was keyed or returns it with reasons (kiểm tra, trả lại).

The archive decides in the end; the same rules stand here so that the screen can say no at once.
"""

from collections.abc import Sequence

from dossier.content_hash import content_hash
from dossier.errors import MoveNotAllowed, OpenConflicts, ReasonMissing
from dossier.ids import DecisionId, DossierId
from dossier.model import ChangeSet, Decision, DossierContent, Remark, Verdict
from dossier.operations import Decide
from dossier.ports import Batch
from dossier.states import Mark, State, require_other_person
from dossier.use_cases.workplace import Workplace

CHECKABLE: frozenset[State] = frozenset({State.KEYED, State.CHECKED_1})
"""States in which a dossier waits for a checker."""


def approve(workplace: Workplace, dossier: DossierId) -> ChangeSet:
    """Duyệt. Raises `OwnWork`, `OpenConflicts`, `MoveNotAllowed`."""
    return _decide(workplace, dossier, Verdict.APPROVE, ())


def return_dossier(workplace: Workplace, dossier: DossierId, remarks: Sequence[Remark]) -> ChangeSet:
    """Trả lại, each remark with its reason. Raises `ReasonMissing`, `OwnWork`, `MoveNotAllowed`."""
    if not remarks or any(not remark.reason.strip() for remark in remarks):
        raise ReasonMissing()
    return _decide(workplace, dossier, Verdict.RETURN, tuple(remarks))


def reviewed_hash(content: DossierContent) -> str:
    """The hash of what a checker has in front of him; the archive computes the same from what it holds."""
    pages = ((page.document, page.position, page.id) for page in content.pages if page.document is not None)
    return content_hash(pages, ((value.record, value.path, value.id) for value in content.values))


def target_of(verdict: Verdict, seen: State) -> State:
    """Where a verdict moves a dossier to."""
    if verdict is Verdict.RETURN:
        return State.READ
    return State.CHECKED_1 if seen is State.KEYED else State.CHECKED_2


def mark_of(remarks: Sequence[Remark]) -> Mark:
    """The mark that a return leaves: the coarsest thing that is wrong."""
    if any(remark.record is None and remark.page is None for remark in remarks):
        return Mark.RETURNED_STRUCTURE
    if any(remark.page is not None and remark.record is None for remark in remarks):
        return Mark.RETURNED_PAGE
    return Mark.RETURNED_FIELD


def _decide(workplace: Workplace, dossier: DossierId, verdict: Verdict, remarks: tuple[Remark, ...]) -> ChangeSet:
    content = workplace.store.content(dossier)
    state = content.dossier.state
    if state not in CHECKABLE:
        raise MoveNotAllowed(current=state.value, target=target_of(verdict, state).value)
    require_other_person(content.keyed_by, workplace.actor.user)
    if verdict is Verdict.APPROVE and Mark.CONFLICT in content.dossier.marks:
        raise OpenConflicts(dossier=content.dossier.code)
    decision = Decision(
        id=DecisionId(workplace.ids.new()),
        dossier=dossier,
        verdict=verdict,
        remarks=remarks,
        content_hash=reviewed_hash(content),
        actor=workplace.actor,
        at=workplace.clock.now(),
    )
    operation = workplace.operation(dossier, Decide(decision=decision, seen=state), base_rev=content.dossier.rev)
    return workplace.store.commit(Batch(operations=(operation,)))
