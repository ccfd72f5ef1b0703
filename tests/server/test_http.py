"""The archive over HTTP: who is let in, what is too large, and that errors are codes without prose."""

import contextlib
import dataclasses
import hashlib
import http.client
from collections.abc import Iterator

import httpx
import pytest

from archive.protocol import BLOB_BYTES, PROTOCOL_HEADER, REQUEST_BYTES
from dossier.errors import DiskFull
from dossier.ids import OfficeId, Sha256
from dossier.states import Role
from server.blobs import Blobs
from tests.support.archive_parts import Desk, MemoryFiles
from tests.support.running_archive import TestArchive, listening_archive

PICTURE = b"a page picture"
SHA256 = hashlib.sha256(PICTURE).hexdigest()


@pytest.fixture
def url(archive: TestArchive) -> Iterator[str]:
    with listening_archive(archive) as address:
        yield address


def asking(url: str, token: str) -> httpx.Client:
    return httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, trust_env=False)


def said(answer: httpx.Response) -> tuple[int, str]:
    body = answer.json()
    assert set(body) == {"code", "facts"}
    return answer.status_code, body["code"]


def test_only_health_answers_a_stranger(url: str) -> None:
    with asking(url, "guessed") as stranger:
        assert stranger.get("/v1/health").status_code == 200
        for method, path in [
            ("GET", "/v1/me"),
            ("POST", "/v1/push"),
            ("POST", "/v1/blobs/missing"),
            ("PUT", f"/v1/blobs/{SHA256}"),
            ("GET", f"/v1/blobs/{SHA256}"),
            ("GET", "/v1/feed"),
            ("GET", "/v1/dossiers"),
            ("GET", "/v1/dossiers/1"),
            ("GET", "/v1/counts"),
            ("POST", "/v1/queue/take"),
            ("POST", "/v1/queue/release"),
        ]:
            assert said(stranger.request(method, path)) == (401, "archive_unauthorised"), path


def test_a_revoked_device_is_refused_at_once(archive: TestArchive, url: str) -> None:
    token = archive.token("lan", Role.CLERK)
    with asking(url, token) as lan:
        assert lan.get("/v1/me").json()["roles"] == ["clerk"]
        archive.service.accounts.revoke_device(archive.service.accounts.authenticate(token).device)
        assert said(lan.get("/v1/me")) == (401, "archive_unauthorised")


def test_a_file_is_verified_kept_and_given_back_to_its_office_only(archive: TestArchive, url: str) -> None:
    with (
        asking(url, archive.token("lan", Role.CLERK)) as lan,
        asking(url, archive.token("minh", Role.CLERK, office=OfficeId("xa-02"))) as stranger,
    ):
        assert said(lan.put(f"/v1/blobs/{SHA256}", content=b"other bytes")) == (422, "hash_mismatch")
        assert [lan.put(f"/v1/blobs/{SHA256}", content=PICTURE).status_code for _ in range(2)] == [201, 200]
        assert lan.get(f"/v1/blobs/{SHA256}").content == PICTURE
        assert said(stranger.get(f"/v1/blobs/{SHA256}")) == (404, "not_found")
        missing = {"hashes": [SHA256]}
        assert stranger.post("/v1/blobs/missing", json=missing).json() == {"missing": [SHA256]}
        assert stranger.put(f"/v1/blobs/{SHA256}", content=PICTURE).status_code == 201


def test_a_file_s_name_is_a_hash_and_nothing_else(archive: TestArchive, url: str) -> None:
    with asking(url, archive.token("lan", Role.CLERK)) as lan:
        for name in ("..%2f..%2fetc%2fpasswd", "A" * 64, "0" * 63):
            assert lan.put(f"/v1/blobs/{name}", content=PICTURE).status_code in (404, 422)


