"""A verdict is bound to what the checker saw: order of listing is nothing, any change of content is something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import assume, given
from hypothesis import strategies as st

from dossier.content_hash import content_hash
from dossier.ids import DocumentId, PageId, RecordId, ValueId

if TYPE_CHECKING:
    from random import Random

words = st.text(alphabet="abc[0].", min_size=1, max_size=4)
pages = st.lists(
    st.tuples(words.map(DocumentId), st.integers(0, 300), words.map(PageId)), max_size=6, unique_by=lambda page: page[2]
)
values = st.lists(
    st.tuples(words.map(RecordId), words, words.map(ValueId)), max_size=6, unique_by=lambda value: (value[0], value[1])
)
Pages = list[tuple[DocumentId, int, PageId]]
Values = list[tuple[RecordId, str, ValueId]]


@given(pages=pages, values=values, random=st.randoms(use_true_random=False))
def test_it_does_not_matter_in_what_order_a_store_lists(pages: Pages, values: Values, random: Random) -> None:
    shuffled_pages, shuffled_values = pages[:], values[:]
    random.shuffle(shuffled_pages)
    random.shuffle(shuffled_values)
    assert content_hash(shuffled_pages, iter(shuffled_values)) == content_hash(pages, values)


@given(one=st.tuples(pages, values), other=st.tuples(pages, values))
def test_another_page_place_or_value_gives_another_hash(one: tuple[Pages, Values], other: tuple[Pages, Values]) -> None:
    assume([sorted(part) for part in one] != [sorted(part) for part in other])
    assert content_hash(*one) != content_hash(*other)


def test_the_hash_is_the_same_in_every_version_of_the_program() -> None:
    # Computed on the desktop and on the archive, which need not be of one version.
    pages, values = [(DocumentId("d"), 1, PageId("p"))], [(RecordId("r"), "số", ValueId("v"))]
    assert content_hash(pages, values) == "55a78e5724c1e9427e58601849c7f0881f41a2d6edf92584aa90497b3ef49035"
