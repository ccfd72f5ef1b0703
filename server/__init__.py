"""The central archive service: its own database schema, composition root and command line."""
