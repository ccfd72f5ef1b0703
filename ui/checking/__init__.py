"""Kiểm tra: the supervisor's queue, and values beside the picture."""
