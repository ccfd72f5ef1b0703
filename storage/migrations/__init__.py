"""Alembic's home for the cache: `env.py` is run by `storage.migrate`, revisions are in `versions/`."""