def test_bodies_above_the_limit_are_refused_unread(archive: TestArchive, url: str) -> None:
    with asking(url, archive.token("lan", Role.CLERK)) as lan:

        def without_length() -> Iterator[bytes]:
            for _ in range(REQUEST_BYTES // 65536 + 2):
                yield bytes(65536)

        try:
            answer = lan.post("/v1/push", content=without_length())
        except httpx.WriteError:
            return  # the archive hung up in the middle: refused as well
        assert said(answer) == (413, "request_too_large")


def test_a_declared_length_above_the_limit_is_refused_before_a_byte_is_read(archive: TestArchive, url: str) -> None:
    address = httpx.URL(url)
    with contextlib.closing(http.client.HTTPConnection(address.host, address.port or 0, timeout=30)) as connection:
        connection.putrequest("PUT", f"/v1/blobs/{SHA256}")
        connection.putheader("Authorization", f"Bearer {archive.token('lan', Role.CLERK)}")
        connection.putheader("Content-Length", str(BLOB_BYTES + 1))
        connection.endheaders()
        assert connection.getresponse().status == 413


def test_what_cannot_be_read_is_a_broken_protocol(archive: TestArchive, url: str) -> None:
    with asking(url, archive.token("lan", Role.CLERK)) as lan:
        assert said(lan.post("/v1/push", content=b"{")) == (422, "archive_protocol")
        assert said(lan.get("/v1/feed?after=-1")) == (422, "archive_protocol")
        assert said(lan.get(f"/v1/feed?after={2**70}")) == (422, "archive_protocol")
        too_far = {"device": "may-1", "ops": [{"device_seq": 2**70, "body": "{}"}]}
        assert said(lan.post("/v1/push", json=too_far)) == (422, "archive_protocol")
        assert said(lan.get("/v1/dossiers?state=lost")) == (422, "archive_protocol")
        assert said(lan.post("/v1/blobs/missing", json={"hashes": [SHA256] * 501})) == (422, "archive_protocol")
        assert said(lan.get("/v1/nowhere")) == (404, "not_found")
        assert said(lan.get("/v1/me", headers={PROTOCOL_HEADER: "99"})) == (426, "archive_protocol")


def test_every_answer_names_the_protocol(archive: TestArchive, url: str) -> None:
    with asking(url, archive.token("lan", Role.CLERK)) as lan:
        for answer in (lan.get("/v1/me"), lan.get("/v1/nowhere"), lan.post("/v1/push", content=b"{")):
            assert answer.headers[PROTOCOL_HEADER] == "1"


def test_feed_and_lists_are_of_the_caller_s_office(archive: TestArchive, url: str) -> None:
    desk, lan = Desk(), archive.caller("lan", Role.CLERK)
    archive.push(lan, [entry for code in ("01", "02", "03") for entry in desk.take_in(desk.paper(code))[:2]])
    with (
        asking(url, archive.token("lan2", Role.CLERK)) as colleague,
        asking(url, archive.token("minh", Role.CLERK, office=OfficeId("xa-02"))) as stranger,
    ):
        whole = colleague.get("/v1/feed").json()
        assert [row["seq"] for row in whole["rows"]] == [1, 2, 3, 4, 5, 6]
        assert (whole["next"], whole["more"]) == (6, False)
        part = colleague.get("/v1/feed", params={"after": 2, "epoch": whole["epoch"], "limit": 3}).json()
        assert ([row["seq"] for row in part["rows"]], part["next"], part["more"]) == ([3, 4, 5], 5, True)
        elsewhere = colleague.get("/v1/feed", params={"after": 6, "epoch": "another life"}).json()
        assert elsewhere["rows"] == whole["rows"]
        assert stranger.get("/v1/feed").json()["rows"] == []
        assert stranger.get("/v1/counts").json() == {"dossiers": 0, "documents": 0, "pages": 0}
        assert said(stranger.get(f"/v1/dossiers/{desk.paper('01').dossier}")) == (404, "not_found")
        one = colleague.get("/v1/dossiers", params={"code": "02"}).json()
        assert [row["snapshot"]["code"] for row in one["rows"]] == ["02"]
        pages = colleague.get("/v1/dossiers", params={"state": "received", "limit": 2}).json()
        rest = colleague.get("/v1/dossiers", params={"limit": 2, "after": pages["next"]}).json()
        assert sorted(row["snapshot"]["code"] for row in pages["rows"] + rest["rows"]) == ["01", "02", "03"]
        assert rest["next"] is None


class FullDisk(MemoryFiles):
    """A store on a disk with no room."""

    def put(self, data: bytes) -> Sha256:
        raise DiskFull(path="/secret/place")


def test_a_full_disk_is_said_as_507_and_tells_no_path(archive: TestArchive) -> None:
    service = archive.service
    full = dataclasses.replace(service, blobs=Blobs(service.database, FullDisk(), service.clock))
    token = archive.token("lan", Role.CLERK)
    with listening_archive(TestArchive(full)) as url, asking(url, token) as lan:
        answer = lan.put(f"/v1/blobs/{SHA256}", content=PICTURE)
        assert said(answer) == (507, "archive_full")
        assert "secret" not in answer.text
        assert lan.post("/v1/blobs/missing", json={"hashes": [SHA256]}).json() == {"missing": [SHA256]}
