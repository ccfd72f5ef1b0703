"""Kinds of administrative documents: typeName codes 01-32 of TT 05/2025 and the abbreviations of NĐ 30/2020.

01 to 29 are the 29 kinds of NĐ 30 Điều 7; civil papers (khai sinh, giấy chứng nhận đất, học bạ) are all 32.
"""

from dataclasses import dataclass

from dossier.text import clean, tone_key


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentKind:
    """One line of the table. `abbreviation` is None where the law gives none (công văn, thư công, 30 to 32)."""

    code: str
    name: str
    abbreviation: str | None


def _kind(code: str, name: str, abbreviation: str | None = None) -> DocumentKind:
    return DocumentKind(code=code, name=name, abbreviation=abbreviation)


KINDS: tuple[DocumentKind, ...] = (
    _kind("01", "Nghị quyết", "NQ"),
    _kind("02", "Quyết định", "QĐ"),
    _kind("03", "Chỉ thị", "CT"),
    _kind("04", "Quy chế", "QC"),
    _kind("05", "Quy định", "QyĐ"),
    _kind("06", "Thông cáo", "TC"),
    _kind("07", "Thông báo", "TB"),
    _kind("08", "Hướng dẫn", "HD"),
    _kind("09", "Chương trình", "CTr"),
    _kind("10", "Kế hoạch", "KH"),
    _kind("11", "Phương án", "PA"),
    _kind("12", "Đề án", "ĐA"),
    _kind("13", "Dự án", "DA"),
    _kind("14", "Báo cáo", "BC"),
    _kind("15", "Tờ trình", "TTr"),
    _kind("16", "Giấy ủy quyền", "GUQ"),
    _kind("17", "Phiếu gửi", "PG"),
    _kind("18", "Phiếu chuyển", "PC"),
    _kind("19", "Phiếu báo", "PB"),
    _kind("20", "Biên bản", "BB"),
    _kind("21", "Hợp đồng", "HĐ"),
    _kind("22", "Công văn"),
    _kind("23", "Công điện", "CĐ"),
    _kind("24", "Bản ghi nhớ", "BGN"),
    _kind("25", "Bản thỏa thuận", "BTT"),
    _kind("26", "Giấy mời", "GM"),
    _kind("27", "Giấy giới thiệu", "GGT"),
    _kind("28", "Giấy nghỉ phép", "GNP"),
    _kind("29", "Thư công"),
    _kind("30", "Bản đồ"),
    _kind("31", "Bản vẽ kỹ thuật"),
    _kind("32", "Khác"),
)

ADMINISTRATIVE: frozenset[str] = frozenset(kind.code for kind in KINDS[:29])
"""Codes of the 29 kinds of NĐ 30; the notation rules hold for these alone."""

_BY_CODE = {kind.code: kind for kind in KINDS}
_BY_NAME = {tone_key(kind.name): kind for kind in KINDS}
_BY_ABBREVIATION = {kind.abbreviation.casefold(): kind for kind in KINDS if kind.abbreviation}


def kind_of(text: str) -> DocumentKind | None:
    """The kind by its code ("02") or its name in any case and either tone placement ("QUYẾT ĐỊNH"), or None."""
    return _BY_CODE.get(clean(text)) or _BY_NAME.get(tone_key(text))


def kind_of_abbreviation(text: str) -> DocumentKind | None:
    """The kind by its abbreviation; case is not asked (no two differ by case alone), Đ is (DA is not ĐA)."""
    return _BY_ABBREVIATION.get(clean(text).casefold())
