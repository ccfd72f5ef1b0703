"""Scanners: drivers run in a child process, pages come home through its pipe."""
