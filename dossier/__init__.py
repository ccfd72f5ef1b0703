"""The core of Sohoa: what a dossier is and what may be done with it.

Knows the standard library, pydantic and python-stdnum; knows no Qt, no SQL, no HTTP and no pictures.
"""
