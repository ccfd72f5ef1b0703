"""How well printed addresses are understood: every old commune of Thanh Hóa, and a sample of the country, 20 spellings.

The spellings were laid down before the first result was seen: how papers write addresses, and how readers of worn print
misread them. Writes build/bench/addresses.json.
"""

import datetime as dt
import random
import statistics
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from benchmarks.results import Figure, print_figures, print_table, progress, write
from dossier.addresses.complete import Completer
from dossier.addresses.reader import AddressReader
from dossier.addresses.results import Certainty, Home, Mapping, ParsedAddress
from dossier.addresses.units import Generation, Level, Unit, UnitTable
from resources.catalogues import load_units

THANH_HOA = "38"
SAMPLE = 2000
SEED = 20250701
BEFORE = dt.date(2015, 6, 1)
SLOW = 25
"""At most so many of the worst are listed in the report."""

_ABBREVIATIONS = {
    "Xã": "X",
    "Phường": "P",
    "Thị trấn": "TT",
    "Huyện": "H",
    "Quận": "Q",
    "Thị xã": "TX",
    "Thành phố": "TP",
    "Tỉnh": "T",
}
_CONFUSED = {
    "o": "0",
    "O": "0",
    "l": "1",
    "i": "l",
    "I": "l",
    "Đ": "D",
    "đ": "d",
    "D": "Đ",
    "c": "e",
    "e": "c",
    "n": "u",
    "u": "n",
    "h": "b",
    "b": "h",
    "m": "rn",
    "t": "l",
    "g": "q",
    "v": "y",
    "y": "v",
    "S": "5",
    "B": "8",
    "a": "o",
}
"""What readers of worn print take a letter for."""
_MARKS = "\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b"
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_LATE_TONES = (
    ("òa", "oà"),
    ("óa", "oá"),
    ("ỏa", "oả"),
    ("ọa", "oạ"),
    ("ủy", "uỷ"),
    ("úy", "uý"),
    ("ụy", "uỵ"),
    ("ùy", "uỳ"),
)
_HAMLETS = ("thôn 3", "Xóm Đồng Tâm", "Khu phố 2", "Tổ dân phố Nam Sơn", "Bản Lát", "số nhà 12 đường Trần Phú")


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """An old commune with what it lies in."""

    commune: Unit
    district: Unit
    province: Unit

    def listed(self, form: Callable[[Unit], str], separator: str = ", ") -> str:
        return separator.join(form(unit) for unit in (self.commune, self.district, self.province))


def _full(unit: Unit) -> str:
    return f"{unit.kind.lower()} {unit.name}"


def _bare(unit: Unit) -> str:
    return _full(unit) if unit.name.isdigit() else unit.name


def _short(unit: Unit) -> str:
    return f"{_ABBREVIATIONS[unit.kind]}. {unit.name}"


def _glued_short(unit: Unit) -> str:
    return f"{_ABBREVIATIONS[unit.kind]}.{unit.name}"


def _without_marks(text: str) -> str:
    bare = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    return bare.replace("đ", "d").replace("Đ", "D")


def _late_tones(text: str) -> str:
    for early, late in _LATE_TONES:
        text = text.replace(early, late)
    return text.replace("Mỹ", "Mĩ").replace("Lý", "Lí")


def _worn_marks(text: str, rng: random.Random, share: float) -> str:
    """Some marks lost or taken for another tone."""
    letters = []
    for letter in text:
        parts = list(unicodedata.normalize("NFD", letter))
        for place, part in enumerate(parts):
            if part in _MARKS and rng.random() < share:
                parts[place] = rng.choice(_TONES) if part in _TONES and rng.random() < 0.5 else ""
        parts.sort(key=lambda part: part in _TONES and part != "")
        letters.append(unicodedata.normalize("NFC", "".join(parts)))
    return "".join(letters)


def _confused(text: str, rng: random.Random, times: int) -> str:
    places = [place for place, letter in enumerate(text) if letter in _CONFUSED]
    for place in sorted(rng.sample(places, min(times, len(places))), reverse=True):
        text = text[:place] + _CONFUSED[text[place]] + text[place + 1 :]
    return text


def _dropped(text: str, rng: random.Random, what: Callable[[str], bool], times: int) -> str:
    places = [place for place, letter in enumerate(text) if what(letter)]
    for place in sorted(rng.sample(places, min(times, len(places))), reverse=True):
        text = text[:place] + text[place + 1 :]
    return text


def _split(text: str, rng: random.Random, times: int) -> str:
    places = [place for place in range(1, len(text)) if text[place - 1].isalpha() and text[place].isalpha()]
    for place in sorted(rng.sample(places, min(times, len(places))), reverse=True):
        text = f"{text[:place]} {text[place:]}"
    return text


