"""Nhập liệu: the eight-hour screen. `lines` and `presenter` decide, `view` and its widgets show."""
