"""Codes that machines read: where they are on a page picture, and what they hold."""
