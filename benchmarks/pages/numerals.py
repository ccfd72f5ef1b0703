"""Vietnamese number words, for dates and areas that forms repeat in words."""

from typing import Final

_FIGURES: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def below_hundred(number: int) -> str:
    """0 to 99: "hai mươi mốt", "mười lăm"."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _FIGURES[ones]
    head = "mười" if tens == 1 else f"{_FIGURES[tens]} mươi"
    if ones == 0:
        return head
    last = "lăm" if ones == 5 else "mốt" if ones == 1 and tens > 1 else _FIGURES[ones]
    return f"{head} {last}"


def below_thousand(number: int, *, full: bool = False) -> str:
    """0 to 999; `full` says the hundreds even when they are none, as within a larger number."""
    hundreds, rest = divmod(number, 100)
    if not hundreds and not full:
        return below_hundred(rest)
    head = f"{_FIGURES[hundreds]} trăm"
    if rest == 0:
        return head
    return f"{head} {'lẻ ' + _FIGURES[rest] if rest < 10 else below_hundred(rest)}"


def whole(number: int) -> str:
    """0 to 999,999."""
    thousands, rest = divmod(number, 1000)
    if not thousands:
        return below_thousand(rest)
    head = f"{below_thousand(thousands)} nghìn"
    return f"{head} {below_thousand(rest, full=True)}" if rest else head


def date_words(year: int, month: int, day: int) -> str:
    """As certificates write a date out."""
    return f"Ngày {below_hundred(day)}, tháng {below_hundred(month)}, năm {whole(year)}"


def amount(number: int) -> str:
    """0 to 999,999,999,999, as money is written out."""
    if number < 1_000_000:
        return whole(number)
    parts = []
    for size, name in ((1_000_000_000, "tỷ"), (1_000_000, "triệu"), (1_000, "nghìn")):
        count, number = divmod(number, size)
        if count:
            parts.append(f"{below_thousand(count, full=bool(parts))} {name}")
    if number:
        parts.append(below_thousand(number, full=True))
    return " ".join(parts)
