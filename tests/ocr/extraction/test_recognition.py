"""What a paper is: its own heading says it, not what stands below the heading of another kind."""

import pytest

from tests.ocr.extraction.drawn import decision, extracted

BUDGET = ("Về việc giao dự toán thu, chi ngân sách năm 2013",)
PERMIT = ("Giấy phép xây dựng nhà ở riêng lẻ và cưỡng chế",)


def test_a_decision_on_a_budget_is_one() -> None:
    assert extracted(decision(subject=BUDGET)).type_id == "giao_du_toan"


@pytest.mark.parametrize("heading", ["HƯỚNG DẪN", "BÁO CÁO", "CHÍ THỊ", "KẾ HOẠCH"])
@pytest.mark.parametrize("subject", [BUDGET, PERMIT])
def test_what_a_report_or_an_instruction_is_about_is_not_what_it_is(heading: str, subject: tuple[str, ...]) -> None:
    assert extracted(decision(heading=heading, subject=subject)).type_id == "van_ban_hanh_chinh"
