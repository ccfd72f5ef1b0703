"""The client keeps its promises against the real service, and turns everything else into a typed error."""

import logging
from collections.abc import Callable, Iterator

import httpx
import pytest

from archive.client import HttpArchive
from archive.protocol import PROTOCOL_HEADER
from dossier import errors
from dossier.ids import DeviceId, DossierId, UserId, sha256_of
from dossier.model import Verdict
from dossier.ports import AckStatus, ArchiveCounts, Cursor
from dossier.snapshots import DossierSnapshot
from dossier.states import Role, State
from tests.support.archive_parts import OFFICE, Desk, hash_of
from tests.support.running_archive import BOTH, TestArchive, listening_archive

URL = "https://archive.test"
Answer = Callable[[httpx.Request], httpx.Response]


@pytest.fixture
def url(archive: TestArchive) -> Iterator[str]:
    with listening_archive(archive) as address:
        yield address


def client_of(answer: Answer, attempts: int = 1) -> HttpArchive:
    return HttpArchive(URL, "hidden-token", httpx.MockTransport(answer), attempts=attempts)


def ours(status: int, body: object) -> Answer:
    return lambda _: httpx.Response(status, json=body, headers={PROTOCOL_HEADER: "1"})


def test_the_whole_way_of_a_dossier(archive: TestArchive, url: str) -> None:
    desk = Desk()
    paper = desk.paper("01")
    with (
        HttpArchive(url, archive.token("lan", Role.CLERK)) as lan,
        HttpArchive(url, archive.token("hoa", Role.SUPERVISOR)) as hoa,
    ):
        me = lan.identity()
        assert (me.archive, me.office, me.user, me.roles, me.embedded) == (
            archive.service.meta.archive,
            OFFICE,
            UserId("lan"),
            frozenset({Role.CLERK}),
            False,
        )
        hashes = [paper.picture, paper.source]
        assert lan.missing(hashes) == set(hashes)
        for sha256 in hashes:
            lan.upload(sha256, desk.files.get(sha256))
        assert lan.missing(hashes) == frozenset()
        assert lan.push([]) == ()
        answers = lan.push(desk.keyed(paper, desk.value("Quyết định")))
        assert {answer.status for answer in answers} == {AckStatus.APPLIED}
        assert lan.counts() == ArchiveCounts(dossiers=1, documents=1, pages=1)

        page = hoa.feed(None)
        assert not page.more
        assert hoa.feed(Cursor(epoch=page.epoch, seq=page.next)).rows == ()
        assert hoa.fetch(paper.picture) == desk.files.get(paper.picture)
        assert [found.code for found in hoa.dossiers(state=State.KEYED)] == ["01"]
        assert hoa.dossiers(code="none") == ()
        assert hoa.take(paper.dossier) > archive.service.clock.now()
        checking = Desk(user=UserId("hoa"), device=DeviceId("may-kt"))
        verdict = checking.decide(paper, Verdict.APPROVE, hash_of([row.snapshot for row in page.rows]))
        assert hoa.push([verdict])[0].status is AckStatus.APPLIED
        detail = lan.dossier(paper.dossier)
        assert [(item.value.value, item.outcome) for item in detail.history] == [("Quyết định", "effective")]
        assert [found.state for found in lan.dossiers(code="01")] == [State.CHECKED_1]


def test_lists_are_read_to_their_end(archive: TestArchive, url: str) -> None:
    desk = Desk()
    lan = archive.caller("lan", Role.CLERK)
    codes = [f"{number:03}" for number in range(205)]
    entries = [desk.take_in(desk.paper(code))[0] for code in codes]
    for start in range(0, len(entries), 100):
        archive.push(lan, entries[start : start + 100])
    with HttpArchive(url, archive.token("hoa", Role.SUPERVISOR)) as hoa:
        assert sorted(found.code for found in hoa.dossiers()) == codes
        detail = hoa.dossier(desk.paper("007").dossier)
        assert [type(row.snapshot) for row in detail.rows] == [DossierSnapshot]


def test_refusals_of_the_queue_have_their_own_types(archive: TestArchive, url: str) -> None:
    desk = Desk()
    paper = desk.paper("01")
    lan = archive.caller("lan", *BOTH)
    archive.upload(lan, desk)
    archive.push(lan, desk.keyed(paper))
    with (
        HttpArchive(url, archive.service.accounts.add_device(UserId("lan"), archive.service.clock.now())[1]) as own,
        HttpArchive(url, archive.token("hoa", Role.SUPERVISOR)) as hoa,
        HttpArchive(url, archive.token("tam", Role.SUPERVISOR)) as tam,
        HttpArchive(url, archive.token("minh", Role.CLERK)) as minh,
    ):
        with pytest.raises(errors.OwnWork):
            own.take(paper.dossier)
        with pytest.raises(errors.ArchiveForbidden):
            minh.take(paper.dossier)
        with pytest.raises(errors.NotFound):
            hoa.take(DossierId("none"))
        hoa.take(paper.dossier)
        with pytest.raises(errors.AlreadyTaken) as taken:
            tam.take(paper.dossier)
        assert taken.value.facts["holder"] == "hoa"
        hoa.release(paper.dossier)
        tam.take(paper.dossier)


def test_a_wrong_token_is_unauthorised(url: str) -> None:
    with HttpArchive(url, "wrong") as nobody, pytest.raises(errors.ArchiveUnauthorised):
        nobody.identity()


