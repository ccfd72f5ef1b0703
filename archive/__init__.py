"""The wire between a clerk's machine and the central archive: protocol, client, sync engine. Knows no screen."""
