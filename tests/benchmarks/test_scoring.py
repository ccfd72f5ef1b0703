"""How the reading benchmark judges fields and what it says of counts."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.reading.chances import calibration_error, reliability, wilson
from benchmarks.reading.fields import Outcome, Proposal, judge, printed, tally
from benchmarks.reading.logistic import Sample, crossed, fit, kept, thresholds
from benchmarks.reading.papers import Group, Paper, Truth, slots_of_text
from benchmarks.reading.regex_fields import RegexExtractor
from benchmarks.reading.variants import VARIANTS, Swap, swapped
from benchmarks.results import Figure
from dossier.document_types import DocumentTypes
from dossier.reading import SlotKind, Writing
from resources.document_types import load


def paper(fields: dict[str, Truth], *, complete: bool = False, whole_agency: bool = True) -> Paper:
    return Paper(
        name="a",
        group=Group.ADMINISTRATIVE,
        file=Path("a.jpg"),
        fields=fields,
        complete=complete,
        whole_agency=whole_agency,
    )


@pytest.mark.parametrize(
    ("truth", "value", "outcome"),
    [
        ("Ủy ban nhân dân", "UỶ BAN NHÂN DÂN.", Outcome.EXACT),
        ("QĐ-UBND", "QĐ - UBND", Outcome.EXACT),
        ("Hòa Bình", "Hoa Bình", Outcome.WRONG),
        ("73", "", Outcome.EMPTY),
        (None, "73", Outcome.INVENTED),
        (None, "", Outcome.ABSENT),
    ],
)
def test_a_value_is_right_but_for_case_spacing_and_punctuation(truth: str | None, value: str, outcome: Outcome) -> None:
    (judged,) = judge(paper({"x": Truth(value=truth)}), {"x": Proposal(value=value)})

    assert judged.outcome is outcome


def test_beyond_a_complete_truth_everything_is_invented() -> None:
    proposed = {"x": Proposal(value="1"), "y": Proposal(value="2", certain=True)}

    judged = judge(paper({"x": Truth(value="1")}, complete=True), proposed)

    assert {each.name: each.outcome for each in judged} == {"x": Outcome.EXACT, "y": Outcome.INVENTED}
    assert tally(judged).certain_wrong == 1


def test_a_code_that_stands_for_several_takes_each_of_them() -> None:
    truth = Truth(value="Bảng đề nghị", also=("Giấy đề nghị",))

    (judged,) = judge(paper({"x": truth}), {"x": Proposal(value="GIẤY ĐỀ NGHỊ")})

    assert judged.outcome is Outcome.EXACT


def test_the_archivists_name_the_superior_agency_too() -> None:
    whole = {"organName": Truth(value="Sở Y tế Chi cục An toàn")}

    (judged,) = judge(paper(whole, whole_agency=False), {"organName": Proposal(value="Chi cục an toàn")})

    assert judged.outcome is Outcome.EXACT


def test_cover_is_of_printed_fields_that_bear_a_value() -> None:
    fields = {
        "a": Truth(value="1"),
        "b": Truth(value="2"),
        "c": Truth(value=None),
        "d": Truth(value="3", writing=Writing.HANDWRITTEN),
    }
    judged = judge(paper(fields), {"a": Proposal(value="1", certain=True), "d": Proposal(value="8")})

    of_print = tally(printed(judged))

    assert (of_print.fields, of_print.exact, of_print.cover, of_print.certain_wrong) == (2, 0.5, 0.5, 0)


def test_slots_are_told_by_the_marks_of_the_text() -> None:
    text = "Số: ⟦hw:73⟧/QĐ-CC\nVị Thanh, ngày ⟦stamp:01⟧ tháng 04 năm 2010\nsố 5, ngày ⟦hw:9⟧ tháng 1 năm 2009"

    assert slots_of_text(text) == {
        SlotKind.NUMBER: Writing.HANDWRITTEN,
        SlotKind.DAY: Writing.STAMPED,
        SlotKind.MONTH: Writing.PRINTED,
        SlotKind.YEAR: Writing.PRINTED,
    }


def test_the_interval_of_wilson() -> None:
    # Newcombe 1998, table I, method 3: 81 of 263; and the upper bound when nothing went wrong.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert wilson(0, 100)[1] == pytest.approx(0.0370, abs=1e-4)
    assert wilson(0, 0) == (0, 1)


def test_reliability_tells_how_far_what_was_said_is_from_what_was() -> None:
    said = [(0.9, True)] * 9 + [(0.9, False)] + [(1.0, True)] * 10

    bins = reliability(said)

    assert [(each.low, each.count, each.right) for each in bins] == [(0.9, 10, 0.9), (0.995, 10, 1.0)]
    assert calibration_error(bins) == pytest.approx(0)


def test_a_figure_is_told_with_its_goal_and_its_peer() -> None:
    figure = Figure(value=30.0, unit="pages/min", goal=(">=", 40), peer=10.0)

    assert figure.is_met() is False
    assert figure.as_json() == {"value": 30.0, "unit": "pages/min", "goal": [">=", 40], "peer": 10.0, "ratio": 3.0}


def test_the_peers_extractor_finds_what_a_clean_text_says() -> None:
    text = """SỞ Y TẾ HẬU GIANG CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