def test_an_archive_that_is_not_there_is_away(archive: TestArchive) -> None:
    with listening_archive(archive) as url:
        pass
    with HttpArchive(url, "t", attempts=1) as client, pytest.raises(errors.ArchiveAway):
        client.identity()


def test_a_lost_connection_is_tried_again(archive: TestArchive) -> None:
    tried: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        tried.append(request.url.path)
        if len(tried) < 3:
            raise httpx.ConnectError("no", request=request)
        return ours(200, {"dossiers": 1, "documents": 2, "pages": 3})(request)

    import stamina

    with stamina.set_testing(True, attempts=3, cap=True), client_of(answer, attempts=3) as client:
        assert client.counts() == ArchiveCounts(dossiers=1, documents=2, pages=3)
    assert tried == ["/v1/counts"] * 3


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (ours(401, {"code": "archive_unauthorised", "facts": {}}), errors.ArchiveUnauthorised),
        (ours(403, {"code": "archive_forbidden", "facts": {}}), errors.ArchiveForbidden),
        (ours(403, {"code": "own_work", "facts": {"user": "lan"}}), errors.OwnWork),
        (ours(404, {"code": "not_found", "facts": {}}), errors.NotFound),
        (ours(409, {"code": "already_taken", "facts": {"holder": "hoa"}}), errors.AlreadyTaken),
        (ours(409, {"code": "state_conflict", "facts": {}}), errors.ArchiveRefused),
        (ours(507, {"code": "archive_full", "facts": {}}), errors.ArchiveFull),
        (ours(500, {"code": "bug", "facts": {}}), errors.ArchiveRefused),
        (ours(503, {"code": "archive_busy", "facts": {}}), errors.ArchiveAway),
        (lambda _: httpx.Response(503), errors.ArchiveAway),
        (lambda _: httpx.Response(200, text="<html>Đăng nhập Wi-Fi</html>"), errors.ArchiveProtocol),
        (lambda _: httpx.Response(302, headers={"Location": "http://login.test"}), errors.ArchiveProtocol),
        (ours(200, {"dossiers": "many"}), errors.ArchiveProtocol),
        (ours(200, [1]), errors.ArchiveProtocol),
    ],
)
def test_every_other_answer_is_a_typed_error(answer: Answer, error: type[errors.SohoaError]) -> None:
    with client_of(answer) as client, pytest.raises(error) as raised:
        client.counts()
    assert type(raised.value) is error
    assert raised.value.facts["archive"] == URL


def test_a_file_that_arrives_changed_is_not_handed_on() -> None:
    changed = lambda _: httpx.Response(200, content=b"changed", headers={PROTOCOL_HEADER: "1"})  # noqa: E731
    with client_of(changed) as client, pytest.raises(errors.ArchiveProtocol):
        client.fetch(sha256_of(b"what was asked for"))


def test_answers_to_other_operations_are_a_broken_protocol() -> None:
    desk = Desk()
    answer = ours(200, {"epoch": "e", "results": [{"operation": "other", "status": "applied"}]})
    with client_of(answer) as client, pytest.raises(errors.ArchiveProtocol):
        client.push(desk.take_in(desk.paper("01"))[:1])


@pytest.mark.parametrize(
    "url",
    [
        "",
        "archive.test",
        "ftp://archive.test",
        "https://",
        "http://[::1",
        "https://archive test",
        "https://archive.test:x",
        "https://archive.test:0",
        "https://archive.test:99999",
        "https://archive.test/else",
        "https://archive.test?a=b",
        "https://archive.test#a",
        "https://lan:secret-word@archive.test",
        "https://lan:secret-word@archive test",
        f"https://{'a' * 70}.test",
        "http://archive.test",
        "http://192.168.1.5:8080",
    ],
)
def test_an_address_that_a_token_may_not_be_sent_to_is_refused(url: str) -> None:
    with pytest.raises(errors.ArchiveUrlInvalid) as raised:
        HttpArchive(url, "hidden-token")
    assert set(raised.value.facts) == {"archive"}
    assert "secret-word" not in str(raised.value)


@pytest.mark.parametrize(
    "url",
    ["https://archive.test", "https://archive.test/", "https://xã.vn:8443", "http://127.0.0.1:80", "http://[::1]:8080"],
)
def test_https_anywhere_and_http_on_this_machine_are_addresses(url: str) -> None:
    with HttpArchive(url, "hidden-token") as client:
        assert "hidden-token" not in repr(client)


@pytest.mark.parametrize("token", ["", "a b", "khoá", "a\n", "a\x00"])
def test_a_token_that_no_header_carries_is_unauthorised(token: str) -> None:
    with pytest.raises(errors.ArchiveUnauthorised):
        HttpArchive(URL, token)


def test_the_token_shows_nowhere_but_in_its_header(caplog: pytest.LogCaptureFixture) -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        raise httpx.ReadTimeout("slow", request=request)

    with caplog.at_level(logging.DEBUG), client_of(answer) as client:
        with pytest.raises(errors.ArchiveAway) as raised:
            client.counts()
        shown = f"{client!r} {raised.value!r} {raised.value} {caplog.text} {seen[0].url}"
    assert "hidden-token" not in shown
    assert seen[0].headers["Authorization"] == "Bearer hidden-token"
