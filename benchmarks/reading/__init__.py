"""How well papers are read: what is scored, with whom it is compared, and what it costs.

Knows readers and papers, never screens or the cache. A paper's truth never reaches a reader.
"""