CHI CỤC AN TOÀN VỆ SINH Độc lập - Tự do - Hạnh phúc
Số: 73/QĐ-CC Vị Thanh, ngày 01 tháng 4 năm 2010
QUYẾT ĐỊNH
Về việc thành lập tổ thẩm định
Căn cứ Luật An toàn thực phẩm;
Nơi nhận:
- Như điều 3;
- Lưu: VT.
CHI CỤC TRƯỞNG
Võ Hoàng Hận"""

    found = {name: each.value for name, each in RegexExtractor(DocumentTypes.from_data(load())).extract(text).items()}

    assert found == {
        "codeNumber": "73",
        "codeNotation": "QĐ-CC",
        "issuedDate": "2010-04-01",
        "organName": "CHI CỤC AN TOÀN VỆ SINH",
        "typeName": "Quyết định",
        "subject": "Về việc thành lập tổ thẩm định",
        "signerPosition": "CHI CỤC TRƯỞNG",
        "signerName": "Võ Hoàng Hận",
        "recipients": "Như điều 3; Lưu: VT",
    }


def drawn_samples(count: int) -> list[Sample]:
    """Candidates whose chance of being right grows with one feature; one field is worse than the others."""
    rng = np.random.default_rng(7)
    samples = []
    for number in range(count):
        sure, name = float(rng.uniform(0, 4)), ("good", "bad")[number % 2]
        chance = 1 / (1 + np.exp(-(2.5 * sure - 3 - 1.5 * (name == "bad"))))
        samples.append(
            Sample(
                page=str(number // 4),
                name=name,
                kind="text",
                features={"sure": sure, "noise": float(rng.uniform())},
                right=bool(rng.random() < chance),
                eligible=True,
            )
        )
    return samples


def test_the_model_finds_what_decides_and_what_does_not() -> None:
    model = fit(drawn_samples(4000))

    assert model.weights["sure"] == pytest.approx(2.5, abs=0.3)
    assert model.weights["noise"] == pytest.approx(0, abs=0.4)
    assert model.bias["good"] - model.bias["bad"] == pytest.approx(1.5, abs=0.5)


def test_thresholds_keep_errors_rare_on_pages_the_model_has_not_seen() -> None:
    seen, unseen = drawn_samples(8000)[:4000], drawn_samples(8000)[4000:]
    bounds = thresholds(seen, crossed(seen), 0.01)
    model = fit(seen)

    result = kept(unseen, np.array([model.probability(sample) for sample in unseen]), bounds)

    assert result.certain > 0.15 * len(unseen)
    assert len(result.wrong) <= 0.02 * result.certain


def test_what_a_real_paper_got_wrong_is_below_the_threshold() -> None:
    samples = drawn_samples(2000)
    worst = Sample(
        page="real", name="good", kind="text", features=samples[0].features, right=False, eligible=True, real=True
    )
    chances = np.append(crossed(samples), 0.995)

    assert thresholds([*samples, worst], chances, 0.01)["default"] > 0.995


def test_every_step_that_a_variant_leaves_out_is_there() -> None:
    swaps = [swap for variant in VARIANTS.values() for swap in (*variant.reading, *variant.extraction)]

    assert swaps
    for swap in swaps:
        holder, name = swap.place
        assert callable(getattr(holder, name))


def test_a_swap_ends_with_its_block_and_a_missing_place_is_an_error() -> None:
    with swapped([Swap("benchmarks.reading.chances", "wilson", lambda *_: (0.5, 0.5))]):
        from benchmarks.reading import chances

        assert chances.wilson(1, 2) == (0.5, 0.5)
    assert chances.wilson is wilson
    with pytest.raises(AttributeError):
        _ = Swap("benchmarks.reading.chances", "nothing", wilson).place
