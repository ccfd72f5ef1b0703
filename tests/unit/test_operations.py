"""What is put into the outbox is read back as it was, in the same bytes everywhere."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import types
from enum import EnumType
from typing import Any, Literal, NewType, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from dossier.operations import Operation, Payload, decode, encode, fingerprint
from dossier.reading import Box

KINDS: tuple[type[Any], ...] = get_args(get_args(Payload)[0])
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=8),
    int: st.integers(-(2**53), 2**53),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    type(None): st.none(),
    dt.datetime: st.datetimes(timezones=st.just(dt.UTC)),
    Box: st.tuples(*[st.integers(0, 9999)] * 4).map(lambda box: Box(x=box[0], y=box[1], w=box[2], h=box[3])),
}


def values_of(hint: Any) -> st.SearchStrategy[Any]:
    """Values of any type an operation is made of; a payload added later is drawn without a change here."""
    inside, origin = get_args(hint), get_origin(hint)
    if hint in PLAIN:
        drawn = PLAIN[hint]
    elif isinstance(hint, NewType):
        drawn = values_of(hint.__supertype__)
    elif isinstance(hint, EnumType):
        drawn = st.sampled_from(list(hint))
    elif origin is Literal:
        drawn = st.sampled_from(inside)
    elif origin is tuple:
        drawn = st.lists(values_of(inside[0]), max_size=2).map(tuple)
    elif origin in {Union, types.UnionType}:
        drawn = st.one_of([values_of(each) for each in inside])
    else:
        drawn = st.builds(hint, **{name: values_of(inner) for name, inner in get_type_hints(hint).items()})
    return drawn


operations: st.SearchStrategy[Operation] = values_of(Operation)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_every_kind_of_operation_is_read_back_as_it_was(kind: type[Any], data: st.DataObject) -> None:
    operation = dataclasses.replace(data.draw(operations), payload=data.draw(values_of(kind)))
    text = encode(operation)
    again = decode(text)
    assert again == operation
    assert type(again.payload) is kind
    assert encode(again) == text
    assert decode(text.encode()) == operation


@given(operation=operations, other=operations)
def test_the_fingerprint_changes_with_the_operation_and_with_nothing_else(
    operation: Operation, other: Operation
) -> None:
    assert fingerprint(encode(operation)) == fingerprint(encode(dataclasses.replace(operation)))
    assume(operation != other)
    assert fingerprint(encode(operation)) != fingerprint(encode(other))


@given(operation=operations)
def test_vietnamese_travels_as_it_is_and_the_kind_is_told(operation: Operation) -> None:
    body = json.loads(encode(operation))
    assert body["payload"]["kind"] == operation.payload.kind
    assert body["id"] == operation.id


@given(operation=operations, kind=st.text(max_size=8))
def test_an_operation_of_an_unknown_kind_is_refused(operation: Operation, kind: str) -> None:
    assume(kind not in {each.kind for each in KINDS})
    body = json.loads(encode(operation))
    body["payload"]["kind"] = kind
    with pytest.raises(ValidationError):
        decode(json.dumps(body))


@given(operation=operations, data=st.data())
def test_an_operation_that_lacks_something_is_refused(operation: Operation, data: st.DataObject) -> None:
    body = json.loads(encode(operation))
    del body[data.draw(st.sampled_from(sorted(body)))]
    with pytest.raises(ValidationError):
        decode(json.dumps(body))
