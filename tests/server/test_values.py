"""Values on the archive: both people's work is kept, a dispute is a work item, the mark follows it."""

from dossier.ids import DeviceId, UserId
from dossier.operations import NewValue
from dossier.ports import AckStatus
from dossier.reading import ValueSource
from dossier.snapshots import ConflictSnapshot, DossierSnapshot, FieldSnapshot
from dossier.states import Mark, Role
from server.accounts import Caller
from tests.support.archive_parts import Desk, Paper
from tests.support.running_archive import TestArchive


class Two:
    """Two clerks with one paper, already on the archive with a machine's proposal."""

    def __init__(self, archive: TestArchive) -> None:
        self.archive = archive
        self.one, self.two = Desk(), Desk(user=UserId("minh"), device=DeviceId("may-2"))
        self.lan, self.minh = archive.caller("lan", Role.CLERK), archive.caller("minh", Role.CLERK)
        self.paper = self.one.paper("01")
        self.read = self.one.value("A?", source=ValueSource.OCR)
        archive.upload(self.lan, self.one)
        archive.push(self.lan, [*self.one.take_in(self.paper), self.one.put(self.paper, self.read)])

    def push(
        self,
        caller: Caller,
        desk: Desk,
        text: str,
        base: NewValue | None = None,
        *,
        path: str = "subject",
        base_rev: int = 0,
    ) -> AckStatus:
        self.put = desk.value(text, base=base, path=path)
        entry = desk.put(self.paper, self.put, base_rev=base_rev)
        [result] = self.archive.push(caller, [entry], device=desk.device)
        return result.status

    def rev(self) -> int:
        rows = self.archive.service.reading.dossier(self.lan, self.paper.dossier).rows
        return next(row.rev for row in rows if isinstance(row.snapshot, DossierSnapshot))

    def dossier(self) -> DossierSnapshot:
        return next(item for item in self.held() if isinstance(item, DossierSnapshot))

    def effective(self, path: str = "subject") -> str:
        fields = [item for item in self.held() if isinstance(item, FieldSnapshot)]
        return next(item.value.value for item in fields if item.value.path == path)

    def disputes(self) -> list[tuple[str, str]]:
        conflicts = [item for item in self.held() if isinstance(item, ConflictSnapshot)]
        return sorted((item.effective, item.losing) for item in conflicts if item.open)

    def held(self) -> list[object]:
        return list(self.archive.snapshots(self.lan, self.paper.dossier))

    def history(self) -> list[tuple[str, str]]:
        detail = self.archive.service.reading.dossier(self.lan, self.paper.dossier)
        return [(item.value.value, item.outcome) for item in detail.history]


def test_different_fields_are_both_applied(archive: TestArchive) -> None:
    two = Two(archive)
    assert two.push(two.lan, two.one, "A", two.read) is AckStatus.APPLIED
    assert two.push(two.minh, two.two, "B", path="place") is AckStatus.APPLIED
    assert (two.effective(), two.effective("place")) == ("A", "B")
    assert two.dossier().keyed_by == ("lan", "minh")


def test_a_machine_never_displaces_a_person(archive: TestArchive) -> None:
    two = Two(archive)
    two.push(two.lan, two.one, "A", two.read)
    late = two.two.value("B", source=ValueSource.OCR, base=two.put)
    [result] = archive.push(two.minh, [two.two.put(two.paper, late)], device="may-2")
    assert result.status is AckStatus.MERGED
    assert two.effective() == "A"
    assert two.history() == [("A?", "effective"), ("A", "effective"), ("B", "kept")]
    assert two.dossier().keyed_by == ("lan",)


def test_two_people_who_key_the_same_agree(archive: TestArchive) -> None:
    two = Two(archive)
    two.push(two.lan, two.one, "A", two.read)
    assert two.push(two.minh, two.two, "A", two.read) is AckStatus.MERGED
    assert two.disputes() == []
    assert two.push(two.minh, two.two, "B", two.put) is AckStatus.APPLIED  # he saw the same text
    assert two.effective() == "B"


def test_two_people_who_differ_make_a_work_item_that_someone_who_has_seen_it_settles(archive: TestArchive) -> None:
    two = Two(archive)
    two.push(two.lan, two.one, "A", two.read)
    first = two.put
    assert two.push(two.minh, two.two, "B", two.read) is AckStatus.MERGED
    assert (two.effective(), two.disputes()) == ("A", [("A", "B")])
    assert two.dossier().marks == (Mark.CONFLICT,)

    assert two.push(two.minh, two.two, "B", first) is AckStatus.APPLIED
    assert (two.effective(), two.disputes()) == ("B", [])
    assert two.dossier().marks == ()
    assert two.history()[1:] == [("A", "effective"), ("B", "conflict"), ("B", "effective")]


def test_a_correction_made_before_its_author_could_know_settles_nothing(archive: TestArchive) -> None:
    two = Two(archive)
    two.push(two.lan, two.one, "A", two.read, base_rev=1)
    mine, seen = two.put, two.rev()
    two.push(two.minh, two.two, "B", two.read, base_rev=1)
    two.push(two.lan, two.one, "C", mine, base_rev=seen)
    assert (two.effective(), two.disputes()) == ("C", [("C", "B")])

    two.push(two.lan, two.one, "D", two.put, base_rev=two.rev())
    assert (two.effective(), two.disputes(), two.dossier().marks) == ("D", [], ())


def test_who_goes_on_from_his_losing_value_stays_one_party_of_the_dispute(archive: TestArchive) -> None:
    two = Two(archive)
    two.push(two.lan, two.one, "A", two.read)
    two.push(two.minh, two.two, "B", two.read)
    two.push(two.minh, two.two, "C", two.put)
    assert two.disputes() == [("A", "C")]


def test_a_value_that_comes_again_under_another_operation_is_nothing_new(archive: TestArchive) -> None:
    two = Two(archive)
    again = two.one.put(two.paper, two.read)
    [result] = archive.push(two.lan, [again])
    assert result.status is AckStatus.MERGED
    assert two.history() == [("A?", "effective")]


def test_no_field_of_a_record_that_is_not_there(archive: TestArchive) -> None:
    two = Two(archive)
    other: Paper = two.one.paper("02")
    [result] = archive.push(two.lan, [two.one.put(other, two.one.value("x"))])
    assert result.code == "not_found"
