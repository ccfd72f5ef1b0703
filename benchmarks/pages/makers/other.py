"""Papers that are of no type, and papers that look like one but are another: facts of theirs stand for no field."""

from typing import Any

from benchmarks.pages.grammar import Words, hamlet, own_half, person, table
from benchmarks.pages.makers.common import Maker, money_words


def _texts(maker: Maker, symbol: str, count: int) -> dict[str, Any]:
    topic = maker.rng.choice(own_half(table("topics"), maker.parity))
    words = Words(
        rng=maker.rng, place=maker.here, topic=topic, facts={"agency": "đơn vị", "Agency": "Đơn vị"}, year=2019
    )
    return {f"_t{number}": text for number, text in enumerate(words.many(symbol, count), 1)} | {
        "_subject": words.fill("{act}"),
        "_Subject": words.fill("{act} tại {C}").capitalize(),
    }


def _people(maker: Maker) -> dict[str, Any]:
    day = maker.issued(2012, 2026)
    first, second = maker.citizen(1950, 2000, on=day), maker.citizen(1950, 2000, on=day)
    total = maker.money(50_000, 90_000_000, 1000)
    return {
        **maker.office("commune", day),
        "_day": day,
        "_a": first.name,
        "_b": second.name,
        "_a_born": first.born,
        "_b_born": second.born,
        "_a_id": maker.number_of(first, day),
        "_b_id": maker.number_of(second, day),
        "_a_home": first.home,
        "_b_home": second.home,
        "_a_ethnic": first.ethnic,
        "_b_ethnic": second.ethnic,
        "_c": person(maker.rng).name,
        "_d": person(maker.rng).name,
        "_number": f"{maker.rng.randint(1, 9000):04d}",
        "_serial": maker.digits(7),
        "_total": total,
        "_total_words": money_words(total),
        "_reason": maker.entry("reasons"),
        "_hamlet": hamlet(maker.rng),
        "_firm": f"Công ty TNHH {maker.entry('firms')}",
        "_shop": maker.entry("shops"),
        "_tax": f"{maker.rng.randint(1, 60):02d}{maker.digits(8)}",
        "_phone": f"09{maker.digits(8)}",
        "_year": str(day.year),
        "_trade": maker.entry("trades"),
        "_cause": maker.entry("causes_of_death"),
    }


def receipt(maker: Maker) -> dict[str, Any]:
    """Biên lai, phiếu thu."""
    return _people(maker)


def newspaper(maker: Maker) -> dict[str, Any]:
    """A cutting from a newspaper in columns."""
    return _people(maker) | _texts(maker, "report", 8)


def letter(maker: Maker) -> dict[str, Any]:
    """A citizen's letter without a form, mostly by hand."""
    return _people(maker) | _texts(maker, "report", 3)


def minutes(maker: Maker) -> dict[str, Any]:
    """Notes of a meeting."""
    return _people(maker) | _texts(maker, "order", 8)


def invoice(maker: Maker) -> dict[str, Any]:
    """A shop's bill with its table."""
    rows = []
    for item in maker.rng.sample(list(maker.entries("goods")), maker.rng.randint(3, 6)):
        count, price = maker.rng.randint(1, 30), maker.money(5000, 900_000, 1000)
        rows.append({"_item": item, "_count": count, "_price": price, "_sum": count * price})
    total = sum(int(row["_sum"]) for row in rows)
    return _people(maker) | {"_rows": rows, "_total": total, "_total_words": money_words(total)}


def contract(maker: Maker) -> dict[str, Any]:
    """A page from within a contract."""
    return _people(maker) | _texts(maker, "order", 6)


def decoy(maker: Maker) -> dict[str, Any]:
    """Requests and forms that name a paper without being it."""
    facts = _people(maker) | _texts(maker, "order", 2)
    asked = (
        ("Họ, chữ đệm, tên", ""),
        ("Ngày, tháng, năm sinh", "_born"),
        ("Dân tộc", "_ethnic"),
        ("Nơi cư trú", "_home"),
    )
    spouses = [{"_k": label, "_f": facts[f"_b{part}"], "_m": facts[f"_a{part}"]} for label, part in asked]
    return facts | {"_spouses": spouses}