def _hamlet(names: Names, rng: random.Random) -> str:
    return f"{rng.choice(_HAMLETS)}, {names.listed(_full)}"


def _worn(names: Names, rng: random.Random) -> str:
    text = _worn_marks(_hamlet(names, rng), rng, 0.2)
    text = _dropped(_confused(text, rng, 1), rng, str.isspace, 1)
    return text.replace(",", ".", 1)


SPELLINGS: dict[str, Callable[[Names, random.Random], str]] = {
    "full": lambda names, _: names.listed(lambda unit: unit.full_name),
    "with a hamlet": _hamlet,
    "capitals": lambda names, _: names.listed(_full).upper(),
    "no marks": lambda names, _: _without_marks(names.listed(_full)),
    "capitals without marks": lambda names, _: _without_marks(names.listed(_full)).upper(),
    "abbreviations": lambda names, _: names.listed(_short),
    "abbreviations, glued": lambda names, rng: f"{rng.choice(_HAMLETS)}, {names.listed(_glued_short)}",
    "names alone": lambda names, _: names.listed(_bare),
    "names alone with dashes": lambda names, _: f"Số 12 đường Lê Lợi - {names.listed(_bare, ' - ')}",
    "names alone without commas": lambda names, _: names.listed(_bare, " "),
    "late tones, i for y": lambda names, _: _late_tones(names.listed(_full)),
    "no province": lambda names, _: f"{_full(names.commune)}, {_full(names.district)}",
    "no district": lambda names, _: f"{_full(names.commune)}, {_full(names.province)}",
    "marks misread": lambda names, rng: _worn_marks(_hamlet(names, rng), rng, 0.3),
    "a letter misread": lambda names, rng: _confused(names.listed(_full), rng, 1),
    "two letters misread": lambda names, rng: _confused(_hamlet(names, rng), rng, 2),
    "a letter and a space lost": lambda names, rng: _dropped(
        _dropped(names.listed(_full), rng, str.isalpha, 1), rng, str.isspace, 1
    ),
    "words split, a comma lost": lambda names, rng: _dropped(
        _split(names.listed(_full), rng, 2), rng, lambda letter: letter == ",", 1
    ),
    "words glued": lambda names, rng: _dropped(names.listed(_full), rng, str.isspace, 4),
    "all of it": _worn,
}


_OPEN = ("no province", "no district", "no marks", "capitals without marks")
"""Spellings that two communes can share: then to say so is right, and to choose is wrong."""


