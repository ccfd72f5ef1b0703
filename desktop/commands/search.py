"""`sohoa search TEXT`: dossiers whose code, values or page text hold the words, with or without Vietnamese marks."""

import argparse

from desktop.commands.output import Exit, Output
from desktop.environment import Environment
from desktop.installation import Installation


def run(options: argparse.Namespace, environment: Environment, output: Output) -> Exit:
    """Run the command."""
    with Installation(environment) as installation:
        found = installation.store.search(options.text)
    output.document(
        {
            "dossiers": [
                {
                    "code": item.dossier.code,
                    "state": item.dossier.state.value,
                    "documents": item.documents,
                    "pages": item.pages,
                    "fields": item.fields,
                }
                for item in found
            ]
        }
    )
    head = [output.text(name) for name in ("dossier", "state", "documents", "pages", "fields")]
    rows = [
        (
            item.dossier.code,
            output.text(f"state_{item.dossier.state.value}"),
            item.documents,
            item.pages,
            item.fields,
        )
        for item in found
    ]
    if rows:
        output.table(head, rows)
    else:
        output.line(output.text("nothing_found"))
    return Exit.DONE
