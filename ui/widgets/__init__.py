"""Widgets that several screens share. They get everything by constructor and know no screen."""
