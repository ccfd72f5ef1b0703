"""A PDF's password as its encryption wants it: people type letters, the file was locked with bytes. No PDF library."""

import stringprep
import unicodedata
from collections.abc import Iterator


def candidates(password: str) -> Iterator[bytes]:
    """What to try, in order, each once: AES-256 wants SASLprep and UTF-8, older encryption one byte a letter."""
    tried: set[bytes] = set()
    for text, encoding in ((saslprep(password), "utf-8"), (password, "utf-8"), (password, "latin-1")):
        try:
            made = text.encode(encoding)
        except UnicodeEncodeError:
            continue
        if made not in tried:
            tried.add(made)
            yield made


def saslprep(password: str) -> str:
    """RFC 4013 without its refusals: a password that may not be simply does not open the file."""
    mapped = "".join(
        " " if stringprep.in_table_c12(letter) else letter for letter in password if not stringprep.in_table_b1(letter)
    )
    return unicodedata.normalize("NFKC", mapped)