def communes(table: UnitTable, province: str | None = None) -> list[Names]:
    """All old communes, of one province or of the country."""
    found = []
    for commune in table.all(Generation.OLD, Level.COMMUNE):
        district = table.parent(commune)
        above = table.province(commune)
        if district is not None and province in {None, above.code}:
            found.append(Names(commune=commune, district=district, province=above))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one spelling."""

    spelling: str
    text: str
    truth: Unit
    result: str
    """right, open (ambiguous, the truth among the readings), none, wrong."""
    doubt_is_told: bool
    """A divided commune is marked as such."""
    ms: float


def outcomes(reader: AddressReader, table: UnitTable, sample: Iterable[Names], seed: int) -> list[Outcome]:
    """Every spelling of every commune. Seeded by the commune, so that a part gives the same as the whole."""
    alike = _alike(table)
    found = []
    for names in sample:
        rng = random.Random(f"{seed} {names.commune.code}")
        for spelling, write_out in SPELLINGS.items():
            text = write_out(names, rng)
            start = time.thread_time()
            parsed = reader.read(text, on=BEFORE if spelling == "no district" else None)
            ms = (time.thread_time() - start) * 1000
            is_open = alike[spelling, _key(spelling, names)] > 1
            found.append(_outcome(spelling, names.commune, text, parsed, ms=ms, is_open=is_open))
    return found


def _key(spelling: str, names: Names) -> str:
    return SPELLINGS[spelling](names, random.Random(0)) if spelling in _OPEN else ""


def _alike(table: UnitTable) -> Counter[tuple[str, str]]:
    """How many communes have the same spelling where a level is left out: nobody can tell those apart."""
    return Counter((spelling, _key(spelling, names)) for names in communes(table) for spelling in _OPEN)


def _outcome(spelling: str, truth: Unit, text: str, parsed: ParsedAddress, *, ms: float, is_open: bool) -> Outcome:
    found = parsed.old.commune if parsed.old is not None else None
    result = "none"
    if parsed.certainty is Certainty.AMBIGUOUS:
        among = any(place.commune == truth for place in parsed.rivals)
        result = "none" if not among else "right" if is_open else "open"
    elif found is not None:
        result = "right" if found == truth and not is_open else "wrong"
    elif parsed.new is not None and parsed.new.commune is not None:
        result = "wrong"
    is_divided = len(truth.becomes) > 1
    told = found != truth or not is_divided or (parsed.mapping is Mapping.NEEDS_CHOICE and len(parsed.options) > 1)
    return Outcome(spelling=spelling, text=text, truth=truth, result=result, doubt_is_told=told, ms=ms)


def _figures(name: str, found: Sequence[Outcome]) -> dict[str, Figure]:
    share = Counter(outcome.result for outcome in found)
    times = [outcome.ms for outcome in found]
    untold = sum(not outcome.doubt_is_told for outcome in found)
    return {
        f"{name}_right": Figure(value=100 * share["right"] / len(found), unit="%", goal=(">=", 99)),
        f"{name}_open": Figure(value=100 * share["open"] / len(found), unit="%"),
        f"{name}_none": Figure(value=100 * share["none"] / len(found), unit="%"),
        f"{name}_wrong": Figure(value=100 * share["wrong"] / len(found), unit="%"),
        f"{name}_doubts_untold": Figure(value=untold, unit="addresses", goal=("<=", 0)),
        f"{name}_median_ms": Figure(value=statistics.median(times), unit="ms", goal=("<=", 2)),
        f"{name}_p99_ms": Figure(value=statistics.quantiles(times, n=100)[98], unit="ms", goal=("<=", 2)),
    }


def _rows(found: Sequence[Outcome]) -> list[tuple[object, ...]]:
    rows = []
    for spelling in SPELLINGS:
        own = [outcome for outcome in found if outcome.spelling == spelling]
        share = Counter(outcome.result for outcome in own)
        parts = (100 * share[result] / len(own) for result in ("right", "open", "none", "wrong"))
        rows.append((spelling, *parts, statistics.quantiles([outcome.ms for outcome in own], n=100)[98]))
    return rows


def _load_ms() -> float:
    start = time.thread_time()
    UnitTable.from_rows(load_units())
    return (time.thread_time() - start) * 1000


def _completing(table: UnitTable) -> list[float]:
    """Milliseconds of each keystroke of some names."""
    completer, times = Completer(table), []
    for text in ("thanh hoa", "cam van cam thuy", "xa nga thuy nga son", "p dong ve", "quan 3 ho chi minh", "tth"):
        for length in range(1, len(text) + 1):
            start = time.thread_time()
            completer.complete(text[:length], home=Home(province=THANH_HOA))
            times.append((time.thread_time() - start) * 1000)
    return times


def main() -> None:
    """Measure, print, write."""
    figures = {"load_ms": Figure(value=min(_load_ms() for _ in range(5)), unit="ms", goal=("<=", 100))}
    table = UnitTable.from_rows(load_units())
    times = _completing(table)
    figures["complete_median_ms"] = Figure(value=statistics.median(times), unit="ms", goal=("<=", 5))
    figures["complete_worst_ms"] = Figure(value=max(times), unit="ms", goal=("<=", 5))
    reader = AddressReader(table)
    everywhere = communes(table)
    sample = random.Random(SEED).sample(everywhere, SAMPLE)
    missed: dict[str, list[dict[str, str]]] = {}
    for name, part in (("thanh_hoa", communes(table, THANH_HOA)), ("country", sample)):
        progress(f"{name}: {len(part)} communes")
        # Indexes of a province are made when it is first met.
        outcomes(reader, table, {names.province.code: names for names in part}.values(), SEED)
        found = outcomes(reader, table, part, SEED)
        figures |= _figures(name, found)
        heads = ("spelling", "right %", "open %", "none %", "wrong %", "p99 ms")
        print_table(f"{name}, {len(part)} communes", heads, _rows(found))
        missed[f"{name}_doubts"] = [
            {"spelling": one.spelling, "text": one.text, "truth": one.truth.full_name}
            for one in found
            if not one.doubt_is_told
        ]
        missed[name] = [
            {"spelling": one.spelling, "text": one.text, "truth": one.truth.full_name, "result": one.result}
            for one in found
            if one.result != "right"
        ]
    print()
    print_figures(figures)
    write("addresses", figures, missed={name: rows[:400] for name, rows in missed.items()})
    if "--missed" in sys.argv:
        for one in (*missed["country_doubts"], *missed["thanh_hoa"], *missed["country"]):
            print(one)


if __name__ == "__main__":
    main()
