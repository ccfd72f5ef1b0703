"""The encrypted local cache: SQLite, outbox, search. Knows no Qt and no network."""
