"""The command line, a module a command. Each command prints a table for people or one JSON document for programs."""
