"""When a machine that reads late contradicts a person. A rule of cache and archive alike: both show the same."""

from typing import Protocol


class _Value(Protocol):
    @property
    def value(self) -> str: ...

    @property
    def as_read(self) -> str | None: ...

    @property
    def second(self) -> str | None: ...


def is_doubt(person: _Value, machine: _Value) -> bool:
    """Whether what a machine says is worth a checker's look beside what a person has put.

    It says something else than the person and than what he had before him (`as_read`), or says the same while another
    reader does not. The caller makes sure that the person's value was not made on the machine's.
    """
    if machine.value == person.value:
        return bool(machine.value) and machine.second is not None
    return machine.value not in ("", person.as_read)
