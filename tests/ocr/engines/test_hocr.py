"""What Tesseract prints becomes words and letters, and nothing it prints breaks a reading."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from dossier.reading import Box
from ocr.engines.hocr import letter_of, words_of_hocr

PRINTED = """<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<div class='ocr_carea' id='block_1_1' title="bbox 0 0 90 30">
<span class='ocr_header' id='line_1_1' title="bbox 0 0 90 30; baseline 0 0">
<span class='ocrx_word' id='word_1_1' title='bbox 2 3 42 26; x_wconf 51'>
 <span class='ocrx_cinfo' title='x_bboxes 2 8 20 26; x_conf 99.5'>T</span>
  <span class='ocrx_cinfo' id='lstm_choices_1_1_1'>
   <span class='ocrx_cinfo' id='choice_1_1_1' title='x_confs 99'>T</span>
  </span>
 <span class='ocrx_cinfo' title='x_bboxes 21 3 42 26; x_conf 93.1'>\u1ebe</span>
  <span class='ocrx_cinfo' id='lstm_choices_1_1_2'>
   <span class='ocrx_cinfo' id='choice_1_1_2' title='x_confs 98'>\u00c9</span>
   <span class='ocrx_cinfo' id='choice_1_1_3' title='x_confs 94'>\u1ebe</span>
   <span class='ocrx_cinfo' id='choice_1_1_4' title='x_confs 84'>\u1eba</span>
  </span>
</span>
<span class='ocrx_word' id='word_1_2' title='bbox 50 3 95 26; x_wconf 93'>
 <span class='ocrx_cinfo' title='x_bboxes 50 3 60 26; x_conf 99'>\u00d0</span>
 <span class='ocrx_cinfo' title='x_bboxes 60 3 95 26; x_conf 99'>&amp;</span>
</span>
<span class='ocr_line' id='line_1_2' title="bbox 0 30 90 60">
<span class='ocrx_word' id='word_1_3' title='bbox 0 32 10 58; x_wconf 90'>
 <span class='ocrx_cinfo' title='x_bboxes 0 32 10 58; x_conf 99'>&x;</span>
</span>"""


def test_words_lines_boxes_and_choices() -> None:
    words = words_of_hocr(PRINTED, 90, 60)
    assert [(word.text, word.line, word.block) for word in words] == [("TẾ", 0, 1), ("Đ&", 0, 1), ("&x;", 1, 1)]
    assert words[0].box == Box(x=2, y=3, w=40, h=23)
    assert words[0].confidence == 0.51
    assert words[1].box.right == 90
    mark = words[0].letters[1]
    assert (mark.x0, mark.x1) == (21, 42)
    # The dictionary took the dearer one: the cheaper is offered free of charge.
    assert [*mark.others] == [("É", 0), ("Ẻ", 10)]
    assert mark.probability < 0.5 < words[0].letters[0].probability
    # Nothing is known of a sign without choices.
    assert words[1].lowest == 0


def test_costs_are_measured_from_the_sign_that_was_read() -> None:
    letter = letter_of("ê", 0, 9, [(" ", 0), ("ê", 1), ("e", 7), ("\u00f0", 9), ("đ", 8), ("é", math.inf)])
    assert [*letter.others] == [("e", 6), ("đ", 7)]
    assert math.isclose(letter.probability, 1 / (1 + math.exp(-1) + math.exp(-7 / 6)))


@given(
    st.lists(
        st.one_of(
            st.sampled_from(PRINTED.splitlines()),
            st.sampled_from(
                ["<span class='ocrx_word' title='bbox 1 nan 2 -3'>", "<span class='ocrx_word' title='bbox'>"]
            ),
            st.text(),
        )
    )
)
def test_damaged_output_never_breaks_a_reading(lines: list[str]) -> None:
    for word in words_of_hocr("\n".join(lines), 90, 60):
        assert word.text
        assert word.box.right <= 90
        assert word.box.bottom <= 60
        assert "".join(letter.text for letter in word.letters) in ("", word.text)
