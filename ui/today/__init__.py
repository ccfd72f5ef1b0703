"""Việc hôm nay: where the day starts."""
