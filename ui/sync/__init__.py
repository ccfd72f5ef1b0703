"""Đồng bộ: what waits, what was sent, what is held, what needs attention."""
