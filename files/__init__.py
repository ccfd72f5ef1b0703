"""Durable sealed files by content hash, temporary folders, locks: the calls that differ between systems."""
