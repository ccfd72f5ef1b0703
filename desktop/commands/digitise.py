"""`sohoa digitise` and `sohoa import`: take in, read, propose, sync; or take in only."""

import argparse
from collections.abc import Sequence

from desktop.commands.output import Exit, Output
from desktop.digitising import Digitising, Failure, Watch
from desktop.environment import Environment
from desktop.installation import Installation
from desktop.round import Round, sync_round, totals_key
from desktop.sources import plan
from dossier.ids import DossierId
from dossier.model import DossierSummary
from dossier.ports import ArchiveCounts
from dossier.states import Delivery


def run(options: argparse.Namespace, environment: Environment, output: Output) -> Exit:
    """Run the command."""
    whole = options.command == "digitise"
    with Installation(environment) as installation:
        with installation.tools(check=whole) as tools:
            job = Digitising(installation.workplace(), tools, _Notes(output))
            outcome = job.run(plan(options.paths), read=whole, second=whole)
        done = sync_round(installation) if whole else Round()
        summaries = _summaries(installation, outcome.dossiers)
    output.document(_body(output, summaries, outcome.failures, done, whole=whole))
    _table(output, summaries, outcome.failures, done, whole=whole)
    return Exit.SOME_FAILED if outcome.failures else Exit.DONE


class _Notes(Watch):
    """Says beside the result what takes nothing away from it."""

    def __init__(self, output: Output) -> None:
        self._output = output

    def second_failed(self, failure: Failure) -> None:
        self._output.note(self._output.text("second_failed", source=failure.source, reason=failure.error.code))


def _summaries(installation: Installation, dossiers: Sequence[DossierId]) -> list[DossierSummary]:
    found = {item.dossier.id: item for item in installation.store.summaries(limit=1_000_000)}
    return [found[dossier] for dossier in dict.fromkeys(dossiers)]


def _body(
    output: Output,
    summaries: Sequence[DossierSummary],
    failures: Sequence[Failure],
    done: Round,
    *,
    whole: bool,
) -> dict[str, object]:
    body: dict[str, object] = {
        "dossiers": [
            {
                "code": item.dossier.code,
                "documents": item.documents,
                "pages": item.pages,
                "fields": item.fields,
                "certain": item.certain,
                "doubtful": item.doubtful,
            }
            for item in summaries
        ],
        "failed": [_failed(output, failure) for failure in failures],
    }
    if whole:
        body["sent"] = {"blobs": done.blobs, "operations": done.operations}
        body["archive"] = _counts(done.counts)
        if held := sum(item.to_clear for item in summaries):
            body["held"] = held
        if done.error is not None:
            body["waiting"] = {
                "operations": done.waiting,
                "code": done.error.code,
                "message": output.message(done.error),
            }
    return body


def _failed(output: Output, failure: Failure) -> dict[str, object]:
    item: dict[str, object] = {
        "source": failure.source,
        "code": failure.error.code,
        "message": output.message(failure.error),
    }
    if "page" in failure.error.facts:
        item["page"] = failure.error.facts["page"]
    return item


def _delivery(output: Output, item: DossierSummary, done: Round) -> str:
    """What an archive on this machine holds has not been sent anywhere."""
    embedded = done.embedded and item.delivery is Delivery.HELD_BY_ARCHIVE
    return output.text("archive_is_embedded" if embedded else f"delivery_{item.delivery.value}")


def _counts(counts: ArchiveCounts | None) -> dict[str, int] | None:
    if counts is None:
        return None
    return {"dossiers": counts.dossiers, "documents": counts.documents, "pages": counts.pages}


def _table(
    output: Output,
    summaries: Sequence[DossierSummary],
    failures: Sequence[Failure],
    done: Round,
    *,
    whole: bool,
) -> None:
    names = ("dossier", "documents", "pages", "fields", "certain", "doubtful")
    head = [output.text(name) for name in (*names, "sent")]
    rows = [
        (
            item.dossier.code,
            item.documents,
            item.pages,
            item.fields,
            item.certain,
            item.doubtful,
            _delivery(output, item, done),
        )
        for item in summaries
    ]
    output.table(head, rows)
    if failures:
        output.line()
        output.line(output.text("failed_items", count=len(failures)))
        for failure in failures:
            output.line(f"  {failure.source}: {output.message(failure.error)}")
    if not whole:
        return
    output.line()
    output.line(output.text(totals_key(done), blobs=done.blobs, operations=done.operations))
    if done.error is not None:
        output.line(output.message(done.error))
        output.line(output.text("waiting_totals", operations=done.waiting))
    if done.counts is not None:
        key = "archive_embedded" if done.embedded else "archive_remote"
        totals = {"dossiers": done.counts.dossiers, "documents": done.counts.documents, "pages": done.counts.pages}
        output.line(output.text(key, **totals))
