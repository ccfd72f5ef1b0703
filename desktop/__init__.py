"""The clerk's application: composition root, settings, background jobs, scanners, command line."""
