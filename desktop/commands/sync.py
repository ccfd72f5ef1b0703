"""`sohoa sync`: one round of sending and fetching."""

import argparse

from desktop.commands.output import Exit, Output
from desktop.environment import Environment
from desktop.installation import Installation
from desktop.round import sync_round, totals_key


def run(options: argparse.Namespace, environment: Environment, output: Output) -> Exit:  # noqa: ARG001 - every command is called alike
    """Run the command. The archive being away is no failure: the work waits."""
    with Installation(environment) as installation:
        done = sync_round(installation)
    body: dict[str, object] = {
        "sent": {"blobs": done.blobs, "operations": done.operations},
        "received": done.received,
        "waiting": done.waiting,
        "held": done.held,
        "attention": done.attention,
        "troubles": [{"code": error.code, "message": output.message(error)} for error in done.troubles],
        "away": None if done.error is None else {"code": done.error.code, "message": output.message(done.error)},
    }
    output.document(body)
    output.line(output.text(totals_key(done), blobs=done.blobs, operations=done.operations))
    output.line(output.text("received_totals", rows=done.received))
    output.line(output.text("waiting_totals", operations=done.waiting))
    if done.held:
        output.line(output.text("held_totals", operations=done.held))
    if done.attention:
        output.line(output.text("attention_totals", operations=done.attention))
    if done.error is not None:
        output.line(output.message(done.error))
    for error in done.troubles:
        output.line(output.message(error))
    return Exit.SOME_FAILED if done.attention or done.troubles else Exit.DONE
